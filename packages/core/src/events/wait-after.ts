import { ActionError } from "../errors";
import type { Random } from "../ports";
import { retryDelay } from "../run";
import type { FullRetry } from "./options";

/** How long to wait (ms) before the event is tried again; undefined: it is not. */
export function waitAfter(
  error: unknown,
  attempts: number,
  { retry, random }: { readonly retry: FullRetry; readonly random: Random },
): number | undefined {
  const { maxAttempts, initialIntervalMs, maxIntervalMs } = retry;
  const known = error instanceof ActionError ? error : undefined;
  if (known?.retryable === false || attempts >= maxAttempts) return undefined;
  const policy = {
    max_attempts: maxAttempts,
    initial_interval_ms: initialIntervalMs,
    backoff_coefficient: 2,
    max_interval_ms: maxIntervalMs,
    jitter: true,
    non_retryable_codes: [],
  };
  return Math.max(known?.retryAfterMs ?? 0, retryDelay(policy, attempts, random.next()));
}
