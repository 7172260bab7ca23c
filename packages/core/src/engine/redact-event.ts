import type { Json, JsonObject } from "../json/json";
import type { RunEvent } from "../run";
import type { Redactor } from "./redaction";

/** The parts of an event that come from outside and may repeat a secret. All else is of our own making. */
const OUTSIDE = ["output", "payload", "result"];

/** The same of a failure. Its place stays as it is. */
const OUTSIDE_OF_FAILURE = ["message", "details"];

/** The event without the secrets that an action, a service or a user repeated in it. */
export function redactEvent(redactor: Redactor, happened: RunEvent): RunEvent {
  if (redactor.isIdle) return happened;
  const data = clean(redactor, happened.data as unknown as JsonObject, {
    values: OUTSIDE,
    name: "event_type",
  });
  const { error } = data as { readonly error?: JsonObject };
  const redacted =
    error === undefined
      ? data
      : { ...data, error: clean(redactor, error, { values: OUTSIDE_OF_FAILURE, name: "code" }) };
  return { type: happened.type, data: redacted } as unknown as RunEvent;
}

/** @param keys `values` are cleaned; `name` may equal a short secret by chance, so only what is inside it goes. */
function clean(
  redactor: Redactor,
  data: JsonObject,
  { values, name }: { readonly values: readonly string[]; readonly name: string },
): JsonObject {
  const cleaned: Record<string, Json> = { ...data };
  for (const key of values) if (cleaned[key] !== undefined) cleaned[key] = redactor.value(cleaned[key]);
  const text = cleaned[name];
  if (typeof text === "string") cleaned[name] = redactor.within(text);
  return cleaned;
}
