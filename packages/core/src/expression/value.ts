import { TuttiError } from "../errors";
import type { Json } from "../json/json";

/**
 * Does a value count as true in a condition? As JSONata's `$boolean`: no value, null, false, 0, "", {} and [] do
 * not, and an array does when one of its items does.
 *
 * @example
 * toBoolean([0, false]); // false
 */
export function toBoolean(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value);
  return Array.isArray(value) ? value.some(toBoolean) : Object.keys(value).length > 0;
}

/** A value as it goes into a text: texts as they are, null as nothing, objects and arrays as JSON. */
export function toText(value: Json, source: string): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  return typeof value === "object" ? stringify(value, source) : String(value);
}

/** JSON of data that may nest deeper than the stack is, or be bigger than a text can. */
function stringify(value: Json, source: string): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw TuttiError.of("EXPRESSION_LIMIT", {
      expression: source,
      limit: "depth",
      value: "the stack's size",
    });
  }
}
