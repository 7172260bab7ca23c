import { Command, Option } from "commander";
import type { GraphOptions } from "./commands/graph";
import type { RunOptions } from "./commands/run";
import type { Io } from "./io";
import { commands } from "./lazy";
import { EXIT, type Report } from "./report";
import { sizeOf } from "./terminal/live-region";
import { wantsColor } from "./terminal/style";
import { version } from "./version";

/** What the commands need of whoever calls them. */
export interface ProgramHost {
  readonly io: Io;
  /** Prints a command's report; gives its exit code. */
  readonly print: (report: Report) => number;
  /** Called once, with the exit code of the command that ran. */
  readonly exit: (code: number) => void;
}

const EXIT_CODES = `
Exit codes:
  ${EXIT.ok}  completed, valid
  ${EXIT.failed}  the execution failed or was cancelled
  ${EXIT.invalid}  nothing was run: a definition, a parameter, a file or the command line is wrong`;

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
  addRun(program, host);
  addValidate(program, host);
  addGraph(program, host);
  addActions(program, host);
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

/** A command with the options that all have. */
function add(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--json", "print one JSON document")
    .option("-c, --config <file>", "the configuration (default: tutti.config.* from here upwards)");
}

function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", ["", "Examples:", ...lines.map((line) => `  ${line}`)].join("\n"));
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

function addRun(program: Command, host: ProgramHost): void {
  const command = add(
    program,
    "run <file>",
    "Run a workflow file and show its progress; - reads standard input.",
  )
    .option(
      "-p, --param <name=value>",
      "a parameter, converted to its declared type; may be repeated",
      collect,
    )
    .option(
      "--params <file>",
      "parameters from a JSON or YAML file; - reads standard input; may be repeated",
      collect,
    )
    .option("-u, --user <name>", "who starts the execution (default: the system's user)")
    .option("-q, --quiet", "print errors only")
    .addOption(new Option("-w, --watch", "run again whenever a file changes").conflicts("json"));
  withExamples(
    command,
    "tutti run hello.yaml --param user_name=Ada",
    "tutti run review.yaml --params parameters.json --json > result.json",
  ).action(async (file: string) => {
    const options = command.optsWithGlobals<RunOptions & { readonly watch?: boolean }>();
    if (options.watch === true) return host.exit(await commands.watch().runAndWatch(file, options, host));
    return host.exit(host.print(await commands.run().run(file, options, host.io)));
  });
}

function addValidate(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "validate <file...>",
    "Check workflow files and show every problem with its place; - reads standard input.",
  );
  withExamples(command, "tutti validate workflows/*.yaml").action(async (files: string[]) => {
    exit(print(await commands.validate().validate(files, command.optsWithGlobals(), io)));
  });
}

function addGraph(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(program, "graph <file>", "Show what waits for what in a workflow.").option(
    "--mermaid",
    "as a Mermaid flowchart",
  );
  withExamples(command, "tutti graph review.yaml", "tutti graph review.yaml --mermaid > review.mmd").action(
    async (file: string) => {
      exit(print(await commands.graph().graph(file, command.optsWithGlobals<GraphOptions>(), io)));
    },
  );
}

function addActions(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "actions [type]",
    "List the installed action types, or show one of them with its config.",
  );
  withExamples(command, "tutti actions", "tutti actions notification").action(
    async (type: string | undefined) => {
      exit(print(await commands.actions().actions(type, command.optsWithGlobals(), io)));
    },
  );
}
