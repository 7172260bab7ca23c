import type { Timer } from "../options";

/** A timer that goes off when a test says so. */
export class ManualTimer {
  private readonly callbacks = new Set<() => void>();

  readonly timer: Timer = (_, callback) => {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  };

  /** Lets the time of everything that waits be up. */
  fire(): void {
    const due = [...this.callbacks];
    this.callbacks.clear();
    for (const callback of due) callback();
  }
}
