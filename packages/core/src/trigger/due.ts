import type { CronTimes, ScheduleTrigger } from "../definition";

/** A time that came no longer ago than this (ms) is on time, and no policy for what was missed applies to it. */
const ON_TIME_MS = 60_000;

/** How many times are made up or wait for their turn at most. */
export const MOST_DUE = 100;

/** What a schedule has to look at. Times are ms since the epoch. */
export interface Look {
  readonly times: CronTimes;
  readonly catchUp: NonNullable<ScheduleTrigger["catch_up"]>;
  /** Everything up to here has been looked at. */
  readonly seenUntil: number;
  readonly now: number;
}

/** The times that have come, oldest first. */
export interface Due {
  /** Those that an execution is to be started for. */
  readonly starts: readonly number[];
  /** Those that come to nothing, as the policy says; of very many the newest. */
  readonly missed: readonly number[];
  readonly seenUntil: number;
}

/** Which times have come since the last look, and what is to become of each. Pure. */
export function dueTimes(look: Look): Due {
  const { catchUp, now, seenUntil } = look;
  const came = timesSince(look);
  const onTime = came.filter((time) => now - time <= ON_TIME_MS);
  const late = came.slice(0, came.length - onTime.length);
  const madeUp =
    catchUp === "all" ? late.slice(-MOST_DUE) : lastOf(late, catchUp === "last" && onTime.length === 0);
  return {
    starts: [...madeUp, ...onTime],
    missed: late.slice(0, late.length - madeUp.length),
    seenUntil: came.at(-1) ?? seenUntil,
  };
}

function lastOf(late: readonly number[], isMadeUp: boolean): readonly number[] {
  return isMadeUp ? late.slice(-1) : [];
}

/** One more than can be made up, so that it shows when there were too many. */
function timesSince({ times, seenUntil, now }: Look): readonly number[] {
  const first = times.next(seenUntil);
  if (first === null || first > now) return [];
  const second = times.next(first);
  // Nearly always it is one, and looking back takes longer.
  if (second === null || second > now) return [first];
  return times.latest(now, MOST_DUE + 1).filter((time) => time > seenUntil);
}
