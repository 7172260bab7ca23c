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
export function mapPath(start: Json | undefined, steps: readonly Step[], indexes: readonly number[] = []): Json | undefined {
  if (start === undefined) return undefined;
  const first = indexes.length === 0 ? [start] : [filtered(start, indexes)];
  let sequence = collect(first, steps.length === 0);
  for (const [i, step] of steps.entries()) {
    if (itemsOf(sequence).length === 0) break;
    const found = itemsOf(sequence).map((item) => readStep(item, step));
    sequence = collect(found, i === steps.length - 1);
  }
  return plain(sequence);
}

/** The values that a step gave for each item, as the input of the next step. */
function collect(values: readonly Value[], last: boolean): Sequence | readonly Json[] {
  const found = values.filter((value) => value !== undefined);
  const [only] = found;
  // The last step keeps an array of the data as it is, also with one item or none.
  if (last && found.length === 1 && isArray(only)) return only;
  return new Sequence(found.flatMap((value) => (isArray(value) || value instanceof Sequence ? itemsOf(value) : [value])));
}

function readStep(item: Json, { name, indexes }: Step): Value {
  const value = plain(lookup(item, name, 0));
  return indexes === undefined ? value : filtered(value, indexes);
}

/** A name looked up in a value; in an array, in each of its items. */
function lookup(value: Json, name: string, depth: number): Value {
  if (typeof value !== "object" || value === null) return undefined;
  if (!isArray(value)) return Object.hasOwn(value, name) ? value[name] : undefined;
  if (depth > MAX_DEPTH) throw TuttiError.of("EXPRESSION_LIMIT", { expression: name, limit: "depth", value: MAX_DEPTH });
  const found: Json[] = [];
  for (const item of value) {
    const part = lookup(item, name, depth + 1);
    if (isArray(part) || part instanceof Sequence) for (const each of itemsOf(part)) found.push(each);
    else if (part !== undefined) found.push(part);
  }
  return new Sequence(found);
}

function filtered(value: Json | undefined, indexes: readonly number[]): Value {
  let result: Value = value;
  for (const index of indexes) result = itemAt(result, index);
  return result;
}

/** The item at a position, from the end when negative; a value that is no array is its own only item. */
function itemAt(value: Value, index: number): Sequence | readonly Json[] {
  const items = value === undefined ? [] : isArray(value) || value instanceof Sequence ? itemsOf(value) : [value];
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
