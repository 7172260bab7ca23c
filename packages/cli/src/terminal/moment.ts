import { CliError } from "../diagnostics/diagnostic";
import { formatDuration } from "./duration";

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * A time span of a command line, in ms: `90s`, `15m`, `2h`, `30d`, `4w`. Undefined: it is none.
 *
 * @example
 * parseSpan("30d"); // 2592000000
 */
export function parseSpan(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Math.round(Number(count) * (UNITS[unit] ?? 0));
}

/** A point in time of a command line as ISO 8601: `2026-01-31`, or `2h` for two hours ago. */
export function parseMoment(option: string, text: string, now: number): string {
  const span = parseSpan(text);
  const ms = span === undefined ? Date.parse(text) : now - span;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new CliError({
    code: "USAGE",
    message: `${option} is no date and time: "${text}".`,
    fix: "Give ISO 8601, such as 2026-01-31T09:00:00Z, or a time span before now, such as 2h or 30d.",
  });
}

/** How long ago something was, for a list: `12s ago`. */
export function ago(iso: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(iso));
  if (ms < 1000) return "now";
  if (ms < 60_000) return `${Math.floor(ms / 1000)}s ago`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)}m ago`;
  if (ms < 2 * 86_400_000) return `${Math.floor(ms / 3_600_000)}h ago`;
  return `${Math.floor(ms / 86_400_000)}d ago`;
}

/** A point in time in this machine's zone: `2026-01-31 09:00:05`. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** How long something took, or takes so far; nothing when it has not begun. */
export function tookText(startedAt: string | null, endedAt: string | null, now: number): string {
  if (startedAt === null) return "";
  return formatDuration((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}
