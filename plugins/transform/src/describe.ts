import { isPlainObject } from "es-toolkit/predicate";

const MAX_PREVIEW = 60;
const MAX_FIELDS = 8;

/** What sort of JSON a value is, in the words of the messages and the docs. */
export type Kind = "null" | "boolean" | "number" | "text" | "list" | "object";

/**
 * Names the sort of JSON that a value is.
 *
 * @example
 * kindOf([1]); // "list"
 */
export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "boolean") return typeof value as "number" | "boolean";
  return "object";
}

/**
 * Describes a value for a message: short, however big the value is.
 *
 * @example
 * describeValue("abc"); // text ("abc")
 * describeValue([1, 2]); // a list of 2 items
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return describeText(value);
  if (Array.isArray(value))
    return value.length === 1 ? "a list of 1 item" : `a list of ${value.length} items`;
  if (isPlainObject(value)) return describeObject(Object.keys(value));
  return typeof value === "number" ? `the number ${value}` : String(value);
}

/**
 * Quotes text for a message or, when it is long, tells its length.
 *
 * Text is never cut: of a secret that is shown in part, the redaction of messages would not know it is one.
 *
 * @example
 * preview("hello"); // "hello", in quotes
 */
export function preview(text: string): string {
  return text.length > MAX_PREVIEW ? `text of ${text.length} characters` : JSON.stringify(text);
}

function describeText(text: string): string {
  if (text === "") return "empty text";
  return text.length > MAX_PREVIEW ? preview(text) : `text (${preview(text)})`;
}

function describeObject(fields: readonly string[]): string {
  if (fields.length === 0) return "an empty object";
  const shown = fields.slice(0, MAX_FIELDS).map(preview).join(", ");
  return `an object with ${shown}${fields.length > MAX_FIELDS ? ", …" : ""}`;
}
