import type { ServerErrorCode, ServerErrorEntry, ServerErrorParams } from "./catalog";
import { serverErrors } from "./catalog";

/** One thing that is wrong with a request, as `errors[]` lists it. */
export interface ProblemItem {
  readonly code: string;
  readonly message: string;
  /** Where, as `parameters.name`; "" is the whole. */
  readonly path: string;
  readonly fix?: string;
}

/** What a {@link ServerError} has beyond its code. */
export interface ServerErrorExtras {
  /** Headers of the answer, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly ProblemItem[];
  readonly cause?: unknown;
}

/**
 * An error of the server: a code of its catalogue, the status to answer with, a message with the actual values,
 * and the fix.
 *
 * @example
 * throw ServerError.of("UNAUTHENTICATED", { reason: "the key has expired" });
 */
export class ServerError extends Error {
  readonly code: ServerErrorCode;
  readonly status: number;
  readonly fix: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly ProblemItem[];

  private constructor(code: ServerErrorCode, params: unknown, extras: ServerErrorExtras) {
    const { fix, message, status } = serverErrors[code] as ServerErrorEntry<unknown>;
    super(message(params), extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = "ServerError";
    this.code = code;
    this.status = status;
    this.fix = fix(params);
    this.headers = extras.headers ?? {};
    this.errors = extras.errors ?? [];
  }

  /** Makes an error whose values are checked against its code by the compiler. */
  static of<Code extends ServerErrorCode>(
    code: Code,
    params: ServerErrorParams<Code>,
    extras: ServerErrorExtras = {},
  ): ServerError {
    return new ServerError(code, params, extras);
  }
}
