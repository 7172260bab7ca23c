import { HIDDEN } from "./functions";
import { isFunctionValue } from "./guard";
import { type Focus, guardOf, type Implementation, type Native } from "./natives";
import { failure, type Follows, sortAsync, sortByTerms, type TermValue } from "./sort";

/** A function of an expression, as the evaluator hands it to a library function. */
type Callable = (...args: unknown[]) => Promise<unknown>;

/** A function literal, as the evaluator makes it: it can be given the context to run in. */
interface Lambda {
  input: unknown;
  readonly apply: (self: undefined, args: readonly unknown[]) => Promise<unknown>;
}

/**
 * The library functions that are replaced, and those that only changed trees call. A replacement gives what
 * JSONata's function gives, but reads the scope's time and chance, or takes linear instead of quadratic time.
 */
export function replacements(natives: ReadonlyMap<string, Native>): ReadonlyMap<string, Implementation> {
  const fromMillis = natives.get("fromMillis")?.implementation;
  return new Map<string, Implementation>([
    ["now", now(fromMillis)],
    ["millis", millis],
    ["random", random],
    ["shuffle", shuffle],
    ["sort", sort],
    ["distinct", distinct],
    ["spread", spread],
    ["eval", unavailable],
    [HIDDEN.orderBy, orderBy],
    [HIDDEN.wildcard, wildcard],
    [HIDDEN.present, present],
    [HIDDEN.list, list],
  ]);
}

function now(fromMillis: Implementation | undefined): Implementation {
  return function (picture, timezone) {
    return fromMillis?.call(this, guardOf(this).now(), picture, timezone);
  };
}

function millis(this: Focus): number {
  return guardOf(this).now();
}

function random(this: Focus): number {
  return guardOf(this).scope.random();
}

/** Fisher and Yates, the inside-out variant. */
function shuffle(this: Focus, items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const { random: next } = guardOf(this).scope;
  const shuffled: unknown[] = [];
  for (const [i, item] of (items as unknown[]).entries()) {
    const j = Math.floor(next() * (i + 1));
    shuffled.push(shuffled[j]);
    shuffled[j] = item;
  }
  return shuffled;
}

async function sort(this: Focus, items: unknown, comparator: unknown): Promise<unknown> {
  if (!Array.isArray(items) || items.length <= 1) return items;
  if (comparator !== undefined) {
    if (typeof comparator !== "function") throw failure("T1006");
    const follows: Follows = (a, b) => (comparator as Callable).call(this, a, b);
    return sortAsync(items, follows);
  }
  const kinds = new Set(items.map((item) => typeof item));
  if (kinds.size > 1 || !(kinds.has("number") || kinds.has("string"))) throw failure("D3070");
  return (items as string[]).toSorted((a, b) => (a > b ? 1 : Number(a === b) - 1));
}

/** JSONata compares each item with each other; this compares texts that are equal when the items are. */
function distinct(this: Focus, items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const results: unknown[] = (items as { sequence?: boolean }).sequence === true ? this.createSequence() : [];
  const seen = new Set<string>();
  for (const item of items as unknown[]) {
    const key = canonical(item);
    if (seen.has(key)) continue;
    seen.add(key);
    results.push(item);
  }
  return results;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return value === undefined ? "" : JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`).join(",")}}`;
}

/** JSONata appends for each item of an array, and so gives an array that is no sequence, unlike for one object. */
function spread(this: Focus, value: unknown): unknown {
  if (typeof value !== "object" || value === null || isFunctionValue(value)) return value;
  const results: unknown[] = Array.isArray(value) && value.length > 0 ? [] : this.createSequence();
  spreadInto(results, value);
  return results;
}

function spreadInto(results: unknown[], value: unknown): void {
  if (Array.isArray(value)) for (const item of value) spreadInto(results, item);
  else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) results.push(single(key, part));
  } else if (value !== undefined) results.push(value);
}

function single(key: string, value: unknown): object {
  return Object.defineProperty(Object.create(null) as object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function unavailable(): never {
  throw new Error("$eval is not available");
}

function present(this: Focus, value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** `*`: the values of an object, arrays among them flattened, which makes the result an array whatever its length. */
function wildcard(this: Focus, context: unknown): unknown {
  const results = this.createSequence();
  if (typeof context !== "object" || context === null || isFunctionValue(context)) return results;
  const values: unknown[] = Array.isArray(context) ? context : Object.values(context);
  for (const value of values) flattenInto(results, value);
  return values.some((value) => Array.isArray(value)) ? Array.from(results) : results;
}

function flattenInto(results: unknown[], value: unknown): void {
  if (Array.isArray(value)) for (const item of value) flattenInto(results, item);
  else results.push(value);
}

/** `^(…)`, see order-by.ts. */
async function orderBy(this: Focus, ...args: unknown[]): Promise<unknown> {
  const [items, lambdas, descending, rows] = args as [unknown, Lambda[], boolean[], boolean];
  if (items === undefined) return undefined;
  const unsorted = listOf(items, rows);
  const terms = lambdas.map((lambda, i) => ({
    valueOf: inContext(lambda),
    descending: descending[i] === true,
  }));
  const sorted = await sortByTerms(unsorted, terms);
  return sorted.length <= 1 ? this.createSequence(...sorted) : sorted;
}

/** A lone array that a step constructed (`a.[b, c]`) is one item, not the list of items. */
function listOf(items: unknown, rows: boolean): readonly unknown[] {
  if (!Array.isArray(items)) return [items];
  const marks = items as { cons?: boolean; sequence?: boolean };
  return rows && marks.cons === true && marks.sequence !== true ? [items] : items;
}

/** Sorted items as the input of a step. A predicate may have picked a constructed array, which would be one item. */
function list(this: Focus, items: unknown): unknown {
  if (!Array.isArray(items) || (items as { sequence?: boolean }).sequence === true) return items;
  return Array.from(items as unknown[]);
}

function inContext(lambda: Lambda): TermValue {
  const { apply } = lambda;
  return (item) => {
    lambda.input = item;
    return apply(undefined, []);
  };
}
