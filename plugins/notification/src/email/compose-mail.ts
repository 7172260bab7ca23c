import { createHash } from "node:crypto";
import type { SendMailOptions } from "nodemailer";
import { channelError } from "../errors";
import type { ChannelContext, Notification } from "../types";
import { type Address, parseAddress } from "./address";
import type { EmailSettings } from "./email-options";
import { fillIn, type MailContent } from "./mail-template";

/**
 * Makes the mail of a notification. It always has a text; the HTML form comes from a template.
 *
 * Throws `INVALID_RECIPIENTS` when there are none or one is not a mailbox, and `INVALID_TEMPLATE_DATA`.
 */
export function composeMail(
  settings: EmailSettings,
  notification: Notification,
  { idempotencyKey, clock }: Pick<ChannelContext, "idempotencyKey" | "clock">,
): SendMailOptions & { readonly messageId: string } {
  const { from } = settings;
  const replyTo = notification.reply_to === undefined ? settings.reply_to : mailbox(notification.reply_to);
  const content = contentOf(settings, notification);
  return {
    from,
    to: recipientsOf(notification),
    cc: mailboxes(notification.cc),
    bcc: mailboxes(notification.bcc),
    ...(replyTo !== undefined && { replyTo }),
    subject: oneLine(notification.subject ?? content?.subject ?? settings.subject),
    text: content?.text ?? notification.message,
    ...(content !== undefined && { html: content.html }),
    priority: notification.priority,
    messageId: messageIdFor(idempotencyKey, from.address),
    date: new Date(clock.now()),
    // Tells out-of-office responders not to answer (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function contentOf({ templates }: EmailSettings, notification: Notification): MailContent | undefined {
  const { template: name, message, subject, priority, data } = notification;
  const template = name === undefined ? undefined : templates[name];
  if (name === undefined || template === undefined) return undefined;
  return fillIn(name, template, { message, subject, priority, data });
}

function recipientsOf({ recipients = [] }: Notification): Address[] {
  if (recipients.length > 0) return mailboxes(recipients);
  throw channelError("INVALID_RECIPIENTS", "The channel email needs recipients: give config.recipients");
}

function mailboxes(texts: readonly string[] = []): Address[] {
  return texts.map(mailbox);
}

function mailbox(text: string): Address {
  const address = parseAddress(text);
  if (address !== undefined) return address;
  throw channelError("INVALID_RECIPIENTS", `Not an e-mail address: ${JSON.stringify(text.slice(0, 100))}`);
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
