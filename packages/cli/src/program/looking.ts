import type { Command } from "commander";
import type { EventsOptions } from "../commands/events";
import type { ExecutionsOptions } from "../commands/executions";
import type { ListOptions } from "../commands/list";
import type { PruneOptions } from "../commands/storage";
import type { StoreOptions } from "../commands/shared";
import { commands } from "../lazy";
import { addShared, addStored, collect, type ProgramHost, withExamples } from "./shared";

function withPages(command: Command): Command {
  return command
    .option("-n, --limit <count>", "how many at most, 1 to 1000 (default: 50)")
    .option("--cursor <cursor>", "go on behind the last page, which tells its cursor");
}

/** `tutti list` */
export function addList(program: Command, { exit, io, print }: ProgramHost): void {
  const command = withPages(
    addShared(program, "list", "List the workflows that are stored.")
      .option("--search <text>", "those whose name or description contains it")
      .option("--tag <tag>", "those with this tag")
      .option("-u, --user <name>", "those of this user"),
  );
  withExamples(command, "tutti list", "tutti list --tag billing --json").action(async () => {
    exit(print(await commands.list().list(command.optsWithGlobals<ListOptions>(), io)));
  });
}

/** `tutti executions` */
export function addExecutions(program: Command, { exit, io, print }: ProgramHost): void {
  const command = withPages(
    addShared(program, "executions", "List executions, newest first.")
      .option("--status <status>", "those that stand so; may be repeated, or a list with commas", collect)
      .option("--workflow <workflow>", "those of this workflow: its id or name")
      .option("-u, --user <name>", "those that this user has started")
      .option("--since <time>", "created at or after: ISO 8601, or a time span before now, such as 2h")
      .option("--until <time>", "created before"),
  );
  withExamples(
    command,
    "tutti executions --status running,waiting",
    "tutti executions --workflow Review --since 7d --json",
  ).action(async () => {
    exit(print(await commands.executions().executions(command.optsWithGlobals<ExecutionsOptions>(), io)));
  });
}

/** `tutti show` */
export function addShow(program: Command, { exit, io, print }: ProgramHost): void {
  const command = addShared(
    program,
    "show",
    "Show an execution with its actions, parameters and result, or a workflow.",
  ).argument("<id>", "an execution's id, the beginning of one, or last; or a workflow's id or name");
  withExamples(command, "tutti show last", "tutti show Review").action(async (id: string) => {
    exit(print(await commands.show().show(id, command.optsWithGlobals<StoreOptions>(), io)));
  });
}

/** `tutti events` */
export function addEvents(program: Command, { exit, io, print }: ProgramHost): void {
  const command = addShared(program, "events", "Show everything that happened in an execution.")
    .argument("<id>", "an id, the beginning of one (4 characters or more), or last")
    .option("-f, --follow", "go on with what happens, until the execution has ended")
    .option("--from <place>", "begin at this place, from 1");
  withExamples(command, "tutti events last", "tutti events last --follow").action(async (id: string) => {
    const options = command.optsWithGlobals<EventsOptions>();
    if (options.follow === true) return exit(await commands.events().followEvents(id, options, io));
    return exit(print(await commands.events().events(id, options, io)));
  });
}

/** `tutti storage` */
export function addStorage(program: Command, host: ProgramHost): void {
  const command = program.command("storage").description("Back up, check or prune the store.");
  addBackup(command, host);
  addCheck(command, host);
  addPrune(command, host);
}

function addBackup(storage: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(
    storage,
    "backup",
    "Copy the store into a new file, while it is in use.",
  ).argument("<file>", "the copy");
  withExamples(command, "tutti storage backup backups/monday.db").action(async (file: string) => {
    exit(print(await commands.storage().backup(file, command.optsWithGlobals<StoreOptions>(), io)));
  });
}

function addCheck(storage: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(storage, "check", "Read the whole store and tell what is wrong with it.");
  withExamples(command, "tutti storage check").action(async () => {
    exit(print(await commands.storage().check(command.optsWithGlobals<StoreOptions>(), io)));
  });
}

function addPrune(storage: Command, { exit, io, print }: ProgramHost): void {
  const command = addStored(storage, "prune", "Forget ended executions: those that fit every option.")
    .option("--older-than <span>", "those that ended longer ago, such as 30d")
    .option("--keep <count>", "not those that ended last, so many");
  withExamples(command, "tutti storage prune --older-than 30d --keep 1000").action(async () => {
    exit(print(await commands.storage().prune(command.optsWithGlobals<PruneOptions>(), io)));
  });
}
