import { TestkitError } from "../errors";

/** A stretch of time: milliseconds, or a text such as `90 s`, `1 day` or `1 h 30 min`. */
export type Duration = number | string;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly (readonly [names: RegExp, ms: number])[] = [
  [/^(ms|milliseconds?)$/, 1],
  [/^(s|secs?|seconds?)$/, SECOND],
  [/^(m|mins?|minutes?)$/, MINUTE],
  [/^(h|hours?)$/, HOUR],
  [/^(d|days?)$/, DAY],
  [/^(w|weeks?)$/, 7 * DAY],
];

const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;

/**
 * A duration in ms.
 *
 * @throws {TestkitError} `INVALID_DURATION`
 * @example
 * toMs("1 day"); // 86400000
 * toMs("1h 30min"); // 5400000
 */
export function toMs(duration: Duration): number {
  if (typeof duration === "number") return checked(duration, duration);
  const text = duration.trim().toLowerCase();
  const parts = [...text.matchAll(PART)];
  const isWhole = text.replaceAll(PART, "").trim() === "";
  if (parts.length === 0 || !isWhole) throw invalid(duration);
  return checked(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs(unit ?? ""), 0),
    duration,
  );
}

/** Is this a duration that {@link toMs} takes? */
export function isDuration(value: Duration): boolean {
  try {
    toMs(value);
    return true;
  } catch {
    return false;
  }
}

function unitMs(unit: string): number {
  return UNITS.find(([names]) => names.test(unit))?.[1] ?? Number.NaN;
}

function checked(ms: number, duration: Duration): number {
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw invalid(duration);
}

function invalid(duration: Duration): TestkitError {
  return new TestkitError("INVALID_DURATION", `${JSON.stringify(duration)} is no duration.`);
}
