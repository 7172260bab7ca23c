import { TuttiError } from "@tutti/core";
import type { Connection } from "../file/driver";
import type { PruneOptions } from "../types";
import { ForgetWalk } from "./forget";
import { LogUpkeep } from "./log";
import { Unhandled } from "./unhandled";

/** How much was forgotten. */
export interface Pruned {
  readonly executions: number;
  readonly events: number;
}

/**
 * Forgets all ended executions and published events for which every given limit holds, and what they left in the log.
 *
 * @param now the time that `olderThanMs` counts from (ms since the epoch)
 */
export function prune(db: Connection, options: PruneOptions, now: number): Pruned {
  const before = toBefore(options, now);
  const unhandled = new Unhandled(db, options.ignoreGroups);
  const executions = pruneExecutions(new ForgetWalk(db, unhandled), before, beyond(db, ENDED, options.keep));
  const log = new LogUpkeep(db, unhandled);
  const isAboutEvents = before < Number.POSITIVE_INFINITY || options.keepEvents !== undefined;
  const events = isAboutEvents ? pruneEvents(log, before, beyond(db, EVENTS, options.keepEvents)) : 0;
  for (let next: number | undefined = 0; next !== undefined; ) ({ next } = log.sweep(next));
  return { executions, events };
}

function pruneEvents(log: LogUpkeep, before: number, limit: number): number {
  let deleted = 0;
  for (let isDone = false; !isDone; ) {
    const batch = log.forgetEvents({ limit: limit - deleted, before });
    deleted += batch.deleted;
    ({ isDone } = batch);
  }
  return deleted;
}

function pruneExecutions(walk: ForgetWalk, before: number, most: number): number {
  let left = most;
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

function toBefore({ before, olderThanMs, keep, keepEvents }: PruneOptions, now: number): number {
  const given = Object.entries({ before, olderThanMs, keep, keepEvents }).filter(
    ([, value]) => value !== undefined,
  );
  for (const [name, value] of given) if (!(Number(value) >= 0)) throw invalid(`${name} is ${value}`);
  if (given.length === 0) throw invalid("nothing says what to forget");
  const oldest = olderThanMs === undefined ? Number.POSITIVE_INFINITY : now - olderThanMs;
  return Math.min(before ?? Number.POSITIVE_INFINITY, oldest);
}

const ENDED = "SELECT count(*) AS there FROM executions WHERE completed_at IS NOT NULL";
const EVENTS = "SELECT count(*) AS there FROM published";

/** How many are not among the `keep` newest. */
function beyond(db: Connection, sql: string, keep: number | undefined): number {
  if (keep === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Number(db.prepare(sql).get()?.["there"]) - keep);
}

function invalid(problem: string): TuttiError {
  const fix = "Give before, olderThanMs, keep or keepEvents: numbers from 0 on.";
  return TuttiError.of("INVALID_OPTIONS", { where: "prune", problem, fix });
}
