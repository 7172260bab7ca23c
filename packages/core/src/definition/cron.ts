import { Cron } from "croner";

/** When a cron expression comes. All times are ms since the epoch. */
export interface CronTimes {
  /** The first time after the given one; null: never again. */
  next(after: number): number | null;
  /** The last times up to and including the given one, oldest first, at most `count`. */
  latest(until: number, count: number): readonly number[];
}

/**
 * Is this a cron expression: 5 fields, or 6 with seconds first, or a nickname such as `@daily`?
 *
 * @example
 * isCron("0 9 * * MON-FRI"); // true
 */
export function isCron(text: string): boolean {
  try {
    return parse(text, "UTC") !== null;
  } catch {
    return false;
  }
}

/** Does the expression come at all? `0 0 30 2 *` is valid, and never does. */
export function comes(text: string): boolean {
  // The calendar repeats itself, so where the search begins makes no difference.
  return parse(text, "UTC")?.nextRun(new Date(0)) !== null;
}

/**
 * The times of a cron expression in a time zone. Throws for one that is not valid.
 *
 * Where clocks are put forward, a daily time that is left out comes at the first moment after the gap; where they
 * are put back, it comes once. An expression that repeats within the hour follows the clock on the wall.
 *
 * @example
 * cronTimes("0 9 * * *", "Europe/Vienna").next(Date.UTC(2026, 0, 1)); // 08:00 UTC
 */
export function cronTimes(text: string, timezone: string): CronTimes {
  const cron = parse(text, timezone);
  if (cron === null) throw new RangeError(`"${text}" is no cron expression.`);
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime() ?? null,
    latest: (until, count) =>
      cron
        .previousRuns(count + 1, new Date(until + SECOND))
        .map((time) => time.getTime())
        .filter((time) => time <= until)
        .slice(0, count)
        .toReversed(),
  };
}

const SECOND = 1000;

/** Null for what the library takes for a date, which is a time but no schedule. */
function parse(text: string, timezone: string): Cron | null {
  const written = text.trim();
  if (!written.startsWith("@") && !/\s/.test(written)) return null;
  return new Cron(written, { timezone, mode: "5-or-6-parts" });
}

/**
 * Is this the name of an IANA time zone that this system knows?
 *
 * @example
 * isTimeZone("Europe/Vienna"); // true
 */
export function isTimeZone(text: string): boolean {
  try {
    // Offsets such as +01:00, which some systems accept here, are no time zones: they know no summer time.
    return /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat("en", { timeZone: text }).format(0) !== "";
  } catch {
    return false;
  }
}
