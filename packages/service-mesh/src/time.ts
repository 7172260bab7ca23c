/** A timer that can be taken back. */
export interface MeshTimer {
  /** Takes the timer back; does nothing when it has fired or was cancelled. */
  cancel(): void;
}

/**
 * Where the mesh takes the time for its policies from: ejection, slow start, breakers, rate limits,
 * health checks, refreshing and expiry. Sockets and their timeouts always use real time.
 *
 * The virtual clock of `@tutti/testkit` fits.
 *
 * @example
 * createServiceMesh({ services, time: virtualClock });
 */
export interface MeshTime {
  /** Wall-clock time: ms since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls back once when {@link now} has reached `at`, never before this returns. */
  schedule(at: number, callback: () => void): MeshTimer;
}

const LONGEST_MS = 2_147_483_647;

/** Real time. Its timers don't keep a process alive. */
export const systemTime: MeshTime = {
  now: () => Date.now(),
  schedule(at, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, at - Date.now()), LONGEST_MS)).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
