import { TuttiError } from "@tutti/core";
import { SqliteStore } from "./store";
import type { SqliteOptions, SqliteStorage } from "./types";

/**
 * A durable storage in one SQLite file. All commits of one turn of the event loop share one transaction,
 * and each is acknowledged after it is on the disk: nothing acknowledged is lost when the process is
 * killed or, with `synchronous: "full"`, the power fails.
 *
 * One process owns a file at a time; `open` of a second owner throws `STORAGE_IN_USE`. Beside the file
 * are `-wal` and `-shm` while it is open, `-lock` for good, and `-key` once a secret parameter was stored:
 * without `TUTTI_ENCRYPTION_KEY` those can't be read without it. Keep it on a local disk.
 *
 * @param options see {@link SqliteOptions}; only `path` is needed
 * @returns a storage for `createOrchestrator`, with backup, check and prune
 * @throws INVALID_OPTIONS for a path that is no file, and for limits that make no sense
 *
 * `open` throws:
 * - `STORAGE_UNSUPPORTED`: this Node has no `node:sqlite`
 * - `STORAGE_IN_USE`: another process owns the file
 * - `STORAGE_VERSION`: a newer version of Tutti wrote it
 * - `STORAGE_CORRUPT`: it is damaged, or another program's
 * - `STORAGE_UNAVAILABLE`: it or its folder can't be written
 * - `INVALID_OPTIONS`: a reader's file is not there
 *
 * @example
 * const orchestrator = await createOrchestrator({ storage: sqlite({ path: "tutti.db" }) });
 */
export function sqlite(options: SqliteOptions): SqliteStorage {
  checkOptions(options);
  return new SqliteStore(options);
}

function checkOptions({ path, retention = {} }: SqliteOptions): void {
  if (path === ":memory:" || path === "") {
    const problem =
      path === "" ? "path is empty" : 'path ":memory:" names no file, so nothing would be durable';
    throw TuttiError.of("INVALID_OPTIONS", {
      where: "sqlite",
      problem,
      fix: "Give the path of a file, or use memory() when nothing has to survive the process.",
    });
  }
  checkLimit("maxAgeMs", retention.maxAgeMs, 1);
  checkLimit("maxExecutions", retention.maxExecutions, 0);
  checkLimit("maxEvents", retention.maxEvents, 0);
}

function checkLimit(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  const problem = `retention.${name} is ${value}`;
  const fix = `Give a whole number of at least ${least}, or leave it out.`;
  throw TuttiError.of("INVALID_OPTIONS", { where: "sqlite", problem, fix });
}
