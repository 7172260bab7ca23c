import { composeMail } from "../email/compose-mail";
import type { EmailSettings } from "../email/email-options";
import { mailSender } from "../email/mail-sender";
import type { NotificationChannel } from "../types";

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
  const sender = mailSender(settings);
  return {
    name: "email",
    description: "Sends an e-mail by SMTP, as text or as text and HTML.",
    needsRecipients: true,
    templates: Object.keys(settings.templates),
    async deliver(notification, context) {
      const mail = composeMail(settings, notification, context);
      await sender.send(mail, context);
      return { id: mail.messageId };
    },
    close: () => sender.close(),
  };
}
