import { TransientMap } from "./transient-map";

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Promises by key, settled from outside. */
export class Waiters<T> {
  private readonly waiting = new TransientMap<Waiter<T>[]>();

  /** Settles when the key does; rejects with the signal's reason when that aborts first. */
  wait(key: string, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter<T> = { resolve, reject };
      const others = this.waiting.get(key);
      if (others === undefined) this.waiting.set(key, [waiter]);
      else others.push(waiter);
      if (signal !== undefined) this.giveUpOn(signal, key, waiter);
    });
  }

  resolve(key: string, value: T): void {
    for (const waiter of this.take(key)) waiter.resolve(value);
  }

  reject(key: string, error: unknown): void {
    for (const waiter of this.take(key)) waiter.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const key of this.waiting.keys()) this.reject(key, error);
  }

  private giveUpOn(signal: AbortSignal, key: string, waiter: Waiter<T>): void {
    const giveUp = (): void => {
      this.remove(key, waiter);
      waiter.reject(signal.reason);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  }

  private remove(key: string, waiter: Waiter<T>): void {
    const others = this.waiting.get(key)?.filter((one) => one !== waiter) ?? [];
    if (others.length === 0) this.waiting.take(key);
    else this.waiting.set(key, others);
  }

  private take(key: string): readonly Waiter<T>[] {
    return this.waiting.take(key) ?? [];
  }
}
