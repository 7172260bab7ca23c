import { TimerHeap } from "../../memory";
import type { Clock, TimerHandle, Timers } from "../../ports";

/** 2026-01-01T00:00:00Z: where virtual time begins. */
const EPOCH = Date.UTC(2026, 0, 1);

/** So many turns of the event loop let everything come to rest that waits for no timer and no test. */
const TURNS_TO_SETTLE = 5;

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
  private readonly timers = new TimerHeap();

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
    return this.timers.size;
  }

  schedule(at: number, callback: () => void): TimerHandle {
    if (at <= this.time) {
      const soon = setImmediate(callback);
      return { cancel: () => clearImmediate(soon) };
    }
    const timer = this.timers.add(at, callback);
    return { cancel: () => this.timers.remove(timer) };
  }

  /** Lets `ms` pass: each timer fires at its time, and what follows from it comes to rest before the next one. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await settle();
    for (let { first } = this.timers; first !== undefined && first.at <= until; first = this.timers.first) {
      this.timers.remove(first);
      this.time = first.at;
      first.callback();
      await settle();
    }
    this.time = until;
  }
}
