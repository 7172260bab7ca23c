/** What is known of many durations, in seconds. All are 0 when there is none. */
export interface Durations {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The statistics of durations in ms, in seconds. */
export function durationsOf(durationsMs: readonly number[]): Durations {
  const sorted = durationsMs.map((ms) => ms / 1000).toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, seconds) => total + seconds, 0);
  const at = (share: number): number => percentile(sorted, share);
  return {
    count: sorted.length,
    min: at(0),
    mean: sorted.length === 0 ? 0 : sum / sorted.length,
    median: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
  };
}

/** Between the two nearest values, in proportion. */
function percentile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
