import { Latencies } from "./latencies";

/** Counts the requests to one service. */
export class Counters {
  readonly latencies = new Latencies();
  /** Requests refused on this side. */
  refused = 0;
  /** How often another instance was tried. */
  moved = 0;
  private readonly requests = { total: 0, failed: 0, in_flight: 0 };

  /** A request begins; gives back its start, for {@link end}. */
  begin(): number {
    this.requests.total += 1;
    this.requests.in_flight += 1;
    return performance.now();
  }

  /** A request is over. One that its caller gave up says nothing about the service. */
  end(start: number, how: "succeeded" | "failed" | "refused" | "aborted"): void {
    this.requests.in_flight -= 1;
    if (how === "failed" || how === "refused") this.requests.failed += 1;
    if (how === "refused") this.refused += 1;
    if (how === "succeeded" || how === "failed") this.latencies.add(performance.now() - start);
  }

  /** Plain data for `status()`. */
  counts(): { total: number; failed: number; in_flight: number } {
    return { ...this.requests };
  }
}
