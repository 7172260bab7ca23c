import { ActionError, type ActionErrorInfo } from "@tutti/core";

/** What the action itself fails with. Whether `NOTIFICATION_FAILED` is retryable depends on `require`: it may be. */
export const actionCodes = {
  NOTIFICATION_FAILED: {
    retryable: true,
    when: "Fewer channels delivered than `require` asks for; `details.deliveries` tells how each one ended.",
  },
  UNKNOWN_CHANNEL: {
    retryable: false,
    when: "The action was run with a config that no schema had checked; nothing was sent.",
  },
} as const;

/** The same for the catalogue of actions. */
export const actionErrors: readonly ActionErrorInfo[] = Object.entries(actionCodes).map(
  ([code, { retryable, when: description }]) => ({ code, description, retryable }),
);

/** What a built-in channel fails with: the meaning of each `deliveries[].error.code`, and whether to repeat. */
export const channelCodes = {
  CHANNEL_UNAVAILABLE: {
    retryable: true,
    when: "No connection, HTTP 408, 425, 429 or 5xx, SMTP 4xx.",
  },
  CHANNEL_TIMEOUT: { retryable: true, when: "No answer within the channel's `timeout_ms`." },
  CHANNEL_REJECTED: {
    retryable: false,
    when: "Any other HTTP status, a redirect included; SMTP 5xx; some recipients refused.",
  },
  CHANNEL_UNAUTHORIZED: { retryable: false, when: "HTTP 401 or 403; the SMTP log-in failed." },
  CHANNEL_UNTRUSTED: {
    retryable: false,
    when: "The server's certificate is not valid for it, or it has no TLS where it must.",
  },
  INVALID_RECIPIENTS: { retryable: false, when: "No recipients, or one that is not an e-mail address." },
  MESSAGE_TOO_LONG: { retryable: false, when: "More text than Discord or Teams takes." },
  INVALID_TEMPLATE_DATA: { retryable: false, when: "The mail's template names a value that is not there." },
  CHANNEL_FAILED: { retryable: true, when: "A channel threw something that is not an `ActionError`." },
} as const;

/** A code of {@link channelCodes}. */
export type ChannelCode = keyof typeof channelCodes;

/**
 * Makes the error of a built-in channel; whether it is retryable follows from its code.
 *
 * @param extra `retryAfterMs`: what the receiver asked for (ms). `cause`: only what holds no secrets.
 * @example
 * throw channelError("CHANNEL_UNAVAILABLE", "HTTP 503 from example.org", { retryAfterMs: 2000 });
 */
export function channelError(
  code: ChannelCode,
  message: string,
  extra: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
): ActionError {
  return new ActionError({ code, message, retryable: channelCodes[code].retryable, ...extra });
}
