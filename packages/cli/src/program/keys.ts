import type { Command } from "commander";
import { commands } from "../lazy";
import type { CreateKeyOptions, KeyOptions, RotateKeyOptions } from "../commands/keys";
import { addStored, collect, type ProgramHost, withExamples } from "./shared";

/** `tutti keys` */
export function addKeys(program: Command, host: ProgramHost): void {
  const command = program.command("keys").description("Make and end the API keys of the server.");
  addCreate(command, host);
  addListing(command, host);
  addRotate(command, host);
  addRevoke(command, host);
}

const user = ["-u, --user <name>", "who makes it (default: the system's user)"] as const;

function addCreate(keys: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(keys, "create", "Make a key and print it; it is shown this once.")
    .argument("<name>", "what it is called, such as who uses it")
    .requiredOption("--role <role>", "what it may do: viewer, operator, author or admin")
    .option("--tag <tag>", "only workflows with this tag; may be repeated", collect)
    .option("--expires-in <span>", "how long it works, such as 90d (default: for good)")
    .option(...user);
  withExamples(
    command,
    "tutti keys create ci --role operator --expires-in 90d",
    "tutti keys create etl-team --role author --tag etl",
  ).action(async (name: string) => {
    exit(print(await commands.keys().create(name, command.optsWithGlobals<CreateKeyOptions>(), io)));
  });
}

function addListing(keys: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(keys, "list", "List the keys, those that are worth nothing included.");
  withExamples(command, "tutti keys list").action(async () => {
    exit(print(await commands.keys().list(command.optsWithGlobals<KeyOptions>(), io)));
  });
}

function addRotate(keys: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(keys, "rotate", "Make a key that takes the place of another one, and print it.")
    .argument("<id>", "the old key's id")
    .option("--overlap <span>", "how long the old one goes on working (default: 24h)")
    .option(...user);
  withExamples(command, "tutti keys rotate 3kTMd9fQx2Lp --overlap 7d").action(async (id: string) => {
    exit(print(await commands.keys().rotate(id, command.optsWithGlobals<RotateKeyOptions>(), io)));
  });
}

function addRevoke(keys: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(keys, "revoke", "Make a key worth nothing, at once.").argument("<id>", "its id");
  withExamples(command, "tutti keys revoke 3kTMd9fQx2Lp").action(async (id: string) => {
    exit(print(await commands.keys().revoke(id, command.optsWithGlobals<KeyOptions>(), io)));
  });
}
