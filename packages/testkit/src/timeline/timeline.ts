import type { CloudEvent, Execution } from "@tutti/core";
import { knownEvents } from "../orchestrator/open-orchestrators";

/**
 * What happened in an execution, one line each, for people: from its events where they are known, else
 * from what the execution tells.
 *
 * @example
 * timeline(execution);
 * // Execution "Review" (0198…) failed: SERVICE_ERROR status 503
 * //   +0 ms     fetch    started
 * //   +1.2 s    fetch    failed, attempt 1: SERVICE_ERROR; again at +2.2 s
 */
export function timeline(execution: Execution, events = knownEvents(execution.execution_id)): string {
  const { workflow_name, execution_id, status, error } = execution;
  const why = error === null ? "" : `: ${error.code} ${error.message}`;
  const begun = Date.parse(execution.started_at ?? execution.created_at);
  const lines = events.length > 0 ? eventLines(events, begun) : actionLines(execution, begun);
  return [`Execution "${workflow_name}" (${execution_id}) ${status}${why}`, ...lines].join("\n");
}

/** Events one line each, with the time since the first one. */
export function eventTimeline(events: readonly CloudEvent[]): string {
  const [first] = events;
  return first === undefined ? "  nothing happened" : eventLines(events, Date.parse(first.time)).join("\n");
}

function eventLines(events: readonly CloudEvent[], begun: number): string[] {
  const width = widthOf(events.map(({ subject = "" }) => subject));
  return events.map((event) => {
    const what = event.type.replace(/^tutti\.(execution|action|item)\./, "").replace("tutti.", "");
    const who = (event.subject ?? "").padEnd(width);
    return line(Date.parse(event.time) - begun, who, `${what}${detailsOf(event, begun)}`);
  });
}

interface EventData {
  readonly index?: number;
  readonly attempt?: number;
  readonly reason?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly retry_at?: number | null;
  readonly wait?: { readonly kind: string; readonly signal?: string };
}

function detailsOf({ data, type }: CloudEvent, begun: number): string {
  const details = (data ?? {}) as EventData;
  const { index, attempt = 0, reason } = details;
  return [
    index === undefined ? "" : ` [${index}]`,
    attempt > 1 || (attempt === 1 && type.endsWith(".failed")) ? `, attempt ${attempt}` : "",
    reason === undefined ? "" : ` (${reason})`,
    waitOf(details),
    failureOf(details, begun),
  ].join("");
}

function waitOf({ wait }: EventData): string {
  if (wait === undefined) return "";
  return ` for ${wait.signal === undefined ? wait.kind : `signal "${wait.signal}"`}`;
}

function failureOf({ error, retry_at: again }: EventData, begun: number): string {
  if (error === undefined) return "";
  const next = again == null ? "" : `; again at ${since(again - begun)}`;
  return `: ${error.code} ${error.message.replace(/\.$/, "")}${next}`;
}

function actionLines({ actions }: Execution, begun: number): string[] {
  const width = widthOf(Object.keys(actions));
  const entries = Object.entries(actions).toSorted(
    ([, a], [, b]) => order(a.started_at) - order(b.started_at),
  );
  return entries.map(([id, { status, attempts, error, started_at }]) => {
    const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
    const why = error === null ? "" : `: ${error.code} ${error.message}`;
    const at = started_at === null ? Number.NaN : Date.parse(started_at) - begun;
    return line(at, id.padEnd(width), `${status}${tries}${why}`);
  });
}

function order(time: string | null): number {
  return time === null ? Number.MAX_SAFE_INTEGER : Date.parse(time);
}

function line(ms: number, who: string, what: string): string {
  return `  ${since(ms).padEnd(9)} ${who} ${what}`.trimEnd();
}

function widthOf(names: readonly string[]): number {
  return Math.max(...names.map(({ length }) => length), 0);
}

/** A time since the beginning: `+250 ms`, `+1.5 s`, `+2 min 5 s`, `+1 d 2 h`. */
function since(ms: number): string {
  if (Number.isNaN(ms)) return "never";
  if (ms < 1000) return `+${ms} ms`;
  if (ms < 60_000) return `+${ms / 1000} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `+${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `+${hours} h ${minutes % 60} min` : `+${Math.floor(hours / 24)} d ${hours % 24} h`;
}
