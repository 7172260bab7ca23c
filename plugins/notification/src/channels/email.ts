import type { ActionError } from "@tutti/core";
import { unescape } from "node:querystring";
import { createTransport, type SendMailOptions } from "nodemailer";
import { composeMail } from "../email/compose-mail";
import type { EmailSettings } from "../email/email-options";
import { smtpError } from "../email/smtp-error";
import { channelError } from "../errors";
import type { ChannelContext, NotificationChannel } from "../types";

/**
 * Makes the channel that sends mail by SMTP: a text, and an HTML form of it when the workflow names a
 * template of the options.
 *
 * The Message-ID comes from the idempotency key, so a mail system that drops doubles drops a repetition.
 * Fails with `INVALID_RECIPIENTS` or `INVALID_TEMPLATE_DATA` before anything is sent, and with
 * `CHANNEL_REJECTED` when the server took only some recipients: a repetition would reach those twice.
 *
 * @example
 * emailChannel({ smtp_url: "smtps://user:pass@mail.example.org", from: "tutti@example.org", … });
 */
export function emailChannel(settings: EmailSettings): NotificationChannel {
  const send = sender(settings);
  return {
    name: "email",
    description: "Sends an e-mail by SMTP, as text or as text and HTML.",
    needsRecipients: true,
    templates: Object.keys(settings.templates),
    async deliver(notification, context) {
      const mail = composeMail(settings, notification, context);
      await send(mail, context);
      return { id: mail.messageId };
    },
  };
}

/** Sends a mail over a connection of its own. */
type Send = (mail: SendMailOptions, context: ChannelContext) => Promise<void>;

function sender({ smtp_url: url, timeout_ms: timeoutMs }: EmailSettings): Send {
  const { host, password } = new URL(url);
  const transport = createTransport({ url, disableFileAccess: true, disableUrlAccess: true });
  const secrets = [unescape(password), password].filter(Boolean);
  const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  return async (mail, context) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([context.signal, timeout]);
    const sent = await transport.sendMail({ ...mail, signal }).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (timeout.aborted)
        throw channelError("CHANNEL_TIMEOUT", `No answer from ${host} within ${timeoutMs} ms`);
      throw smtpError(error, host, hide);
    });
    if (sent.rejected.length > 0) throw refusedSome(sent.rejected, sent.accepted.length);
  };
}

function refusedSome(rejected: readonly string[], accepted: number): ActionError {
  const count = `${rejected.length} of ${rejected.length + accepted}`;
  return channelError("CHANNEL_REJECTED", `The server refused ${count} recipients: ${rejected.join(", ")}`);
}
