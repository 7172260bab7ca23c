import type { Json } from "@tutti/core";
import { isPlainObject } from "es-toolkit/predicate";
import { z } from "zod";

/** Deeper values are refused, so that no walk over them can exhaust the stack. */
export const MAX_DEPTH = 1000;

/** A path in a message names so many keys at most. */
const MAX_KEYS = 12;

/**
 * Any JSON value, as a schema. Core hands over JSON only, so nothing is walked or copied here.
 *
 * @example
 * z.array(json).parse([1, "a", null]);
 */
export const json = z.unknown() as unknown as z.ZodType<Json, Json>;

/** Why a value can't be handed on as JSON, and where in it. */
export interface JsonProblem {
  /** As an author writes it: `items[2].price`; "" is the whole value. */
  readonly path: string;
  /** Such as `NaN is not a JSON number`. */
  readonly problem: string;
}

/**
 * The first reason why a value is not plain, harmless JSON; undefined when it is.
 *
 * Refused are NaN and the infinities, undefined, functions, dates and other class instances, values
 * that contain themselves or are nested deeper than {@link MAX_DEPTH}, and the key `__proto__`:
 * code that copies it by assignment changes the prototype of its copy.
 *
 * @example
 * jsonProblem({ items: [1, Number.NaN] }); // { path: "items[1]", problem: "NaN is not a JSON number" }
 */
export function jsonProblem(value: unknown): JsonProblem | undefined {
  const found = problemOf(value, new Set());
  if (found === undefined) return undefined;
  const { keys, problem } = found;
  return { path: z.core.toDotPath(keys.slice(0, MAX_KEYS)) + (keys.length > MAX_KEYS ? "…" : ""), problem };
}

interface Found {
  readonly keys: (string | number)[];
  readonly problem: string;
}

function problemOf(value: unknown, ancestors: Set<object>): Found | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : { keys: [], problem: `${value} is not a JSON number` };
  }
  if (typeof value === "object") return problemInside(value, ancestors);
  return { keys: [], problem: value === undefined ? "there is no value" : `a ${typeof value} is not JSON` };
}

function problemInside(value: object, ancestors: Set<object>): Found | undefined {
  const problem = problemWith(value, ancestors);
  if (problem !== undefined) return { keys: [], problem };
  ancestors.add(value);
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (key === "__proto__") return { keys: [], problem: 'the key "__proto__" is refused' };
    const found = problemOf(item, ancestors);
    if (found !== undefined) {
      found.keys.unshift(key);
      return found;
    }
  }
  ancestors.delete(value);
  return undefined;
}

function problemWith(value: object, ancestors: ReadonlySet<object>): string | undefined {
  if (!Array.isArray(value) && !isPlainObject(value))
    return `${Object.prototype.toString.call(value)} is not JSON`;
  if (ancestors.has(value)) return "it contains itself";
  return ancestors.size < MAX_DEPTH ? undefined : `it is nested deeper than ${MAX_DEPTH} levels`;
}
