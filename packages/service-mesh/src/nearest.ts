/**
 * The known name nearest to a mistyped one; undefined when none is near, which is: more than a third
 * of it would have to change.
 *
 * @example
 * nearest("anaylsis_service", ["billing", "analysis_service"]); // "analysis_service"
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(candidate.length, name.length) / 3)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

// How many characters have to be put in, taken out or replaced (Levenshtein), row by row.
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of Array.from(from).entries()) {
    const next = [line + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
