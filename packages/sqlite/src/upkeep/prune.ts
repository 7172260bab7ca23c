import { TuttiError } from "@tutti/core";
import type { Connection } from "../file/driver";
import type { PruneOptions } from "../types";
import { ForgetWalk } from "./forget";

/**
 * Forgets all ended executions for which every given limit holds; gives how many.
 *
 * @param now the time that `olderThanMs` counts from (ms since the epoch)
 */
export function prune(db: Connection, options: PruneOptions, now: number): number {
  const before = toBefore(options, now);
  const walk = new ForgetWalk(db);
  let left = beyond(db, options.keep);
  let deleted = 0;
  for (let isDone = false; !isDone; ) {
    const limit = left;
    const batch = walk.batch((completedAt, { visited }) => completedAt < before && visited < limit);
    left -= batch.visited;
    deleted += batch.deleted;
    ({ isDone } = batch);
  }
  return deleted;
}

function toBefore({ before, olderThanMs, keep }: PruneOptions, now: number): number {
  for (const [name, value] of Object.entries({ before, olderThanMs, keep }))
    if (value !== undefined && !(value >= 0)) throw invalid(`${name} is ${value}`);
  if (before === undefined && olderThanMs === undefined && keep === undefined)
    throw invalid("nothing says which executions to forget");
  const oldest = olderThanMs === undefined ? Number.POSITIVE_INFINITY : now - olderThanMs;
  return Math.min(before ?? Number.POSITIVE_INFINITY, oldest);
}

/** How many ended executions are not among the `keep` that ended last. */
function beyond(db: Connection, keep: number | undefined): number {
  if (keep === undefined) return Number.POSITIVE_INFINITY;
  const sql = "SELECT count(*) AS ended FROM executions WHERE completed_at IS NOT NULL";
  return Math.max(0, Number(db.prepare(sql).get()?.["ended"]) - keep);
}

function invalid(problem: string): TuttiError {
  const fix = "Give before, olderThanMs or keep: numbers from 0 on.";
  return TuttiError.of("INVALID_OPTIONS", { where: "prune", problem, fix });
}
