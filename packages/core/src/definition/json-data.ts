import type { Json, JsonObject } from "../json/json";

/** A member of data that may be anything; undefined when it is not there. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (!isObject(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The items of a member that should be an array; none when it is something else. */
export function items(value: Json, key: string): readonly Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

/** Is this a JSON object, and no array? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Is this a JSON object or array? */
export function isHolder(value: unknown): value is JsonObject | readonly Json[] {
  return typeof value === "object" && value !== null;
}

/** Are two JSON values equal? The order of an object's keys means nothing. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (!isHolder(a) || !isHolder(b)) return a === b;
  const entries = Object.entries(a);
  if (Array.isArray(a) !== Array.isArray(b) || entries.length !== Object.keys(b).length) return false;
  return entries.every(([key, value]) => sameJson(value, (b as JsonObject)[key]));
}

/** Freezes data all the way down. What is frozen already is taken as frozen whole. */
export function deepFreeze<T>(value: T): T {
  if (!isHolder(value) || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
