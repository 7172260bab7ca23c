import type { EventStream } from "@tutti/core";

/** Waits for something new in an execution's journal. */
export interface Listener {
  /** Resolves once something may be new since the last time; at once when something is already. */
  wait(): Promise<void>;
  /** Makes `wait` resolve, whatever happened. */
  wake(): void;
  close(): void;
}

/**
 * Tells who follows an execution that its journal has grown. It hands over no events: each follower reads them at
 * its own pace from the journal, so that a slow one is behind and nothing is kept for it.
 */
export class Bell {
  private readonly listeners = new Map<string, Set<Waiter>>();
  private stopListening: (() => void) | undefined;

  constructor(private readonly events: EventStream) {}

  /** Listens for one execution, until it is closed. */
  listen(executionId: string): Listener {
    const waiter = new Waiter(() => this.remove(executionId, waiter));
    const waiters = this.listeners.get(executionId) ?? new Set();
    this.listeners.set(executionId, waiters.add(waiter));
    this.stopListening ??= this.events.subscribe({}, ({ executionid = "" }) => this.ring(executionid));
    return waiter;
  }

  private ring(executionId: string): void {
    for (const waiter of this.listeners.get(executionId) ?? []) waiter.wake();
  }

  private remove(executionId: string, waiter: Waiter): void {
    const waiters = this.listeners.get(executionId);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.listeners.delete(executionId);
    if (this.listeners.size > 0) return;
    this.stopListening?.();
    this.stopListening = undefined;
  }
}

class Waiter implements Listener {
  private hasNews = false;
  private resolve: (() => void) | undefined;

  constructor(readonly close: () => void) {}

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      if (this.hasNews) this.wake();
    });
  }

  wake(): void {
    const { resolve } = this;
    this.hasNews = resolve === undefined;
    this.resolve = undefined;
    resolve?.();
  }
}
