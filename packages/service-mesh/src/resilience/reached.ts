import { isCertificateCode } from "../tls/tls-failure";

/** Phases that end before the first byte of a request is sent. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(["lookup", "connect", "secureConnect"]);

interface NetworkError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly event?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/**
 * True when a request can't have reached its service: its host was not found, no connection came about,
 * or its certificate was not accepted here. Anything else may have: a connection that is lost says nothing about what was read before.
 *
 * @param error Of the HTTP client.
 */
export function cannotHaveReached(error: unknown): boolean {
  const { event, cause } = (error ?? {}) as NetworkError;
  if (event !== undefined) return BEFORE_SENDING.has(event);
  return isBeforeSending(cause);
}

function isBeforeSending(cause: unknown): boolean {
  const { code, syscall, errors = [] } = (cause ?? {}) as NetworkError;
  // One for each address of a host, when none of them answered.
  if (errors.length > 0) return errors.every(isBeforeSending);
  if (typeof code === "string" && isCertificateCode(code)) return true;
  return syscall === "connect" || syscall === "getaddrinfo" || isLookupCode(code);
}

function isLookupCode(code: unknown): boolean {
  return typeof code === "string" && /^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/.test(code);
}
