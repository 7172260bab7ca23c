import { validateHeaderName, validateHeaderValue } from "node:http";
import type { HeaderValues } from "../types";

// They belong to one connection or to the framing of a message, so they are the HTTP client's own.
const PROTECTED: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * What is wrong with a header, or undefined. Never tells the value: it may be a secret.
 *
 * @example
 * headerProblem("Host", "example.com"); // 'header "host" is set by the connection and can't be given'
 */
export function headerProblem(name: string, value: string | number | boolean): string | undefined {
  if (PROTECTED.has(name.toLowerCase())) {
    return `header ${JSON.stringify(name.toLowerCase())} is set by the connection and can't be given`;
  }
  try {
    validateHeaderName(name);
  } catch {
    return `${JSON.stringify(name)} is not the name of a header`;
  }
  try {
    validateHeaderValue(name, String(value));
  } catch {
    return `the value of header ${JSON.stringify(name)} has characters that headers can't hold, such as a line break`;
  }
  return undefined;
}

/** Joins headers into one set with names in lower case; what comes later wins. */
export function mergeHeaders(...sets: readonly HeaderValues[]): Record<string, string> {
  const merged = new Map<string, string>();
  for (const set of sets) {
    for (const [name, value] of Object.entries(set)) merged.set(name.toLowerCase(), String(value));
  }
  return Object.fromEntries(merged);
}
