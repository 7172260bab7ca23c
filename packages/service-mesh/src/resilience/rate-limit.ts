import type { MeshTime } from "../time";
import type { RateLimitConfig } from "./options";

/** A request would have to wait longer than it may. */
export class TooManyRequestsError extends Error {
  constructor(readonly waitMs: number) {
    super(`the next request may go in ${Math.ceil(waitMs)} ms`);
  }
}

/**
 * Spreads requests over time: so many in each period, and as many at once after a quiet one.
 *
 * It keeps a single number, the time at which everything taken so far has been paid off; each request
 * moves it on by its price.
 */
export class RateLimit {
  private paidOffAt = Number.NEGATIVE_INFINITY;
  private readonly periodMs: number;
  private readonly priceMs: number;

  constructor(
    private readonly config: RateLimitConfig,
    private readonly time: MeshTime,
  ) {
    this.periodMs = config.per_seconds * 1000;
    this.priceMs = this.periodMs / config.requests;
  }

  /**
   * Waits until a request may go.
   *
   * @param signal Ends the wait when it aborts, with its reason; what was taken is not given back.
   * @throws {TooManyRequestsError} At once, when the wait would be longer than `max_wait_seconds`.
   */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.time.now();
    const paidOffAt = Math.max(this.paidOffAt, now) + this.priceMs;
    const waitMs = paidOffAt - this.periodMs - now;
    // A wait of less than this is rounding.
    if (waitMs <= 0.001) {
      this.paidOffAt = paidOffAt;
      return;
    }
    if (waitMs > this.config.max_wait_seconds * 1000) throw new TooManyRequestsError(waitMs);
    this.paidOffAt = paidOffAt;
    await sleep(waitMs, { time: this.time, signal });
  }
}

/** Waits; rejects with the signal's reason when that aborts. */
export function sleep(
  ms: number,
  { time, signal }: { readonly time: MeshTime; readonly signal: AbortSignal | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = time.schedule(time.now() + ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
