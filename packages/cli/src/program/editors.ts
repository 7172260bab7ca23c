import { type Command, Option } from "commander";
import type { SchemaOptions } from "../commands/schema";
import type { TypesOptions } from "../commands/types";
import { commands } from "../lazy";
import { add, type ProgramHost, withExamples } from "./shared";

/** `tutti types` */
export function addTypes(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "types <file...>",
    "Write what workflows take and give, for the TypeScript compiler.",
  )
    .option("-o, --out <file>", "the file to write (default: tutti.d.ts)")
    .option("--check", "write nothing, and fail when the file is out of date")
    .addOption(new Option("--stdout", "write to standard output").conflicts(["out", "check"]));
  withExamples(command, "tutti types workflows/*.yaml", "tutti types workflows/*.yaml --check").action(
    async (files: string[]) => {
      exit(print(await commands.types().types(files, command.optsWithGlobals<TypesOptions>(), io)));
    },
  );
}

/** `tutti schema` */
export function addSchema(program: Command, { exit, io, print }: ProgramHost): void {
  const command = add(
    program,
    "schema",
    "Write the JSON Schema of workflow files, with the installed action types, for editors.",
  )
    .addOption(
      new Option(
        "--for <kind>",
        "of which files: workflow, config for tutti.config.*, or test for *.workflow-test.yaml",
      )
        .choices(["workflow", "config", "test"])
        .default("workflow"),
    )
    .option("-o, --out <file>", "the file to write (default: standard output)")
    .option("--check", "write nothing, and fail when the file of --out is out of date");
  withExamples(
    command,
    "tutti schema --out .vscode/workflow.schema.json",
    "tutti schema --for config --out .vscode/config.schema.json",
  ).action(async () => {
    exit(print(await commands.schema().schema(command.optsWithGlobals<SchemaOptions>(), io)));
  });
}
