import type { Command } from "commander";
import { EXIT } from "../report";

const EXIT_CODES = [
  "Exit codes:",
  `  ${EXIT.ok}  completed, valid, done`,
  `  ${EXIT.failed}  the execution failed or was cancelled; a test, a plugin's check or doctor failed; the store is damaged`,
  `  ${EXIT.invalid}  nothing was done: a definition, a parameter, a file, the store or the command line is wrong`,
];

/** What the environment says in place of an option, which wins over it. */
const VARIABLES: readonly (readonly [option: string | null, name: string, meaning: string])[] = [
  ["--config", "TUTTI_CONFIG", "the configuration"],
  ["--config", "TUTTI_SECRETS", "a folder with a file for each secret"],
  ["--storage", "TUTTI_STORAGE", "where to store"],
  ["--server", "TUTTI_URL", "a server that has the store"],
  ["--server", "TUTTI_TOKEN", "the key or token for that server"],
  ["--host", "TUTTI_HOST", "the address to listen at"],
  ["--port", "TUTTI_PORT", "where to listen"],
  [null, "NO_COLOR", "write no colours; FORCE_COLOR: write them to a pipe, too"],
  [null, "TUTTI_DEBUG", "show stack traces"],
];

/** Adds to each command's help what the environment can say, and the exit codes. */
export function addHelpTexts(program: Command): void {
  program.addHelpText("after", ["", ...EXIT_CODES].join("\n"));
  for (const command of leavesOf(program)) command.addHelpText("after", helpOf(command));
}

/** The commands that do something, in the order of the help. */
export function leavesOf(command: Command): readonly Command[] {
  return command.commands.flatMap((one) => (one.commands.length > 0 ? leavesOf(one) : [one]));
}

function helpOf(command: Command): string {
  const own = new Set(command.options.map(({ long }) => long));
  const known = VARIABLES.filter(([option]) => option === null || own.has(option));
  const width = Math.max(...known.map(([, name]) => name.length));
  const variables = known.map(([, name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`);
  return ["", "Environment variables:", ...variables, "", ...EXIT_CODES].join("\n");
}
