import { ActionError } from "@tutti/core";

/** What is known about a request when it has failed. */
export interface FailedCall {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** False when the request can't have reached the service. */
  readonly sent: boolean;
}

const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
// Refused before any work was done (RFC 6585, RFC 8470).
const REFUSED: ReadonlySet<unknown> = new Set([425, 429]);

/**
 * True when repeating a request can't do its work twice: it was not sent, the service refused it, its
 * method is idempotent (RFC 9110), or an `Idempotency-Key` went with it.
 */
export function isSafeToRepeat({ method, headers, sent }: FailedCall, error: ActionError): boolean {
  if (!sent || IDEMPOTENT.has(method) || headers["idempotency-key"] !== undefined) return true;
  return REFUSED.has(detailsOf(error)["status_code"]);
}

/**
 * True when the same request may succeed later, and repeating it can't do its work twice: for callers with
 * retries of their own.
 *
 * @example
 * if (mayRepeat(error)) await wait(error.retryAfterMs ?? 1000);
 */
export function mayRepeat(error: unknown): error is ActionError {
  return error instanceof ActionError && error.retryable && detailsOf(error)["safe_to_repeat"] === true;
}

function detailsOf(error: ActionError): Readonly<Record<string, unknown>> {
  return (error.details ?? {}) as Readonly<Record<string, unknown>>;
}
