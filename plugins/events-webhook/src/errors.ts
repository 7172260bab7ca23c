import { ActionError } from "@tutti/core";

/** What a delivery fails with: the meaning of each code, and whether to repeat. */
export const sinkCodes = {
  WEBHOOK_UNAVAILABLE: {
    retryable: true,
    when: "No connection, or any other HTTP status than 2xx, redirects included.",
  },
  WEBHOOK_TIMEOUT: { retryable: true, when: "No answer within `timeout_ms`." },
  WEBHOOK_REJECTED: {
    retryable: false,
    when: "HTTP 400, 410, 413, 415 or 422: the receiver will never take this event.",
  },
} as const;

/** Makes the error of a delivery; whether it is retryable follows from its code. */
export function sinkError(
  code: keyof typeof sinkCodes,
  message: string,
  extra: { readonly retryAfterMs?: number } = {},
): ActionError {
  return new ActionError({ code, message, retryable: sinkCodes[code].retryable, ...extra });
}
