import type { CloudEvent, JsonObject } from "@tutti/core";
import type { JournalEntry } from "@tutti/core/runtime";
import { TestkitError } from "../errors";

/** What happened in an execution: events of the stream, or entries of a journal. */
export type History = readonly (CloudEvent | JournalEntry)[];

/** One event of either form. */
export interface HistoryEvent {
  readonly type: string;
  /** ms since the epoch. */
  readonly time: number;
  readonly data: JsonObject;
}

/** The outcome of one call of an action. */
export interface Outcome {
  readonly ms: number;
  readonly output?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
  /** It was cut off. */
  readonly isCancelled?: boolean;
}

/** The events of one execution, in one form. Throws `INVALID_HISTORY` when they are not from its beginning. */
export function eventsOf(history: History): readonly HistoryEvent[] {
  const events = history.map(({ type, time, data }) => ({
    type: type.replace(/^tutti\./, ""),
    time: typeof time === "number" ? time : Date.parse(time),
    data: (data ?? {}) as HistoryEvent["data"],
  }));
  const created = events.filter(({ type }) => type === "execution.created");
  if (created.length === 1 && events[0] === created[0]) return events;
  const problem = `A history begins with execution.created and has it once; this one has it ${created.length} times.`;
  throw new TestkitError("INVALID_HISTORY", problem);
}

const ENDS = /^(action|item)\.(completed|failed|cancelled)$/;

/** The outcomes of the calls, by action and item, in their order. */
export function outcomesOf(events: readonly HistoryEvent[]): Map<string, Outcome[]> {
  const outcomes = new Map<string, Outcome[]>();
  const begun = new Map<string, number>();
  for (const event of events) {
    const key = unitKey(event.data);
    if (/^(action|item)\.started$/.test(event.type)) begun.set(key, event.time);
    if (!ENDS.test(event.type)) continue;
    const ms = event.time - (begun.get(key) ?? event.time);
    outcomes.set(key, [...(outcomes.get(key) ?? []), { ms, ...endOf(event) }]);
  }
  return outcomes;
}

/** `a` for an action, `a[0]` for an item of it. */
export function unitKey(unit: { readonly action_id?: unknown; readonly index?: unknown }): string {
  const { action_id: id, index } = unit as { readonly action_id?: string; readonly index?: number };
  return `${id ?? ""}${index === undefined ? "" : `[${index}]`}`;
}

function endOf({ type, data }: HistoryEvent): Omit<Outcome, "ms"> {
  if (type.endsWith(".completed")) return { output: data["output"] };
  if (type.endsWith(".cancelled")) return { isCancelled: true };
  const { code, message } = data["error"] as { readonly code: string; readonly message: string };
  return { error: { code, message, retryable: data["outcome"] === "retry" } };
}
