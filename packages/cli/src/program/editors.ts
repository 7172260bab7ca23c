import { type Command, Option } from "commander";
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
