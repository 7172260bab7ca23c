import type { CloudEvent, Delivery, EventFilter, GroupRetry } from "../ports";

/**
 * Takes events out of the process: to a URL, a broker, a file. What a plugin registers for `EVENT_SINK`.
 *
 * Each sink is a consumer group: the storage keeps how far it has come, an event that could not be delivered is
 * tried again, and becomes a dead letter in the end. The group begins when the sink is there for the first time.
 *
 * `deliver` is called with each event that fits, at least once, and those of one execution in their order. It
 * must settle by itself: bring a timeout. Throw `ActionError` to say that a repetition makes no sense
 * (`retryable: false`), or how long to wait (`retryAfterMs`).
 *
 * @example
 * const lines: EventSink = {
 *   name: "lines",
 *   filter: { types: ["execution.*"] },
 *   deliver: (event) => appendFile("events.jsonl", `${JSON.stringify(event)}\n`),
 * };
 * container.register(EVENT_SINK, { useValue: lines });
 */
export interface EventSink {
  /** The name of its consumer group: one sink has it, and it stays the same. */
  readonly name: string;
  /** Default: every event. */
  readonly filter?: EventFilter | undefined;
  /** Where a new sink begins: 1 for everything there is. Default: with what comes next. */
  readonly fromPosition?: number | undefined;
  readonly retry?: GroupRetry | undefined;
  /** How many events it takes at a time. Default 1. */
  readonly concurrency?: number | undefined;
  deliver(event: CloudEvent, delivery: Delivery): void | Promise<void>;
}
