import { TuttiError } from "../errors";
import type { Json } from "../json/json";

// Arrays directly in arrays, looked into one after the other; far below what the stack would bear.
const MAX_DEPTH = 1000;

/** One step of a path: a name, and the literal positions behind it: `items[0][-1]`. */
export interface Step {
  readonly name: string;
  readonly indexes?: readonly number[];
}

/**
 * What JSONata calls a sequence: the values that a step gave, which is no array of the data. It stands for its only
 * value when it has one, and for no value when it has none.
 */
class Sequence {
  constructor(readonly items: Json[]) {}
}

type Value = Json | Sequence | undefined;

/**
 * Follows a path from a value on, exactly as JSONata's evaluator does: each step maps over arrays, results are
 * flattened by one level, and a lone result stands for itself.
 *
 * @param start - the value of the path's first step
 * @param indexes - the literal positions behind the first step: `$item[0].name`
 * @example
 * mapPath([{ a: 1 }, { a: [2, 3] }], [{ name: "a" }]); // [1, 2, 3]
 */
export function mapPath(
  start: Json | undefined,
  steps: readonly Step[],
  indexes: readonly number[] = [],
): Json | undefined {
  let collected = collect([filtered(start, indexes)], (value) => value, steps.length === 0);
  for (const [i, step] of steps.entries()) {
    collected = collect(itemsOf(collected), (item) => readStep(item, step), i === steps.length - 1);
  }
  return plain(collected);
}

/** The values that a step gives for each item, as the input of the next step. */
function collect<T>(
  items: readonly T[],
  valueOf: (item: T) => Value,
  last: boolean,
): Sequence | readonly Json[] {
  const found: Json[] = [];
  let count = 0;
  let lone: Value;
  for (const item of items) {
    const value = valueOf(item);
    if (value === undefined) continue;
    count += 1;
    lone = value;
    add(found, value);
  }
  // The last step keeps an array of the data as it is, also with one item or none.
  return last && count === 1 && isArray(lone) ? lone : new Sequence(found);
}

function readStep(item: Json, { name, indexes = [] }: Step): Value {
  return filtered(plain(lookup(item, name, 0)), indexes);
}

/** A name looked up in a value; in an array, in each of its items. */
function lookup(value: Json, name: string, depth: number): Value {
  if (typeof value !== "object" || value === null) return undefined;
  if (isArray(value)) return lookupInEach(value, name, depth + 1);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function lookupInEach(items: readonly Json[], name: string, depth: number): Sequence {
  if (depth > MAX_DEPTH)
    throw TuttiError.of("EXPRESSION_LIMIT", { expression: name, limit: "depth", value: MAX_DEPTH });
  const found: Json[] = [];
  for (const item of items) add(found, lookup(item, name, depth));
  return new Sequence(found);
}

/** Adds a value to a list, an array's or a sequence's items each on its own. */
function add(list: Json[], value: Value): void {
  if (isArray(value) || value instanceof Sequence) for (const item of itemsOf(value)) list.push(item);
  else if (value !== undefined) list.push(value);
}

function filtered(value: Json | undefined, indexes: readonly number[]): Value {
  let result: Value = value;
  for (const index of indexes) result = itemAt(result, index);
  return result;
}

/** The item at a position, from the end when negative; a value that is no array is its own only item. */
function itemAt(value: Value, index: number): Sequence | readonly Json[] {
  const items =
    value === undefined ? [] : isArray(value) || value instanceof Sequence ? itemsOf(value) : [value];
  const position = Math.floor(index);
  const item = items[position < 0 ? items.length + position : position];
  if (item === undefined) return new Sequence([]);
  return isArray(item) ? item : new Sequence([item]);
}

function plain(value: Value): Json | undefined {
  if (!(value instanceof Sequence)) return value;
  return value.items.length <= 1 ? value.items[0] : value.items;
}

function itemsOf(value: Sequence | readonly Json[]): readonly Json[] {
  return value instanceof Sequence ? value.items : value;
}

function isArray(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}
