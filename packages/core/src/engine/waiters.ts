interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Promises by key, settled from outside. */
export class Waiters<T> {
  private readonly waiting = new Map<string, Set<Waiter<T>>>();

  /** Settles when the key does; rejects with the signal's reason when that aborts first. */
  wait(key: string, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter<T> = { resolve, reject };
      const giveUp = (): void => {
        this.remove(key, waiter);
        reject(signal?.reason as Error);
      };
      if (signal?.aborted === true) {
        giveUp();
        return;
      }
      const waiters = this.waiting.get(key) ?? new Set();
      waiters.add(waiter);
      this.waiting.set(key, waiters);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  resolve(key: string, value: T): void {
    for (const waiter of this.take(key)) waiter.resolve(value);
  }

  reject(key: string, error: unknown): void {
    for (const waiter of this.take(key)) waiter.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const key of Array.from(this.waiting.keys())) this.reject(key, error);
  }

  private remove(key: string, waiter: Waiter<T>): void {
    const waiters = this.waiting.get(key);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.waiting.delete(key);
  }

  private take(key: string): ReadonlySet<Waiter<T>> {
    const waiters = this.waiting.get(key) ?? new Set();
    this.waiting.delete(key);
    return waiters;
  }
}
