import { type Command, Option } from "commander";
import type { ActionsOptions } from "../commands/actions";
import type { GraphOptions } from "../commands/graph";
import type { RunOptions } from "../commands/run";
import { commands } from "../lazy";
import { add, type ProgramHost, serverOption, storageOption, withExamples, withParameters } from "./shared";

/** `tutti run` */
export function addRun(program: Command, host: ProgramHost): void {
  const command = withParameters(
    add(program, "run <file>", "Run a workflow file and show its progress; - reads standard input."),
  )
    .option("-u, --user <name>", "who starts the execution (default: the system's user)")
    .addOption(storageOption())
    .addOption(serverOption())
    .option("-q, --quiet", "print errors only")
    .addOption(new Option("-w, --watch", "run again whenever a file changes").conflicts("json"));
  withExamples(
    command,
    "tutti run hello.yaml --param user_name=Ada",
    "tutti run review.yaml --params parameters.json --json > result.json",
    "tutti run hello.yaml --storage memory",
  ).action(async (file: string) => {
    const options = command.optsWithGlobals<RunOptions & { readonly watch?: boolean }>();
    if (options.watch === true) return host.exit(await commands.watch().runAndWatch(file, options, host));
    return host.exit(host.print(await commands.run().run(file, options, host.io)));
  });
}

/** `tutti validate` */
export function addValidate(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "validate <file...>",
    "Check workflow files and show every problem with its place; - reads standard input.",
  );
  withExamples(command, "tutti validate workflows/*.yaml").action(async (files: string[]) => {
    exit(print(await commands.validate().validate(files, command.optsWithGlobals(), io)));
  });
}

/** `tutti graph` */
export function addGraph(program: Command, { exit, io, print }: ProgramHost): void {
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

/** `tutti actions` */
export function addActions(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "actions [type]",
    "List the installed action types, or show one of them with its config.",
  )
    .addOption(new Option("--markdown", "as a reference page").conflicts("json"))
    .addOption(serverOption());
  withExamples(
    command,
    "tutti actions",
    "tutti actions notification",
    "tutti actions --markdown > ACTIONS.md",
  ).action(async (type: string | undefined) => {
    exit(print(await commands.actions().actions(type, command.optsWithGlobals<ActionsOptions>(), io)));
  });
}
