import type { Clock, Timers } from "@tutti/core/runtime";
import { type Activity, VirtualClock } from "../clock";

/** What delays of a mesh run on. */
export type MeshClock = Clock & Timers;

/** Real time, until an orchestrator of a test gives its own. */
export const realTime: MeshClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(at, callback) {
    const timeout = setTimeout(callback, Math.max(0, at - Date.now()));
    return { cancel: () => clearTimeout(timeout) };
  },
};

/** Waits; an abort ends the wait with the signal's reason. */
export function wait(clock: MeshClock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(clock.now() + ms, () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    const abort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** What knows when everything is at rest, for virtual time. */
export function activityOf(clock: MeshClock): Activity | undefined {
  return clock instanceof VirtualClock ? clock.activity : undefined;
}
