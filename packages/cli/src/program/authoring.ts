import { type Command, Option } from "commander";
import type { DevOptions } from "../commands/dev";
import type { NewPluginOptions } from "../commands/new-plugin";
import type { PluginCheckOptions } from "../commands/plugin-check";
import { commands } from "../lazy";
import { add, type ProgramHost, withExamples, withParameters } from "./shared";

/** `tutti new` */
export function addNew(program: Command, { exit, io, print }: ProgramHost): void {
  const group = program.command("new").description("Write the project of a plugin.");
  const command = add(
    group,
    "plugin <name>",
    "Write the project of a plugin: an action, tests, README and CI.",
  )
    .option("--typescript", "in TypeScript (default)")
    .addOption(new Option("--javascript", "in JavaScript").conflicts("typescript"))
    .option("--jest", "with jest (default)")
    .addOption(new Option("--vitest", "with vitest").conflicts("jest"))
    .option("--action <type>", "the type of its action (default: greet)")
    .option("--dir <folder>", "where to write it (default: the name)");
  withExamples(command, "tutti new plugin acme-plugin-sms --action send_sms").action((name: string) => {
    exit(print(commands.newPlugin().newPlugin(name, command.optsWithGlobals<NewPluginOptions>(), io)));
  });
}

/** `tutti plugin` */
export function addPlugin(program: Command, { exit, io, print }: ProgramHost): void {
  const group = program.command("plugin").description("Check a plugin.");
  const about = "Run the conformance suite on a plugin: a package's folder, a file, or an installed package.";
  const command = add(group, "check [plugin]", about).option(
    "--with <file>",
    "options, parameters and examples for it, as YAML or JSON; - reads standard input",
  );
  withExamples(command, "tutti plugin check", "tutti plugin check acme-plugin-sms --with check.yaml").action(
    async (target: string | undefined) => {
      const options = command.optsWithGlobals<PluginCheckOptions>();
      exit(print(await commands.pluginCheck().checkPlugin(target ?? ".", options, io)));
    },
  );
}

/** `tutti dev` */
export function addDev(program: Command, { exit, io }: ProgramHost): void {
  const about =
    "Check workflow files whenever they, the configuration or its local plugins change, until Ctrl-C.";
  const command = withParameters(
    program
      .command("dev [file...]")
      .description(about)
      .option("-c, --config <file>", "the configuration (default: tutti.config.* from here upwards)")
      .option("--run <file>", "run this one after each change, with the parameters"),
  ).option("-u, --user <name>", "who starts the executions (default: the system's user)");
  withExamples(command, "tutti dev", "tutti dev --run hello.yaml --param user_name=Ada").action(
    async (files: string[]) => {
      exit(await commands.dev().dev(files, command.optsWithGlobals<DevOptions>(), io));
    },
  );
}
