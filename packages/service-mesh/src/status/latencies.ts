/** How long the newest requests took, in ms; null as long as there were none. */
export interface LatencyStatus {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

const NEWEST = 1000;

/** Remembers how long the newest 1,000 requests took. */
export class Latencies {
  private readonly newest = new Float64Array(NEWEST);
  private count = 0;

  /** A request took so many ms. */
  add(ms: number): void {
    this.newest[this.count % NEWEST] = ms;
    this.count += 1;
  }

  /** The percentiles, rounded to hundredths of a ms. */
  status(): LatencyStatus {
    const sorted = this.newest.slice(0, this.count).toSorted();
    const at = (part: number): number | null => {
      const ms = sorted[Math.ceil(sorted.length * part) - 1];
      return ms === undefined ? null : Math.round(ms * 100) / 100;
    };
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}
