export type { ConsoleOptions, ConsoleStream } from "./channels/console";
export type { EmailOptions } from "./email/email-options";
export type { MailTemplate } from "./email/mail-template";
export type { PoolOptions, SmtpOptions, SmtpTls } from "./email/smtp-options";
export type {
  DiscordOptions,
  NotificationOptions,
  SlackOptions,
  TeamsOptions,
  WebhookOptions,
} from "./options";
// `plugin` is the name by which the CLI and the server load a plugin.
export { notification, notification as plugin } from "./plugin";
export { NOTIFICATION_CHANNEL } from "./tokens";
export type {
  ChannelContext,
  Delivery,
  DeliveryError,
  DeliveryReceipt,
  Notification,
  NotificationChannel,
  NotificationOutput,
  Priority,
  Requirement,
} from "./types";
