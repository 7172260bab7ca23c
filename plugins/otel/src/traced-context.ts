import type { SpanContext } from "@opentelemetry/api";
import type { ActionContext, Logger } from "@tutti/core";
import { flagsOf, formatTraceparent, tracestateOf } from "./traceparent";

/** The context with the trace context of a span, and with the span's ids in every log record. */
export function tracedContext(context: ActionContext, span: SpanContext): ActionContext {
  const traceparent = formatTraceparent(span) ?? context.traceparent;
  let logger: Logger | undefined;
  const ids = { trace_id: span.traceId, span_id: span.spanId, trace_flags: flagsOf(span) };
  // Everything else is read from the context below, when it is asked for.
  return Object.create(context, {
    traceparent: { value: traceparent, enumerable: true },
    tracestate: { value: tracestateOf(span), enumerable: true },
    logger: { get: () => (logger ??= context.logger.child(ids)), enumerable: true },
  }) as ActionContext;
}
