import { type Attributes, type Span, SpanStatusCode } from "@opentelemetry/api";
import type { Failure } from "@tutti/core";
import { ATTRIBUTE } from "./names";
import type { UnitEvent } from "./unit-event";

/** The attributes that say which attempt a span stands for. */
export function unitAttributes({
  actionId,
  actionType,
  attempt,
  index,
}: Pick<UnitEvent, "actionId" | "actionType" | "attempt" | "index">): Attributes {
  return {
    [ATTRIBUTE.actionId]: actionId,
    [ATTRIBUTE.actionType]: actionType,
    [ATTRIBUTE.actionAttempt]: attempt,
    ...(index === undefined ? {} : { [ATTRIBUTE.itemIndex]: index }),
  };
}

/**
 * Marks a span as failed. It takes the failure from the journal, where secrets are redacted, and never what was
 * thrown: that may hold secrets, and its stack may too.
 */
export function failSpan(span: Span, { code, message }: Failure, time: number): void {
  span.setAttribute(ATTRIBUTE.errorType, code);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.recordException({ name: code, message }, time);
}
