import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { normalise } from "../json/normalise";
import type { Clock, CloudEvent, EventPriority, Ids } from "../ports";
import { TYPE_PREFIX } from "./cloud-event";

/** An event of the caller's own. */
export interface PublishedEvent {
  /** Such as `order.received`; types that begin with `tutti.` are Tutti's own. */
  readonly type: string;
  /**
   * An event with an id and source that are stored already is not published again: give one to repeat a call
   * without harm. Default: a new UUID.
   */
  readonly id?: string;
  /** Who says it. Default `/`. */
  readonly source?: string;
  readonly subject?: string;
  /** Default: the event's id. */
  readonly correlationId?: string;
  /** For whoever receives it; the order of the events stays. */
  readonly priority?: EventPriority;
  readonly data?: Json;
  /** The execution that publishes it, and its workflow. */
  readonly executionId?: string;
  readonly workflowId?: string;
  /** Only for who is subscribed in this process now: nothing is stored. Default false. */
  readonly transient?: boolean;
}

const PRIORITIES: ReadonlySet<unknown> = new Set(["low", "normal", "high", undefined]);

/** Makes the event that subscribers see. Throws `INVALID_OPTIONS` for one that is none. */
export function stamp(published: PublishedEvent, { clock, ids }: { clock: Clock; ids: Ids }): CloudEvent {
  const { type, id = ids.uuid(), source = "/", subject, correlationId, priority } = published;
  const { executionId, workflowId } = published;
  check({ type, id, source }, published);
  const data = normalise(published.data);
  if (!data.ok) throw refusal(`data can't be stored: ${data.problem}`, "Give JSON.");
  return {
    specversion: "1.0",
    id,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    time: new Date(clock.now()).toISOString(),
    datacontenttype: "application/json",
    correlationid: correlationId ?? id,
    ...(executionId === undefined ? {} : { executionid: executionId }),
    ...(workflowId === undefined ? {} : { workflowid: workflowId }),
    ...(priority === undefined ? {} : { priority }),
    data: data.value,
  };
}

function check(
  texts: Readonly<Record<string, unknown>>,
  { correlationId, executionId, priority, subject, workflowId }: PublishedEvent,
) {
  const given = { correlationId, executionId, subject, workflowId };
  const optional = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of [...Object.entries(texts), ...optional])
    if (typeof value !== "string" || value === "")
      throw refusal(`${name} is ${JSON.stringify(value)}`, "Give a text that is not empty.");
  if (!PRIORITIES.has(priority))
    throw refusal(
      `priority is ${JSON.stringify(priority)}`,
      'Give "low", "normal" or "high", or leave it out.',
    );
}

/** Throws `INVALID_OPTIONS` for a type that is Tutti's own. */
export function refuseOwnType(type: unknown): void {
  if (typeof type !== "string" || !type.startsWith(TYPE_PREFIX)) return;
  throw refusal(`type is "${type}"`, `Types that begin with "${TYPE_PREFIX}" are Tutti's own: use another.`);
}

function refusal(problem: string, fix: string): TuttiError {
  return TuttiError.of("INVALID_OPTIONS", { where: "publish", problem, fix });
}
