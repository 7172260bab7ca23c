import type { Clock, Timers } from "../ports";
import { type HeapTimer, TimerHeap } from "./timer-heap";

/** setTimeout takes 32 bits of ms; what lies further ahead is set again when that has passed. */
const LONGEST_MS = 2 ** 31 - 1;

/** What {@link systemTimers} needs of the process: `setTimeout` and `clearTimeout` do. */
export interface TimeoutApi {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

/**
 * Timers of this process: one heap and one timeout, so that 100,000 waiting executions cost little.
 *
 * @example
 * const timers = systemTimers(clock, { set: setTimeout, clear: (handle) => clearTimeout(handle) });
 */
export function systemTimers(clock: Clock, api: TimeoutApi): Timers {
  const alarm = new Alarm(clock, api);
  return {
    schedule(at, callback) {
      const timer = alarm.add(at, callback);
      return { cancel: () => alarm.remove(timer) };
    },
  };
}

/** Keeps the process's timeout set to the timer that is due first. */
class Alarm {
  private readonly heap = new TimerHeap();
  private handle: unknown;
  /** When the timeout ends; Infinity: none is set. */
  private endsAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly api: TimeoutApi,
  ) {}

  add(at: number, callback: () => void): HeapTimer {
    const timer = this.heap.add(at, callback);
    this.arm();
    return timer;
  }

  remove(timer: HeapTimer): void {
    this.heap.remove(timer);
    // A timeout that ends too early does no harm, but one that nobody needs keeps the process alive.
    if (this.heap.first === undefined) this.disarm();
  }

  private arm(): void {
    const { first } = this.heap;
    if (first === undefined || first.at >= this.endsAt) return;
    this.disarm();
    const now = this.clock.now();
    const ms = Math.min(Math.max(0, first.at - now), LONGEST_MS);
    this.endsAt = now + ms;
    this.handle = this.api.set(() => this.fire(), ms);
  }

  private disarm(): void {
    if (this.endsAt === Number.POSITIVE_INFINITY) return;
    this.endsAt = Number.POSITIVE_INFINITY;
    this.api.clear(this.handle);
  }

  /** A timeout may end a little early; whoever waits for a time must never be woken before it. */
  private fire(): void {
    this.endsAt = Number.POSITIVE_INFINITY;
    const now = this.clock.now();
    // What a callback sets waits for the next turn, or one that sets itself again would never let go.
    const { newest } = this.heap;
    const isDue = ({ at, order }: HeapTimer): boolean => at <= now && order <= newest;
    try {
      for (let { first } = this.heap; first !== undefined && isDue(first); first = this.heap.first) {
        this.heap.remove(first);
        first.callback();
      }
    } finally {
      // One that threw must not keep the others from their time.
      this.arm();
    }
  }
}
