/** The value that `share` (0 to 1) of the values do not exceed. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function median(values) {
  const sorted = Float64Array.from(values).toSorted();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What repeated measurements of one thing say; undefined when there are none. */
export function summarize(values) {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return undefined;
  return { median: median(known), min: Math.min(...known), max: Math.max(...known), count: known.length };
}

/**
 * How many times as much the one as the other, round by round: a noisy minute slows both of one round.
 * Each argument has a value per round, undefined where the round has none.
 */
export function ratios(ours, theirs) {
  return summarize(ours.map((value, round) => value / theirs[round]));
}
