/** Tells the time. The only way core learns it. */
export interface Clock {
  /** Wall-clock time: ms since 1970-01-01T00:00:00Z. */
  now(): number;
  /** A time that never goes back, in ms from an arbitrary start; for measuring durations. */
  monotonic(): number;
}

/** A timer that can be taken back. */
export interface TimerHandle {
  /** Takes the timer back; does nothing when it has fired or was cancelled. */
  cancel(): void;
}

/** Calls back at a time. All waits, retries and timeouts go through this port. */
export interface Timers {
  /**
   * Calls `callback` once when {@link Clock.now} has reached `at` (ms since the epoch); in the next
   * turn of the event loop when `at` has passed. Never calls back before it has returned.
   */
  schedule(at: number, callback: () => void): TimerHandle;
}
