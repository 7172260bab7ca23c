import { suggest } from "@tutti/core";

/**
 * The first name that is there a second time; undefined when all differ.
 *
 * @example
 * firstRepeated(["a", "b", "a"]); // "a"
 */
export function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/**
 * The part of a message that suggests a known name for a mistyped one; empty when none is near.
 *
 * @example
 * nearest("uppercas", ["uppercase"]); // did you mean "uppercase"?
 */
export function nearest(name: string, known: readonly string[]): string {
  const suggestion = suggest(name, known);
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}
