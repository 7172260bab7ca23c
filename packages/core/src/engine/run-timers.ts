import type { TimerHandle, Timers } from "../ports";
import type { RunTimer, UnitAt } from "../run";

/** The timers of one execution: at most one for the whole, for its compensation and for each unit. */
export class RunTimers {
  private readonly handles = new Map<string, TimerHandle>();

  constructor(
    private readonly timers: Timers,
    private readonly fire: (timer: RunTimer) => void,
  ) {}

  /** Sets a timer (ms since the epoch), instead of the one that was set for the same purpose. */
  set(time: number, timer: RunTimer): void {
    const key = keyOf(timer);
    this.handles.get(key)?.cancel();
    const fire = (): void => {
      this.handles.delete(key);
      this.fire(timer);
    };
    this.handles.set(key, this.timers.schedule(time, fire));
  }

  /** Takes back a unit's timer. */
  cancel(at: UnitAt): void {
    if (this.handles.size === 0) return;
    const key = keyOf({ kind: "unit", at, attempt: 0 });
    this.handles.get(key)?.cancel();
    this.handles.delete(key);
  }

  /** Takes back every timer. */
  clear(): void {
    for (const handle of this.handles.values()) handle.cancel();
    this.handles.clear();
  }
}

function keyOf(timer: RunTimer): string {
  return timer.kind === "unit" ? `${timer.at.action}:${timer.at.index ?? ""}` : timer.kind;
}
