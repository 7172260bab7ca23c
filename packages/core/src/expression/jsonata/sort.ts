/** Tells whether `a` belongs after `b`. */
export type Follows = (a: unknown, b: unknown) => Promise<unknown>;

/** Sorts by a function that answers later. Stable; about n log n questions. */
export async function sortAsync(items: readonly unknown[], follows: Follows): Promise<unknown[]> {
  if (items.length <= 1) return [...items];
  const middle = Math.floor(items.length / 2);
  const left = await sortAsync(items.slice(0, middle), follows);
  const right = await sortAsync(items.slice(middle), follows);
  return merge(left, right, follows);
}

async function merge(
  left: readonly unknown[],
  right: readonly unknown[],
  follows: Follows,
): Promise<unknown[]> {
  const merged: unknown[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    if (await follows(left[l], right[r])) merged.push(right[r++]);
    else merged.push(left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}

/** The value of a sort term for an item. */
export type TermValue = (item: unknown) => Promise<unknown>;

/** A sort term: how to get its value for an item, and the direction. */
export interface SortTerm {
  readonly valueOf: TermValue;
  readonly descending: boolean;
}

/**
 * Sorts by terms, as JSONata's `^(a, >b)`. Evaluates the first term once per item, and each further term only for
 * items that are equal so far.
 */
export async function sortByTerms(items: readonly unknown[], terms: readonly SortTerm[]): Promise<unknown[]> {
  const [term, ...further] = terms;
  if (term === undefined || items.length <= 1) return [...items];
  const keyed: Keyed[] = [];
  for (const item of items) keyed.push({ item, key: await term.valueOf(item) });
  const compare = comparison(term.descending);
  keyed.sort(compare);
  const sorted: unknown[] = [];
  for (const run of runsOfEqual(keyed, compare)) {
    for (const item of await sortByTerms(run, further)) sorted.push(item);
  }
  return sorted;
}

interface Keyed {
  readonly item: unknown;
  readonly key: unknown;
}

type Comparison = (a: Keyed, b: Keyed) => number;

function* runsOfEqual(keyed: readonly Keyed[], compare: Comparison): Generator<unknown[]> {
  let run: Keyed[] = [];
  for (const next of keyed) {
    const [first] = run;
    if (first !== undefined && compare(first, next) !== 0) {
      yield run.map(({ item }) => item);
      run = [];
    }
    run.push(next);
  }
  yield run.map(({ item }) => item);
}

/** JSONata's order: numbers or texts, never both; what has no value comes last in either direction. */
function comparison(descending: boolean): Comparison {
  const sign = descending ? -1 : 1;
  return ({ key: a }, { key: b }) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    if (!isSortable(a) || !isSortable(b)) throw failure("T2008", isSortable(a) ? b : a);
    if (typeof a !== typeof b) throw failure("T2007", a, b);
    if (a === b) return 0;
    return a < b ? -sign : sign;
  };
}

function isSortable(key: unknown): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

/** An error as JSONata throws it: its text is found by its code. */
export function failure(code: string, value?: unknown, value2?: unknown): Error {
  return Object.assign(new Error(code), { code, value, value2 });
}
