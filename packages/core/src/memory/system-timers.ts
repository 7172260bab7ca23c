import type { Clock, TimerHandle, Timers } from "../ports";

/** setTimeout takes 32 bits of ms; what lies further ahead is set again when that has passed. */
const LONGEST_MS = 2 ** 31 - 1;

/** What {@link systemTimers} needs of the process: `setTimeout` and `clearTimeout` do. */
export interface TimeoutApi {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

/**
 * Timers of this process.
 *
 * @example
 * const timers = systemTimers(clock, { set: setTimeout, clear: (handle) => clearTimeout(handle) });
 */
export function systemTimers(clock: Clock, api: TimeoutApi): Timers {
  return {
    schedule(at, callback) {
      let handle: unknown;
      const arm = (): void => {
        const left = at - clock.now();
        handle = left > LONGEST_MS ? api.set(arm, LONGEST_MS) : api.set(fire, Math.max(0, left));
      };
      // A timeout may fire a little early; whoever waits for a time must never be woken before it.
      const fire = (): void => {
        if (clock.now() < at) arm();
        else callback();
      };
      arm();
      return { cancel: () => api.clear(handle) } satisfies TimerHandle;
    },
  };
}
