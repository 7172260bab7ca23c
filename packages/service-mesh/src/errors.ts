import { ActionError } from "@tutti/core";

/**
 * Every code that a request can fail with, and whether repeating the same request can help.
 * The README's table and this object are kept equal by a test.
 */
export const serviceErrors = {
  UNKNOWN_SERVICE: { retryable: false },
  INVALID_ENDPOINT: { retryable: false },
  INVALID_REQUEST: { retryable: false },
  SSRF_REFUSED: { retryable: false },
  // A secret that is missing stays missing; a token endpoint that is down comes back.
  SERVICE_AUTH_FAILED: { retryable: "by cause" },
  SERVICE_TIMEOUT: { retryable: true },
  SERVICE_UNREACHABLE: { retryable: true },
  SERVICE_TLS_FAILED: { retryable: false },
  // Decided by the status: see isRetryableStatus().
  SERVICE_ERROR: { retryable: "by status" },
  SERVICE_BAD_RESPONSE: { retryable: false },
  RESPONSE_TOO_LARGE: { retryable: false },
  // A disk that is full now may have room later.
  SAVE_FAILED: { retryable: true },
  NO_INSTANCE: { retryable: true },
  CIRCUIT_OPEN: { retryable: true },
  SERVICE_BUSY: { retryable: true },
  RATE_LIMITED: { retryable: true },
  // The work goes on in another process, or after a restart.
  MESH_CLOSED: { retryable: true },
} as const;

/** A code of {@link serviceErrors}. */
export type ServiceErrorCode = keyof typeof serviceErrors;

/** Says which request an error is about. Safe to show: it holds no query, header or body. */
export interface RequestLabel {
  readonly service: string;
  readonly method: string;
  readonly endpoint: string;
}

/** What a {@link serviceError} says beyond its code and its request. */
export interface ServiceErrorOptions {
  readonly code: ServiceErrorCode;
  /** What happened and what to do, without a closing full stop. */
  readonly problem: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Where the code alone does not say. */
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Makes the error of a request, with the request named in its message and details.
 *
 * @example
 * throw serviceError(label, { code: "SERVICE_TIMEOUT", problem: "no answer within 5 s" });
 * // Service "billing" (POST /invoices): no answer within 5 s.
 */
export function serviceError(label: RequestLabel, options: ServiceErrorOptions): ActionError {
  const { code, problem, details, retryAfterMs, cause } = options;
  return new ActionError({
    code,
    message: `Service ${JSON.stringify(label.service)} (${label.method} ${label.endpoint}): ${problem}.`,
    retryable: options.retryable ?? serviceErrors[code].retryable === true,
    details: { ...label, ...details },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Names a request for messages. What may hold a secret is left out: queries, and user names in URLs.
 *
 * @example
 * labelOf({ service: "billing", method: "GET", endpoint: "/invoices?key=s3cret" }).endpoint; // "/invoices?…"
 */
export function labelOf(request: RequestLabel): RequestLabel {
  return {
    service: withoutSecrets(request.service),
    method: quoted(request.method),
    endpoint: withoutSecrets(request.endpoint),
  };
}

/** A service or endpoint as messages may show it: no query, no credentials, no control characters. */
export function withoutSecrets(address: string): string {
  const [path = "", ...rest] = address.split(/[?#]/);
  return quoted(path.replace(/\/\/[^/]*@/, "//")) + (rest.length > 0 ? "?…" : "");
}

const LONGEST_SHOWN = 200;

// Escapes line breaks, so that a value can't fake a log line, and shortens what is huge.
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped.length > LONGEST_SHOWN ? `${escaped.slice(0, LONGEST_SHOWN)}…` : escaped;
}
