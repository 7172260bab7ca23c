import type { TimerHandle, Timers } from "../ports";
import type { RunTimer, UnitAt } from "../run";
import { unitKey } from "./unit-key";

interface SetTimer {
  readonly at: number;
  readonly handle: TimerHandle;
}

/** The timers of one execution: at most one for the whole, for its compensation and for each unit. */
export class RunTimers {
  /** Made with the first timer: most executions set none. */
  private pending: Map<number | string, SetTimer> | undefined;

  constructor(
    private readonly timers: Timers,
    private readonly fire: (timer: RunTimer) => void,
  ) {}

  /** Sets a timer (ms since the epoch), instead of the one that was set for the same purpose. */
  set(time: number, timer: RunTimer): void {
    this.pending ??= new Map();
    const { pending } = this;
    const key = keyOf(timer);
    pending.get(key)?.handle.cancel();
    const fire = (): void => {
      pending.delete(key);
      this.fire(timer);
    };
    pending.set(key, { at: time, handle: this.timers.schedule(time, fire) });
  }

  /** Takes back a unit's timer. */
  cancel(at: UnitAt): void {
    if (this.pending === undefined || this.pending.size === 0) return;
    const key = unitKey(at);
    this.pending.get(key)?.handle.cancel();
    this.pending.delete(key);
  }

  /** When the first of them is due (ms since the epoch); null when none is set. */
  next(): number | null {
    if (this.pending === undefined || this.pending.size === 0) return null;
    let first = Number.POSITIVE_INFINITY;
    for (const { at } of this.pending.values()) first = Math.min(first, at);
    return first;
  }

  /** Takes back every timer. */
  clear(): void {
    if (this.pending === undefined) return;
    for (const { handle } of this.pending.values()) handle.cancel();
    this.pending.clear();
  }
}

function keyOf(timer: RunTimer): number | string {
  return timer.kind === "unit" ? unitKey(timer.at) : timer.kind;
}
