/** Longer names are compared with nothing: the time grows with the product of two lengths. */
const MAX_LENGTH = 100;

/** More names are not compared. */
const MAX_NAMES = 1000;

/**
 * The known name nearest to a mistyped one, or undefined when none is near.
 *
 * Near means an edit distance (case-insensitive; swapping two neighbours counts as one edit) of at
 * most a third of the longer name's length, and at least 1, with something left in common; a tie
 * goes to the name listed first. Names over 100 characters, and all after the first 1000, are left out,
 * so that a hostile input takes no more time than any other.
 *
 * @example
 * suggest("notifcation", ["transform", "notification"]); // "notification"
 */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const wanted = name.toLowerCase();
  const rows: Rows = [newRow(), newRow(), newRow()];
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let compared = 0;
  for (const candidate of known) {
    compared += 1;
    if (compared > MAX_NAMES) break;
    const longest = Math.max(candidate.length, name.length);
    const allowed = Math.max(1, Math.floor(longest / 3));
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - name.length) > allowed) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), rows);
    if (distance <= allowed && distance < longest && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Three rows of the table of distances, used again for each candidate. */
type Rows = [Uint8Array, Uint8Array, Uint8Array];

function newRow(): Uint8Array {
  return new Uint8Array(MAX_LENGTH + 1);
}

/**
 * The "optimal string alignment" distance: Wagner and Fischer's dynamic programme for Levenshtein's
 * distance, with one row more for the swaps.
 */
function editDistance(a: string, b: string, rows: Rows): number {
  let [beforePrevious, previous, current] = rows;
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  for (let i = 1; i <= a.length; i++) {
    current[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? at(beforePrevious, j - 2) + 1 : substitution;
      current[j] = Math.min(substitution, swap, at(previous, j) + 1, at(current, j - 1) + 1);
    }
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return at(previous, b.length);
}

function at(row: Uint8Array, index: number): number {
  return row[index] ?? 0;
}
