import { Argument, type Command } from "commander";
import type { DoctorOptions } from "../commands/doctor";
import type { InitOptions } from "../commands/init";
import { SHELLS, type Shell } from "../completion/shells";
import { commands } from "../lazy";
import { addShared, type ProgramHost, withExamples } from "./shared";

/** `tutti init` */
export function addInit(program: Command, { exit, io, print }: ProgramHost): void {
  const command = program
    .command("init")
    .description(
      "Begin a project: a configuration, a workflow with its test, and scripts. Nothing is overwritten.",
    )
    .argument("[folder]", "where; it is made when it is missing (default: here)")
    .option("--json", "print one JSON document");
  withExamples(command, "tutti init", "tutti init my-project").action((folder: string | undefined) => {
    exit(print(commands.init().init(folder, command.optsWithGlobals<InitOptions>(), io)));
  });
}

/** `tutti doctor` */
export function addDoctor(program: Command, { exit, io, print }: ProgramHost): void {
  const command = addShared(program, "doctor", "Look whether everything is there that tutti needs.").option(
    "--services",
    "also look whether the services of the configuration can be reached",
  );
  withExamples(command, "tutti doctor", "tutti doctor --services --json").action(async () => {
    exit(print(await commands.doctor().doctor(command.optsWithGlobals<DoctorOptions>(), io)));
  });
}

/** `tutti completion` */
export function addCompletion(program: Command, { exit, print }: ProgramHost): void {
  const command = program
    .command("completion")
    .description("Print the script with which a shell completes commands, options and files.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .option("--json", "print one JSON document");
  withExamples(
    command,
    "tutti completion bash > ~/.tutti-completion",
    "tutti completion fish > ~/.config/fish/completions/tutti.fish",
  ).action((shell: Shell) => {
    exit(print(commands.completion().completion(shell, program)));
  });
}
