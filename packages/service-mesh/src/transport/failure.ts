import type { ActionError } from "@tutti/core";
import { type RequestLabel, type ServiceErrorCode, serviceError } from "../errors";
import { allowingOption } from "../network/address-policy";
import { RefusedAddressError } from "../network/guarded-lookup";
import { tlsFailure } from "../tls/tls-failure";

/**
 * Turns what the HTTP client threw into the error of a request.
 *
 * The client's own error is never kept: it holds the request's headers, and so secrets. Its cause, the
 * system's error, tells the same. An error that is none of the client's is given back as it is.
 *
 * @example
 * failureOf(error, label).code; // "SERVICE_UNREACHABLE"
 */
export function failureOf(error: Error, label: RequestLabel): Error {
  // Not of the network: a mistake in this package, which should not look like one of the service.
  if (!isClientError(error)) return error;
  const { cause, event, message } = error;
  // While a body is read the client has a code of its own, which says less than its cause's.
  const code = codeOf(cause) ?? error.code;
  if (cause instanceof RefusedAddressError) return refusedAddress(cause, label);
  if (event !== undefined) {
    const problem = `it took too long: ${phrase(message)}`;
    return serviceError(label, { code: "SERVICE_TIMEOUT", problem, details: { phase: event } });
  }
  const reason = phrase(reasonOf(cause) ?? message);
  const tls = tlsFailure(code, reason);
  if (tls !== undefined) {
    const problem = `${tls.problem}: ${tls.reason}`;
    return serviceError(label, { code: "SERVICE_TLS_FAILED", problem, details: { reason: code } });
  }
  const kind = isBadAnswer(code) ? BAD_ANSWER : UNREACHABLE;
  return serviceError(label, {
    code: kind.code,
    problem: `${kind.problem}: ${reason}`,
    details: { reason: code },
    // What the HTTP parser threw holds the bytes it read.
    ...(kind === UNREACHABLE ? { cause } : {}),
  });
}

/** What is used of the client's errors. */
interface ClientError extends Error {
  /** Of the system (`ECONNREFUSED`), of zlib (`Z_DATA_ERROR`), of the HTTP parser (`HPE_…`) or of the client. */
  readonly code: string;
  /** The phase that took too long: only errors of timeouts have it. */
  readonly event?: string;
}

function isClientError(error: Error): error is ClientError {
  return codeOf(error) !== undefined;
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" ? code : undefined;
}

interface Kind {
  readonly code: ServiceErrorCode;
  readonly problem: string;
}

const UNREACHABLE: Kind = { code: "SERVICE_UNREACHABLE", problem: "no connection, or it was lost" };
const BAD_ANSWER: Kind = { code: "SERVICE_BAD_RESPONSE", problem: "the answer can't be read" };

// The service did answer, but not in HTTP, or not in the encoding it named.
function isBadAnswer(code: string): boolean {
  return /^(HPE_|Z_|ERR__|ERR_BROTLI|ZSTD_)/.test(code);
}

// When all addresses of a host fail, the system's error has no message but one error for each.
function reasonOf(cause: unknown): string | undefined {
  const { errors = [], message } = (cause ?? {}) as Partial<AggregateError>;
  const all = (errors as readonly Error[]).map((one) => one.message).join("; ");
  return all === "" ? message : all;
}

function phrase(text: string): string {
  return text.replace(/\.$/, "");
}

function refusedAddress(refused: RefusedAddressError, label: RequestLabel): ActionError {
  const { message, hostname, address, kind } = refused;
  return serviceError(label, {
    code: "SSRF_REFUSED",
    problem: `${message}; if that is meant, set ${allowingOption(kind)} for this service`,
    details: { host: hostname, address, kind },
  });
}
