import type { ActionError } from "@tutti/core";
import { type RequestLabel, serviceError } from "../errors";

/** What is known of a failure to authenticate, before it is known for which request. */
export interface AuthFailure {
  /** What happened and what to do, without a closing full stop and without any secret. */
  readonly problem: string;
  readonly retryable: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The credentials of a request could not be had. Several requests may wait for one token, so the
 * failure names none of them.
 */
export class AuthError extends Error {
  constructor(readonly failure: AuthFailure) {
    super(failure.problem);
    this.name = "AuthError";
  }

  /** The error of one request. */
  of(label: RequestLabel): ActionError {
    return serviceError(label, { code: "SERVICE_AUTH_FAILED", ...this.failure });
  }
}
