import type { Json } from "@tutti/core";
import type { TransformationContext } from "../../transformation";
import { type Comparator, comparable } from "./compare";
import { keyedBy } from "./each";

/** The list to look through, and what says which value comes first. */
export interface Search {
  readonly items: readonly Json[];
  readonly by?: string | undefined;
  readonly compare: Comparator;
}

/**
 * The value of a list that comes first by a comparator; null for an empty list.
 *
 * Throws `INVALID_INPUT` when the values can't be compared.
 *
 * @example
 * await extreme({ items: [3, 1], compare: comparator() }, context); // 1
 */
export async function extreme({ items, by, compare }: Search, context: TransformationContext): Promise<Json> {
  const keyed = comparable(await keyedBy(items, by, context), context);
  const [first, ...others] = keyed.map(({ value }) => value);
  if (first === undefined) return null;
  return others.reduce((best, value) => (compare(value, best) < 0 ? value : best), first);
}
