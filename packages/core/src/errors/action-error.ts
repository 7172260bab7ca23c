const BRAND = Symbol.for("@tutti/core:ActionError");

/** The options of an {@link ActionError}. */
export interface ActionErrorOptions {
  /** A code for programs and for `non_retryable_codes`, such as `SMS_REJECTED`. */
  readonly code: string;
  /** What happened, with the actual values. */
  readonly message: string;
  /** May the same call succeed when it is repeated? Default true. */
  readonly retryable?: boolean;
  /** Wait at least this long (ms) before the next attempt, as a service asked with `Retry-After`. */
  readonly retryAfterMs?: number;
  /** JSON values that help to understand the error; they are kept in the execution. */
  readonly details?: unknown;
  readonly cause?: unknown;
}

/**
 * What an action throws to say how it failed and whether a retry makes sense.
 *
 * Anything else thrown by an action counts as a retryable `ACTION_FAILED`.
 *
 * @example
 * throw new ActionError({ code: "SMS_REJECTED", message: `No such number: ${to}`, retryable: false });
 */
export class ActionError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: unknown;

  constructor(options: ActionErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ActionError";
    this.code = options.code;
    this.retryable = options.retryable ?? true;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Holds across copies of this package and across realms. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
