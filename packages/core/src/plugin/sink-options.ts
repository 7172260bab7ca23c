import { z } from "zod";
import type { EventSink } from "./event-sink";

const whole = (least: number) => z.int().min(least);
const text = z.string().min(1);

/**
 * The options that every sink with a config file takes, as fields of its schema; `name` is the default name.
 *
 * @example
 * const options = z.strictObject({ url: z.url(), ...sinkOptions("webhook") });
 */
export function sinkOptions(name: string) {
  return {
    name: text.max(200).default(name),
    types: z.array(text).min(1).optional(),
    source: text.optional(),
    subject: text.optional(),
    correlation_id: text.optional(),
    workflow_id: text.optional(),
    from_position: whole(0).optional(),
    concurrency: whole(1).max(64).default(1),
    max_attempts: whole(1).default(5),
    initial_interval_ms: whole(0).default(1000),
    max_interval_ms: whole(0).default(60_000),
  };
}

/** What {@link sinkOptions} gives once it was checked. */
export type SinkSettings = z.output<z.ZodObject<ReturnType<typeof sinkOptions>>>;

/**
 * Makes a sink of its settings and what delivers an event.
 *
 * @example
 * container.register(EVENT_SINK, { useValue: toSink(options, (event) => post(options.url, event)) });
 */
export function toSink(settings: SinkSettings, deliver: EventSink["deliver"]): EventSink {
  const { types, source, subject, correlation_id, workflow_id } = settings;
  return {
    name: settings.name,
    filter: {
      ...(types && { types }),
      ...(source !== undefined && { source }),
      ...(subject !== undefined && { subject }),
      ...(correlation_id !== undefined && { correlationId: correlation_id }),
      ...(workflow_id !== undefined && { workflowId: workflow_id }),
    },
    fromPosition: settings.from_position,
    retry: {
      maxAttempts: settings.max_attempts,
      initialIntervalMs: settings.initial_interval_ms,
      maxIntervalMs: settings.max_interval_ms,
    },
    concurrency: settings.concurrency,
    deliver,
  };
}
