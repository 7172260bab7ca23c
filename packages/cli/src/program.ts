import { Command } from "commander";
import type { Io } from "./io";
import { addDev, addNew, addPlugin } from "./program/authoring";
import { addSchema, addTypes } from "./program/editors";
import { addActions, addGraph, addRun, addValidate } from "./program/files";
import { addKeys } from "./program/keys";
import { addEvents, addExecutions, addList, addShow, addStorage } from "./program/looking";
import { addAsks, addServe, addSignal, addStart, addWorker } from "./program/running";
import type { ProgramHost } from "./program/shared";
import { addTest } from "./program/testing";
import { EXIT } from "./report";
import { sizeOf } from "./terminal/live-region";
import { wantsColor } from "./terminal/style";
import { version } from "./version";

export type { ProgramHost } from "./program/shared";

const EXIT_CODES = `
Exit codes:
  ${EXIT.ok}  completed, valid, done
  ${EXIT.failed}  the execution failed or was cancelled; a test or a plugin's check failed; the store is damaged
  ${EXIT.invalid}  nothing was done: a definition, a parameter, a file, the store or the command line is wrong`;

/** The commands, in the order of the help. */
const COMMANDS = [
  addRun,
  addStart,
  addWorker,
  addServe,
  addList,
  addExecutions,
  addShow,
  addEvents,
  addSignal,
  addAsks,
  addStorage,
  addKeys,
  addValidate,
  addTest,
  addGraph,
  addActions,
  addTypes,
  addSchema,
  addDev,
  addNew,
  addPlugin,
];

/** The commands with their options and help. */
export function makeProgram(host: ProgramHost): Command {
  const program = new Command("tutti")
    .description("Runs, checks and shows workflows.")
    .version(version, "-V, --version", "print the version")
    .option("--no-color", "write no colours")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput(outputOf(host.io))
    .addHelpText("after", EXIT_CODES);
  for (const addCommand of COMMANDS) addCommand(program, host);
  return program;
}

function outputOf(io: Io) {
  const { stderr, stdout } = io;
  return {
    writeOut: (text: string) => void stdout.write(text),
    writeErr: (text: string) => void stderr.write(text),
    getOutHelpWidth: () => sizeOf(stdout).columns,
    getErrHelpWidth: () => sizeOf(stderr).columns,
    getOutHasColors: () => wantsColor(io, stdout),
    getErrHasColors: () => wantsColor(io, stderr),
  };
}
