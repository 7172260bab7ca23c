import { describeValue } from "../../describe";
import type { TransformationContext } from "../../transformation";
import type { Keyed } from "./each";

/** A value that has an order. */
export type Comparable = string | number | boolean;

/** Says which of two comes first, as Array.prototype.toSorted wants it. */
export type Comparator = (a: Comparable, b: Comparable) => number;

/**
 * Compares numbers by size, false before true, and text by its characters' codes as JSONata does or,
 * with a locale, as its language does.
 *
 * @example
 * ["z", "ä"].toSorted(comparator("de")); // ["ä", "z"]
 */
export function comparator(locale?: string): Comparator {
  const collator = locale === undefined ? undefined : new Intl.Collator(locale);
  return (a, b) => {
    if (collator !== undefined && typeof a === "string" && typeof b === "string")
      return collator.compare(a, b);
    if (a === b) return 0;
    return a < b ? -1 : 1;
  };
}

/**
 * The same items, when their values can be compared: all are text, all numbers or all booleans.
 *
 * Throws `INVALID_INPUT`, which names the first item that does not fit.
 *
 * @example
 * comparable(await keyedBy([3, "4"], undefined, context), context); // throws: item [1] gives text ("4")
 */
export function comparable(
  items: readonly Keyed[],
  context: TransformationContext,
): readonly Keyed<Comparable>[] {
  const [first] = items;
  if (first === undefined) return [];
  const bad = items.find(
    ({ value }) => value === null || typeof value === "object" || typeof value !== typeof first.value,
  );
  if (bad === undefined) return items as readonly Keyed<Comparable>[];
  const others = bad === first ? "" : `, item [${first.index}] ${describeValue(first.value)}`;
  throw context.invalidInput({
    problem: `wants only numbers or only text to compare; item [${bad.index}] gives ${describeValue(bad.value)}${others}`,
    fix: 'Name the value to compare with the option "by", such as by: "price" or by: "$number(price)".',
  });
}
