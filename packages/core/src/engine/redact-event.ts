import type { Json, JsonObject } from "../json/json";
import type { RunEvent } from "../run";
import type { Redactor } from "./redaction";

/** The parts of an event that come from outside and may repeat a secret. All else is of our own making. */
const OUTSIDE = ["output", "payload", "result"];

/** The same of a failure: its code and its place stay as they are. */
const OUTSIDE_OF_FAILURE = ["message", "details"];

/** The event without the secrets that an action, a service or a user repeated in it. */
export function redactEvent(redactor: Redactor, happened: RunEvent): RunEvent {
  if (redactor.isIdle) return happened;
  const data = clean(redactor, happened.data as unknown as JsonObject, OUTSIDE);
  const { error } = data as { readonly error?: JsonObject };
  const redacted =
    error === undefined ? data : { ...data, error: clean(redactor, error, OUTSIDE_OF_FAILURE) };
  return { type: happened.type, data: redacted } as unknown as RunEvent;
}

function clean(redactor: Redactor, data: JsonObject, keys: readonly string[]): JsonObject {
  const cleaned: Record<string, Json> = { ...data };
  for (const key of keys) if (cleaned[key] !== undefined) cleaned[key] = redactor.value(cleaned[key]);
  return cleaned;
}
