import type { ActionError } from "@tutti/core";
import { type ChannelCode, channelError } from "../errors";

/** What nodemailer adds to its errors. */
export interface SmtpFailure {
  readonly code?: string;
  /** The reply of the server: its number, and all of it. */
  readonly responseCode?: number;
  readonly response?: string;
}

const LOGIN = new Set(["EAUTH", "ENOAUTH", "EOAUTH2"]);
const CONNECTION = new Set(["ECONNECTION", "ESOCKET", "EDNS", "ETLS", "EPROTOCOL", "EPROXY"]);

/**
 * Makes the channel's error from nodemailer's: SMTP 4xx and lost connections may be repeated, 5xx and a
 * failed log-in not.
 *
 * @param hide takes the secrets out of a text; the server's reply may repeat what it was sent
 */
export function smtpError(error: unknown, host: string, hide: (text: string) => string): ActionError {
  const { code = "no code", responseCode, response } = error as SmtpFailure;
  const kind = classify(code, responseCode);
  if (kind === "CHANNEL_UNAUTHORIZED") {
    return channelError(kind, `SMTP log-in at ${host} failed (${responseCode ?? code})`);
  }
  if (kind === "CHANNEL_TIMEOUT") return channelError(kind, `No answer from ${host} in time (${code})`);
  if (response === undefined || responseCode === undefined) {
    const what = kind === "CHANNEL_UNAVAILABLE" ? "No SMTP connection to" : "Mail could not be sent to";
    return channelError(kind, `${what} ${host} (${code})`);
  }
  return channelError(kind, `SMTP from ${host}: ${hide(response).slice(0, 200)}`);
}

function classify(code: string, responseCode: number | undefined): ChannelCode {
  // 4yz means "later", also in the answer to a log-in (RFC 4954: 454).
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return "CHANNEL_UNAVAILABLE";
  if (LOGIN.has(code)) return "CHANNEL_UNAUTHORIZED";
  if (responseCode !== undefined && responseCode >= 500) return "CHANNEL_REJECTED";
  if (code === "ETIMEDOUT") return "CHANNEL_TIMEOUT";
  return CONNECTION.has(code) ? "CHANNEL_UNAVAILABLE" : "CHANNEL_REJECTED";
}
