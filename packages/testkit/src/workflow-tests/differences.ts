import { createTwoFilesPatch } from "diff";
import { formatPath } from "@tutti/core/runtime";

/** One thing that is not as a test expects it. */
export interface Mismatch {
  /** What it is about, as the file has it behind `expect`: `outputs.summary`. */
  readonly path: string;
  /** What was expected and what came. */
  readonly message: string;
}

/** How two values are compared. */
export interface Comparison {
  /** Where the values stand: what the paths begin with. */
  readonly at: readonly (string | number)[];
  /** May objects have more keys than are expected? Default false. */
  readonly isPartial?: boolean;
}

/**
 * How JSON differs from what is expected, place by place.
 *
 * @example
 * differences({ a: 1 }, { a: 2, b: 3 }, { at: ["outputs"] });
 * // [{ path: "outputs.a", message: "expected 1, got 2" }, { path: "outputs.b", message: "expected nothing, got 3" }]
 */
export function differences(expected: unknown, actual: unknown, comparison: Comparison): Mismatch[] {
  if (Array.isArray(expected) && Array.isArray(actual)) return ofArrays(expected, actual, comparison);
  if (isMap(expected) && isMap(actual)) return ofMaps(expected, actual, comparison);
  if (expected === actual) return [];
  return [mismatch(comparison.at, expected, actual)];
}

function ofArrays(
  expected: readonly unknown[],
  actual: readonly unknown[],
  comparison: Comparison,
): Mismatch[] {
  const places = Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) => index);
  return places.flatMap((index) =>
    differences(expected[index], actual[index], { ...comparison, at: [...comparison.at, index] }),
  );
}

type Map = Readonly<Record<string, unknown>>;

function ofMaps(expected: Map, actual: Map, comparison: Comparison): Mismatch[] {
  const extra = comparison.isPartial === true ? [] : Object.keys(actual);
  const keys = new Set([...Object.keys(expected), ...extra]);
  return [...keys].flatMap((key) =>
    differences(own(expected, key), own(actual, key), { ...comparison, at: [...comparison.at, key] }),
  );
}

function own(map: Map, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Says what was expected at a place, and what came. */
export function mismatch(at: readonly (string | number)[], expected: unknown, actual: unknown): Mismatch {
  const path = formatPath(at);
  if (typeof expected === "string" && typeof actual === "string" && /\n/.test(expected + actual))
    return { path, message: `the texts differ:\n${textDiff(expected, actual)}` };
  return { path, message: `expected ${shown(expected)}, got ${shown(actual)}` };
}

/** Long values are cut in the middle of a report; the beginnings tell what they are. */
const MAX_SHOWN = 400;

/** A value for a message. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
}

/** How two texts differ, line by line: `-` is expected, `+` is what came. */
export function textDiff(expected: string, actual: string): string {
  const patch = createTwoFilesPatch("expected", "actual", ended(expected), ended(actual), "", "", {
    context: 2,
  });
  return patch.split("\n").slice(3).join("\n").trimEnd();
}

function ended(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
