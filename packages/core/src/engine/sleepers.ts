import type { Clock, TimerHandle, Timers } from "../ports";

/** So long (ms) an execution must have nothing to do to be worth reading from its journal again. */
export const SHORTEST_SLEEP_MS = 1_000;

/** Executions that only wait: an id and a timer each, while the journal holds the rest. */
export class Sleepers {
  private readonly timers = new Map<string, TimerHandle | null>();

  constructor(
    private readonly ports: { readonly clock: Clock; readonly timers: Timers },
    private readonly wake: (executionId: string) => void,
  ) {}

  has(executionId: string): boolean {
    return this.timers.has(executionId);
  }

  /** Puts an execution to sleep until the time (ms); null: until something else wakes it. */
  add(executionId: string, wakesAt: number | null): void {
    this.remove(executionId);
    const timer = wakesAt === null ? null : this.ports.timers.schedule(wakesAt, () => this.wake(executionId));
    this.timers.set(executionId, timer);
  }

  /** Takes an execution out; false when it did not sleep. */
  remove(executionId: string): boolean {
    this.timers.get(executionId)?.cancel();
    return this.timers.delete(executionId);
  }

  clear(): void {
    for (const timer of this.timers.values()) timer?.cancel();
    this.timers.clear();
  }
}
