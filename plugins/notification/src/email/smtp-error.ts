import type { ActionError } from "@tutti/core";
import { type ChannelCode, channelError } from "../errors";
import { isUntrusted } from "../tls-errors";

/** What nodemailer adds to its errors. */
export interface SmtpFailure {
  readonly code?: string;
  /** The code of Node, where nodemailer has put its own in its place. */
  readonly originalCode?: string;
  /** The reply of the server: its number, and all of it. */
  readonly responseCode?: number;
  readonly response?: string;
}

const LOGIN = new Set(["EAUTH", "ENOAUTH", "EOAUTH2"]);
/** Replies that ask for a log-in, or refuse one (RFC 4954). */
const LOGIN_REPLIES = new Set([530, 534, 535, 538]);
const CONNECTION = new Set(["ECONNECTION", "ESOCKET", "EDNS", "ETLS", "EPROTOCOL", "EPROXY"]);

/**
 * Makes the channel's error from nodemailer's: SMTP 4xx and lost connections may be repeated, 5xx, a
 * failed log-in and a wrong certificate not.
 *
 * @param hide takes the secrets out of a text; the server's reply may repeat what it was sent
 */
export function smtpError(error: unknown, host: string, hide: (text: string) => string): ActionError {
  const failure = error as SmtpFailure;
  const { responseCode, response } = failure;
  const code = failure.originalCode ?? failure.code ?? "no code";
  const kind = classify(failure);
  if (kind === "CHANNEL_UNAUTHORIZED") {
    return channelError(kind, `SMTP log-in at ${host} failed (${responseCode ?? code})`);
  }
  if (kind === "CHANNEL_TIMEOUT") return channelError(kind, `No answer from ${host} in time (${code})`);
  if (kind === "CHANNEL_UNTRUSTED") return channelError(kind, `No TLS to trust at ${host} (${code})`);
  if (response === undefined || responseCode === undefined) {
    const what = kind === "CHANNEL_UNAVAILABLE" ? "No SMTP connection to" : "Mail could not be sent to";
    return channelError(kind, `${what} ${host} (${code})`);
  }
  return channelError(kind, `SMTP from ${host}: ${hide(response).slice(0, 200)}`);
}

function classify({ code, originalCode = "", responseCode = 0 }: SmtpFailure): ChannelCode {
  // 4yz means "later", also in the answer to a log-in (RFC 4954: 454).
  if (responseCode >= 400 && responseCode < 500) return "CHANNEL_UNAVAILABLE";
  if (responseCode >= 500) return refusal(code, responseCode);
  return isUntrusted(originalCode) ? "CHANNEL_UNTRUSTED" : withoutReply(code);
}

function refusal(code = "", responseCode: number): ChannelCode {
  if (LOGIN.has(code) || LOGIN_REPLIES.has(responseCode)) return "CHANNEL_UNAUTHORIZED";
  return code === "ETLS" ? "CHANNEL_UNTRUSTED" : "CHANNEL_REJECTED";
}

function withoutReply(code: string | undefined): ChannelCode {
  // Nodemailer gives no code to mails that still waited when their pool was closed.
  if (code === undefined || CONNECTION.has(code)) return "CHANNEL_UNAVAILABLE";
  if (LOGIN.has(code)) return "CHANNEL_UNAUTHORIZED";
  return code === "ETIMEDOUT" ? "CHANNEL_TIMEOUT" : "CHANNEL_REJECTED";
}
