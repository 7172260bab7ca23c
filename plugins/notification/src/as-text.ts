import type { Json } from "@tutti/core";

/**
 * Writes a value as the template language does inside a text: objects and arrays as JSON, null as nothing.
 *
 * @example
 * asText(42); // "42"
 */
export function asText(value: Json): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}
