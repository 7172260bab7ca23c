import {
  type Context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from "@opentelemetry/api";

// Versions above 00 may have more fields behind; ff is no version.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/**
 * The span that a W3C `traceparent` names, or undefined when it names none.
 *
 * @example
 * parseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")?.traceId; // "0af7651916cd43dd…"
 */
export function parseTraceparent(text: string): SpanContext | undefined {
  const [, traceId = "", spanId = "", flags = "00"] = TRACEPARENT.exec(text) ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

/** The W3C `traceparent` that names a span; undefined when the span has no ids. */
export function formatTraceparent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${flagsOf(span)}`;
}

/** The trace flags of a span as two hexadecimal digits. */
export function flagsOf({ traceFlags }: SpanContext): string {
  return traceFlags.toString(16).padStart(2, "0");
}

/**
 * The context whose spans are children of the one that a `traceparent` names, and go on with its `tracestate`; or else
 * begin a trace.
 */
export function contextBelow(traceparent: string, tracestate?: string): Context {
  const parent = parseTraceparent(traceparent);
  if (parent === undefined) return ROOT_CONTEXT;
  const state = tracestate === undefined ? {} : { traceState: createTraceState(tracestate) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, ...state });
}

/** The W3C `tracestate` of a span; undefined when it has none. */
export function tracestateOf({ traceState }: SpanContext): string | undefined {
  return traceState?.serialize() || undefined;
}
