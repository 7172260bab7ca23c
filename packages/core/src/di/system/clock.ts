import { performance } from "node:perf_hooks";
import type { Clock } from "../../ports";

/** This machine's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
