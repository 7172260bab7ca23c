import { type Command, Option } from "commander";
import type { Io } from "../io";
import type { Report } from "../report";

/** What the commands need of whoever calls them. */
export interface ProgramHost {
  readonly io: Io;
  /** Prints a command's report; gives its exit code. */
  readonly print: (report: Report) => number;
  /** Called once, with the exit code of the command that ran. */
  readonly exit: (code: number) => void;
}

/** A command with the options that all have. */
export function add(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--json", "print one JSON document")
    .option("-c, --config <file>", "the configuration (default: tutti.config.* from here upwards)");
}

/** A command that uses the store of a file. */
export function addStored(program: Command, name: string, description: string): Command {
  return add(program, name, description).addOption(storageOption());
}

/** A command that uses the store of a file or of a server. */
export function addShared(program: Command, name: string, description: string): Command {
  return addStored(program, name, description).addOption(serverOption());
}

/** The server whose workflows and executions are used. */
export function serverOption(): Option {
  return new Option("--server <url>", "a server that has the store, such as http://127.0.0.1:5080");
}

/** Where workflows and executions are stored. */
export function storageOption(): Option {
  return new Option("-s, --storage <file>", "where to store: a file, or memory (default: tutti.db)");
}

/** Shows examples below a command's help. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", ["", "Examples:", ...lines.map((line) => `  ${line}`)].join("\n"));
}

/** Gathers the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** The options that give a workflow its parameters. */
export function withParameters(command: Command): Command {
  return command
    .option(
      "-p, --param <name=value>",
      "a parameter, converted to its declared type; may be repeated",
      collect,
    )
    .option(
      "--params <file>",
      "parameters from a JSON or YAML file; - reads standard input; may be repeated",
      collect,
    );
}
