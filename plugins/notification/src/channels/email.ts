import { createHash } from "node:crypto";
import { unescape } from "node:querystring";
import type { ActionError } from "@tutti/core";
import { createTransport, type SendMailOptions } from "nodemailer";
import { type Address, parseAddress } from "../email/address";
import { smtpError } from "../email/smtp-error";
import { channelError } from "../errors";
import type { EmailSettings } from "../options";
import type { ChannelContext, Notification, NotificationChannel } from "../types";

/**
 * Makes the channel that sends plain text by SMTP, one connection per mail.
 *
 * The Message-ID comes from the idempotency key, so a mail system that drops doubles drops a repetition.
 * Fails with `INVALID_RECIPIENTS` before anything is sent when one of them is not a mailbox, and with
 * `CHANNEL_REJECTED` when the server took only some: a repetition would reach those a second time.
 *
 * @example
 * emailChannel({ smtp_url: "smtps://user:pass@mail.example.org", from: "tutti@example.org", … });
 */
export function emailChannel(settings: EmailSettings): NotificationChannel {
  const send = sender(settings);
  const from = settings.from;
  return {
    name: "email",
    description: "Sends an e-mail as plain text by SMTP.",
    needsRecipients: true,
    async deliver(notification, context) {
      const messageId = messageIdFor(context.idempotencyKey, from.address);
      const mail = {
        from,
        to: recipientsOf(notification),
        subject: oneLine(notification.subject ?? settings.subject),
        text: notification.message,
        priority: notification.priority,
        messageId,
        date: new Date(context.clock.now()),
        // Tells out-of-office responders not to answer (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
      };
      await send(mail, context);
      return { id: messageId };
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

function recipientsOf({ recipients = [] }: Notification): Address[] {
  if (recipients.length === 0) {
    throw channelError("INVALID_RECIPIENTS", "The channel email needs recipients: give config.recipients");
  }
  return recipients.map((recipient) => {
    const address = parseAddress(recipient);
    if (address !== undefined) return address;
    throw channelError(
      "INVALID_RECIPIENTS",
      `Not an e-mail address: ${JSON.stringify(recipient.slice(0, 100))}`,
    );
  });
}

function refusedSome(rejected: readonly string[], accepted: number): ActionError {
  const count = `${rejected.length} of ${rejected.length + accepted}`;
  return channelError("CHANNEL_REJECTED", `The server refused ${count} recipients: ${rejected.join(", ")}`);
}

/** A Message-ID (RFC 5322): the same for the same key, whatever characters the key has. */
function messageIdFor(idempotencyKey: string, from: string): string {
  const id = createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 32);
  return `<${id}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

/** A header is one line: whatever could end it becomes a space. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
