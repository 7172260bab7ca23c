import path from "node:path";
import { nameOf, unlessInUse } from "../access/open";
import { projectOf } from "../access/target";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { openAsOwner, openAsReader, mustExist, ownerOf } from "../store/open";
import { parseSpan } from "../terminal/moment";
import { type Line, span } from "../terminal/style";
import { printable } from "../terminal/text";
import { wholeNumber } from "./numbers";
import { lookOf, paintAll, type StoreOptions } from "./shared";

/** Options of `tutti storage prune`. */
export interface PruneOptions extends StoreOptions {
  readonly olderThan?: string;
  readonly keep?: string;
}

/** Copies the store into a new file, while it is in use. */
export async function backup(target: string, options: StoreOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const { file } = await projectOf("storage", options, io);
  const storage = await openAsReader(file);
  try {
    const { bytes } = await storage.backup(path.resolve(io.cwd, target));
    const line: Line = [span(look.symbols.completed, "green"), ` ${printable(target)}: ${bytes} bytes`];
    const json = { success: true, file: target, bytes };
    return { exitCode: EXIT.ok, json, out: paintAll([line], look.out), err: [] };
  } finally {
    await storage.close();
  }
}

/** Reads the whole store and tells what is wrong with it, while it is in use. */
export async function check(options: StoreOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const { file } = await projectOf("storage", options, io);
  const storage = await openAsReader(file);
  try {
    const { entries, executions, ok, problems, workflows } = storage.check();
    const { symbols } = look;
    const [sign, word] = ok
      ? ([symbols.completed, "is whole"] as const)
      : ([symbols.failed, "is damaged"] as const);
    const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
    const counts = `${counted(executions, "execution")}, ${counted(entries, "event")}, ${counted(workflows, "workflow")}`;
    const end: Line = [span(sign, ok ? "green" : "red"), ` ${printable(file.path)} ${word}: ${counts}`];
    const found = problems.map((problem): Line => [span(symbols.failed, "red"), ` ${printable(problem)}`]);
    return {
      exitCode: ok ? EXIT.ok : EXIT.failed,
      json: { success: ok, problems, executions, entries, workflows },
      out: paintAll(ok ? [end] : [], look.out),
      err: paintAll(ok ? [] : [...found, end], look.err),
    };
  } finally {
    await storage.close();
  }
}

/** Forgets ended executions. */
export async function prune(options: PruneOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const wish = pruneWish(options);
  const { file, label } = await projectOf("storage prune", options, io);
  mustExist(file.path);
  const storage = await unlessInUse(() => openAsOwner({ ...file, settings: {} }, { label }));
  if (storage === undefined) {
    const owner = ownerOf(file);
    throw new CliError({
      code: "STORAGE_IN_USE",
      message: `${file.path} belongs to ${owner === undefined ? "another process" : nameOf(owner)}.`,
      fix: "Stop that process first, or let it forget by itself: storage.retention in the configuration.",
    });
  }
  try {
    const deleted = storage.prune(wish);
    const what = deleted === 1 ? "1 execution was" : `${deleted} executions were`;
    const line: Line = [span(look.symbols.completed, "green"), ` ${what} forgotten`];
    return { exitCode: EXIT.ok, json: { success: true, deleted }, out: paintAll([line], look.out), err: [] };
  } finally {
    await storage.close();
  }
}

function pruneWish({ keep, olderThan }: PruneOptions): { olderThanMs?: number; keep?: number } {
  if (keep === undefined && olderThan === undefined) {
    const message = "Nothing says which executions are to be forgotten.";
    throw new CliError({ code: "USAGE", message, fix: "Give --older-than 30d, --keep 1000, or both." });
  }
  return {
    ...(keep === undefined ? {} : { keep: wholeNumber("--keep", keep, 0) }),
    ...(olderThan === undefined ? {} : { olderThanMs: spanOf(olderThan) }),
  };
}

function spanOf(text: string): number {
  const ms = parseSpan(text);
  if (ms !== undefined) return ms;
  throw new CliError({
    code: "USAGE",
    message: `--older-than is no time span: "${text}".`,
    fix: "Give a number with s, m, h, d or w, such as 30d.",
  });
}
