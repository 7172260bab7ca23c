import { type Issue, parsePath } from "../errors";
import type { Json } from "../json/json";

type Keys = readonly (string | number)[];

/**
 * Puts issues into the order of their places in the document, and leaves out what is said twice.
 * What is missing comes after what is there, and what has no place comes last.
 *
 * @param document the definition as it was written
 */
export function arrange(issues: readonly Issue[], document: Json): Issue[] {
  const ranks = new Ranks();
  const distinct = new Map<string, { readonly issue: Issue; readonly place: readonly number[] }>();
  for (const issue of issues) {
    const id = JSON.stringify([issue.code, issue.path, issue.message]);
    if (!distinct.has(id)) distinct.set(id, { issue, place: ranks.of(parsePath(issue.path), document) });
  }
  return [...distinct.values()].toSorted((a, b) => compare(a.place, b.place)).map(({ issue }) => issue);
}

/** The member of a value, if it has it. */
export function step(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, Json>>)[key];
}

/** Where keys stand in their objects. */
class Ranks {
  private readonly known = new WeakMap<object, ReadonlyMap<string, number>>();

  of(keys: Keys, document: Json): number[] {
    // After everything, also after a missing key at the top.
    if (keys.length === 0) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const place: number[] = [];
    let value: Json | undefined = document;
    for (const key of keys) {
      place.push(typeof key === "number" ? key : this.rank(value, key));
      value = step(value, key);
    }
    return place;
  }

  private rank(value: Json | undefined, key: string): number {
    if (typeof value !== "object" || value === null) return Number.POSITIVE_INFINITY;
    let ranks = this.known.get(value);
    if (ranks === undefined) {
      ranks = new Map(Object.keys(value).map((name, index) => [name, index]));
      this.known.set(value, ranks);
    }
    return ranks.get(key) ?? Number.POSITIVE_INFINITY;
  }
}

/** Compares places from the outside in; a holder comes before what it holds. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left = 0, right = 0] = [a[i], b[i]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
