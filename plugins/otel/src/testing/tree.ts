import { type HrTime, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";

/**
 * The spans as a tree of text, as a viewer would show them: each with its outcome or status, its error, and the
 * names of the spans that it links to. A span whose parent is missing stands at the margin.
 */
export function treeOf(spans: readonly ReadableSpan[]): string[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const roots = spans.filter(({ parentSpanContext }) => !ids.has(parentSpanContext?.spanId ?? ""));
  return sorted(roots).flatMap((root) => lines(root, spans, ""));
}

function lines(span: ReadableSpan, spans: readonly ReadableSpan[], margin: string): string[] {
  const { spanId } = span.spanContext();
  const children = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId);
  return [
    `${margin}${line(span, spans)}`,
    ...sorted(children).flatMap((child) => lines(child, spans, `${margin}  `)),
  ];
}

function line({ attributes, links, name, status }: ReadableSpan, spans: readonly ReadableSpan[]): string {
  const shown = [
    "tutti.item.index",
    "tutti.action.attempt",
    "tutti.action.outcome",
    "tutti.execution.status",
  ].map((key) =>
    attributes[key] === undefined
      ? ""
      : ` ${key === "tutti.action.attempt" ? "#" : ""}${String(attributes[key])}`,
  );
  const error = status.code === SpanStatusCode.ERROR ? ` ! ${String(attributes["error.type"])}` : "";
  const linked = links.map(({ context }) => {
    const target = spans.find((span) => span.spanContext().spanId === context.spanId);
    return ` <- ${target?.name} #${String(target?.attributes["tutti.action.attempt"] ?? "")}`.replace(
      / #$/,
      "",
    );
  });
  return [name, ...shown, error, ...linked].join("");
}

// Spans of one ms keep the order in which they began, which is that of their making.
function sorted(spans: readonly ReadableSpan[]): ReadableSpan[] {
  return spans.toSorted((one, other) => ms(one.startTime) - ms(other.startTime));
}

/** A time of the SDK in ms. */
export function ms([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1_000_000;
}
