/** One thing that is wrong with what was sent. */
export interface Problem {
  /** A code of the server's error catalogue, such as `UNKNOWN_ACTION_TYPE`. */
  readonly code: string;
  readonly message: string;
  /** Where, as its author would write it: `actions[1].action_id`; "" is the whole document. */
  readonly path: string;
  /** What to do, where it is known. */
  readonly fix?: string;
}

/**
 * The codes of what goes wrong on this side of the wire; all others come from the server's catalogue. The
 * README's table and this object are kept equal by a test.
 */
export const clientErrors = {
  CONNECTION_FAILED: "The server can't be reached",
  TIMEOUT: "The server did not answer in time",
  INVALID_RESPONSE: "What answered is no Tutti server",
  UNEXPECTED_STATUS: "The request failed",
  WAIT_TIMEOUT: "The execution has not ended in time",
  INVALID_OPTIONS: "The client was called wrongly",
} as const;

/** A code of {@link clientErrors}. */
export type ClientErrorCode = keyof typeof clientErrors;

/** What a {@link TuttiClientError} is made of. */
export interface TuttiClientErrorParts {
  readonly code: string;
  /** The HTTP status; null: there was no answer. */
  readonly status: number | null;
  readonly title: string;
  readonly detail: string;
  readonly fix?: string | undefined;
  readonly requestId?: string | undefined;
  readonly errors?: readonly Problem[];
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * A request that failed, with what the server said about it (RFC 9457), or why there was no answer.
 *
 * @example
 * try {
 *   await client.getWorkflow("nope");
 * } catch (error) {
 *   if (error instanceof TuttiClientError && error.code === "UNKNOWN_WORKFLOW") console.log(error.detail);
 * }
 */
export class TuttiClientError extends Error {
  /** Names the reason: one of the server's catalogue, or a {@link ClientErrorCode}. */
  readonly code: string;
  /** The HTTP status; null: there was no answer. */
  readonly status: number | null;
  /** The kind of error, in a few words. */
  readonly title: string;
  /** What happened, with the actual values. */
  readonly detail: string;
  /** What to do, where the server says it. */
  readonly fix: string | undefined;
  /** Finds the request in the server's log. */
  readonly requestId: string | undefined;
  /** Everything that is wrong with a definition or with parameters. */
  readonly errors: readonly Problem[];
  /** How long (ms) the server asked to wait before the request is repeated. */
  readonly retryAfterMs: number | undefined;

  constructor(parts: TuttiClientErrorParts) {
    super(parts.detail, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "TuttiClientError";
    this.code = parts.code;
    this.status = parts.status;
    this.title = parts.title;
    this.detail = parts.detail;
    this.fix = parts.fix;
    this.requestId = parts.requestId;
    this.errors = parts.errors ?? [];
    this.retryAfterMs = parts.retryAfterMs;
  }
}

/** Makes an error of this side. */
export function clientError(
  code: ClientErrorCode,
  detail: string,
  parts: {
    readonly cause?: unknown;
    readonly status?: number;
    readonly retryAfterMs?: number | undefined;
  } = {},
): TuttiClientError {
  return new TuttiClientError({ code, status: null, title: clientErrors[code], detail, ...parts });
}
