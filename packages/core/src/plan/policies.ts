import type { RetryPolicy } from "../definition";
import type { PlanRetry } from "./plan";

/** Without a retry policy an action is tried once. */
const ONCE: PlanRetry = Object.freeze({
  max_attempts: 1,
  initial_interval_ms: 1_000,
  backoff_coefficient: 2,
  max_interval_ms: 60_000,
  jitter: true,
  non_retryable_codes: Object.freeze([]),
});

/** What a policy leaves open, once there is one. */
const RETRY_DEFAULTS: PlanRetry = Object.freeze({ ...ONCE, max_attempts: 3 });

/** A retry policy with every value filled in. */
export function resolveRetry(policy: RetryPolicy | undefined): PlanRetry {
  return policy === undefined ? ONCE : Object.freeze({ ...RETRY_DEFAULTS, ...policy });
}

/** Seconds to ms; null when there is no such limit. */
export function toMs(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.ceil(seconds * 1000);
}
