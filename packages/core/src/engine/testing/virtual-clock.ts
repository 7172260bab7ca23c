import type { Clock, TimerHandle, Timers } from "../../ports";

/** 2026-01-01T00:00:00Z: where virtual time begins. */
const EPOCH = Date.UTC(2026, 0, 1);

/** So many turns of the event loop let everything come to rest that waits for no timer and no test. */
const TURNS_TO_SETTLE = 5;

interface Pending {
  readonly at: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** Waits for the next turn of the event loop: all microtasks have run by then. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets everything come to rest that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < TURNS_TO_SETTLE; turns++) await turn();
}

/**
 * Time that stands still until a test moves it. Timers fire in the order of their time, and those of
 * the same time in the order they were set.
 *
 * @example
 * const clock = new VirtualClock();
 * clock.schedule(clock.now() + 1000, () => console.log("a second later"));
 * await clock.advance(1000);
 */
export class VirtualClock implements Clock, Timers {
  private time: number;
  /** Ordered by time. */
  private readonly pending: Pending[] = [];

  constructor(private readonly start: number = EPOCH) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time - this.start;
  }

  /** How many timers are set and not yet due. */
  get size(): number {
    return this.pending.length;
  }

  schedule(at: number, callback: () => void): TimerHandle {
    const timer: Pending = { at, callback, isCancelled: false };
    if (at <= this.time) setImmediate(() => this.fire(timer));
    else this.pending.splice(this.placeOf(at), 0, timer);
    return { cancel: () => this.cancel(timer) };
  }

  /** Lets `ms` pass: each timer fires at its time, and what follows from it comes to rest before the next one. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await settle();
    for (let next = this.pending[0]; next !== undefined && next.at <= until; next = this.pending[0]) {
      this.pending.shift();
      this.time = next.at;
      this.fire(next);
      await settle();
    }
    this.time = until;
  }

  private fire(timer: Pending): void {
    if (timer.isCancelled) return;
    timer.isCancelled = true;
    timer.callback();
  }

  private cancel(timer: Pending): void {
    if (timer.isCancelled) return;
    timer.isCancelled = true;
    const place = this.pending.indexOf(timer);
    if (place >= 0) this.pending.splice(place, 1);
  }

  /** Behind every timer of the same time. */
  private placeOf(at: number): number {
    let low = 0;
    let high = this.pending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.pending[middle] as Pending).at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
