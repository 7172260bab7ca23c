import { ActionError } from "@tutti/core";

/** What the end of a request says about the instance that it went to. */
export type Verdict = "success" | "failure" | "undecided";

const FAILURES: ReadonlySet<string> = new Set([
  "SERVICE_TIMEOUT",
  "SERVICE_UNREACHABLE",
  "SERVICE_TLS_FAILED",
  "SERVICE_BAD_RESPONSE",
]);

/**
 * What an error says about the instance: no answer, no readable answer and 5xx are failures, every other
 * answer shows that it works, and a request that was given up or refused on this side says nothing.
 *
 * @example
 * verdictOf(error); // "failure"
 */
export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof ActionError)) return "undecided";
  if (FAILURES.has(error.code)) return "failure";
  if (error.code === "RESPONSE_TOO_LARGE") return "success";
  if (error.code !== "SERVICE_ERROR") return "undecided";
  const { status_code: status = 0 } = error.details as { readonly status_code?: number };
  // What a service does not do at all (501, 505) is no sign that it is unwell.
  return status >= 500 && status !== 501 && status !== 505 ? "failure" : "success";
}

/** How a request ended: with a value or an error, and what that says about the instance. */
export type Outcome<T> =
  | { readonly verdict: "success"; readonly value: T }
  | { readonly verdict: Verdict; readonly error: Error };

/** Waits for a request and judges it. */
export async function outcomeOf<T>(request: Promise<T>): Promise<Outcome<T>> {
  try {
    return { verdict: "success", value: await request };
  } catch (error) {
    return { verdict: verdictOf(error), error: error as Error };
  }
}
