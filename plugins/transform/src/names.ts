import { closest, distance } from "fastest-levenshtein";

/**
 * The part of a message that suggests a known name for a mistyped one; empty when none is near.
 *
 * Near means an edit distance of at most a third of the longer name, and at least 1, as in core's messages.
 *
 * @example
 * nearest("uppercas", ["uppercase"]); // did you mean "uppercase"?
 */
export function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const candidate = closest(name, known);
  const allowed = Math.max(1, Math.floor(Math.max(candidate.length, name.length) / 3));
  return distance(name, candidate) <= allowed ? `did you mean "${candidate}"? ` : "";
}
