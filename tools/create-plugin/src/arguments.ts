import { parseArgs } from "node:util";
import { CreateError } from "./errors";
import { checkAction, checkName, LANGUAGES, type PluginSpec, RUNNERS } from "./spec";

/** What the arguments say; what they leave open is asked. */
export interface Arguments extends Partial<PluginSpec> {
  readonly folder?: string;
  /** Ask nothing, and take what is usual. */
  readonly yes: boolean;
  readonly wants: "help" | "plugin" | "version";
}

const OPTIONS = {
  name: { type: "string" },
  typescript: { type: "boolean" },
  javascript: { type: "boolean" },
  jest: { type: "boolean" },
  vitest: { type: "boolean" },
  action: { type: "string" },
  dir: { type: "string" },
  yes: { type: "boolean", short: "y" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

/** The flags, for the help and the README. */
export const FLAGS: readonly string[] = Object.keys(OPTIONS);

type Given = ReturnType<typeof parse>["values"];

/**
 * Reads the arguments of the command.
 *
 * @throws {CreateError} `USAGE`, and what {@link checkName} and {@link checkAction} throw
 */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const name = nameOf(values, positionals);
  const language = chosen(LANGUAGES, values);
  const runner = chosen(RUNNERS, values);
  return {
    ...(name === undefined ? {} : { name: checkName(name) }),
    ...(values.action === undefined ? {} : { action: checkAction(values.action) }),
    ...(values.dir === undefined ? {} : { folder: values.dir }),
    ...(language === undefined ? {} : { language }),
    ...(runner === undefined ? {} : { runner }),
    yes: values.yes === true,
    wants: values.help === true ? "help" : values.version === true ? "version" : "plugin",
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CreateError("USAGE", (error as Error).message, { cause: error });
  }
}

function nameOf({ name }: Given, positionals: readonly string[]): string | undefined {
  const [first, ...others] = [...positionals, ...(name === undefined ? [] : [name])];
  if (others.length === 0) return first;
  throw new CreateError("USAGE", `There is more than one name: ${[first, ...others].join(", ")}.`);
}

/** The flag among those that exclude each other. */
function chosen<Choice extends "javascript" | "jest" | "typescript" | "vitest">(
  choices: readonly Choice[],
  values: Given,
): Choice | undefined {
  const given = choices.filter((choice) => values[choice] === true);
  if (given.length < 2) return given[0];
  throw new CreateError("USAGE", `${given.map((one) => `--${one}`).join(" and ")} exclude each other.`);
}
