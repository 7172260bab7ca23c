import type { TuttiClientError } from "../errors";
import type { RetryOptions } from "./options";

/** A failure, and what has been tried so far. */
export interface Failed {
  readonly error: TuttiClientError;
  /** Does it do no harm when the server gets the request twice? */
  readonly isSafe: boolean;
  /** From 1. */
  readonly attempt: number;
  /** ms since the first attempt began or, for a stream, since it was lost. */
  readonly elapsedMs: number;
  /** From 0 to below 1. */
  readonly random: number;
}

/** What may pass by itself, when the request can be repeated whether or not the server took it. */
const PASSING: ReadonlySet<number | string> = new Set([429, 502, 503, 504, "CONNECTION_FAILED", "TIMEOUT"]);

/** How long (ms) to wait before the next attempt; undefined: there is none. */
export function waitBeforeNext(failed: Failed, retry: Required<RetryOptions>): number | undefined {
  const { attempt, elapsedMs, error, random } = failed;
  if (retry.budgetMs === 0 || !isPassing(failed)) return undefined;
  const most = Math.min(retry.maxIntervalMs, retry.initialIntervalMs * 2 ** (attempt - 1));
  const wait = Math.max(random * most, error.retryAfterMs ?? 0);
  return elapsedMs + wait > retry.budgetMs ? undefined : wait;
}

function isPassing({ error, isSafe }: Failed): boolean {
  const { code, retryAfterMs, status } = error;
  if (isSafe) return PASSING.has(status ?? code);
  // A server that says when to come again has not taken the request.
  return (status === 429 || status === 503) && retryAfterMs !== undefined;
}
