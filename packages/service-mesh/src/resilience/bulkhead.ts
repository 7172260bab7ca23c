import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from "cockatiel";
import type { BulkheadConfig } from "./options";

/** Too many requests are under way, and too many wait already. */
export class BusyError extends Error {}

/** Lets a number of requests through at the same time, and a number of others wait. */
export class Bulkhead {
  private readonly policy: BulkheadPolicy;

  constructor(private readonly config: BulkheadConfig) {
    this.policy = bulkhead(config.max_concurrent, config.max_queued);
  }

  /** Requests that wait for their turn. */
  get queued(): number {
    return this.config.max_queued - this.policy.queueSlots;
  }

  /**
   * Runs the work when it is its turn.
   *
   * @param signal Ends the wait at once when it aborts; the work itself has to listen for itself.
   * @throws {BusyError} At once, when the queue is full.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      // In cockatiel's queue it stays until its turn, and is thrown away then.
      const leave = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", leave, { once: true });
      const begin = (): Promise<T> => {
        signal.removeEventListener("abort", leave);
        return work();
      };
      this.policy.execute(begin, signal).then(resolve, (error: unknown) => {
        signal.removeEventListener("abort", leave);
        reject(error instanceof BulkheadRejectedError ? new BusyError(error.message) : (error as Error));
      });
    });
  }
}
