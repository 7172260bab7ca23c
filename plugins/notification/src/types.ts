import type { ActionContext, JsonObject } from "@tutti/core";

/** How many of the channels must deliver for the action to succeed. */
export type Requirement = "all" | "any" | "none";

/** How urgent a notification is. Each channel decides what that means: e-mail sets its priority headers. */
export type Priority = "low" | "normal" | "high";

/**
 * What is to be said, as a channel gets it: templates are filled in and the text is text.
 *
 * It is frozen, and all channels of one action share it.
 */
export interface Notification {
  /** The text; may be empty. */
  readonly message: string;
  /** A headline, for channels that have one. */
  readonly subject?: string | undefined;
  /** Whom it is for, in the channel's own notation: addresses, numbers, user names. */
  readonly recipients?: readonly string[] | undefined;
  /** Who gets a copy, for channels that know copies: e-mail does. */
  readonly cc?: readonly string[] | undefined;
  /** Who gets a copy that the others do not see. */
  readonly bcc?: readonly string[] | undefined;
  /** Where answers go, instead of to the sender. */
  readonly reply_to?: string | undefined;
  /** The name of the channel's template to use; see {@link NotificationChannel.templates}. */
  readonly template?: string | undefined;
  readonly priority: Priority;
  /** More than the text, for channels that can use it. */
  readonly data?: JsonObject | undefined;
}

/** What a channel may know and use while it delivers. */
export interface ChannelContext
  extends Pick<
    ActionContext,
    | "executionId"
    | "workflowId"
    | "actionId"
    | "attempt"
    | "correlationId"
    | "signal"
    | "logger"
    | "clock"
    | "secrets"
    | "traceparent"
  > {
  /**
   * The same for each repetition of this delivery over this channel, and different for each channel:
   * `<the action's key>:<the channel's name>`. Hand it to the receiver, so that it can tell a repetition.
   */
  readonly idempotencyKey: string;
}

/** What a channel knows about a message it has handed over. */
export interface DeliveryReceipt {
  /** The receiver's or the channel's id of the message; it becomes part of the action's output. */
  readonly id?: string | undefined;
}

/**
 * A way to reach somebody: what a {@link NOTIFICATION_CHANNEL} holds.
 *
 * - Called when: a `notification` action names the channel; once per attempt. The channels of one action
 *   run at the same time.
 * - May throw: `ActionError` to say code, retryability and `retryAfterMs`; anything else counts as a
 *   retryable `CHANNEL_FAILED`. Its message shows up in the execution, so keep secrets out of it.
 * - Must: honour `context.signal`; bring its own timeout; not repeat by itself, as the action's retry
 *   policy does that.
 *
 * @example
 * const sms: NotificationChannel = {
 *   name: "sms",
 *   description: "Text messages through the Acme gateway.",
 *   needsRecipients: true,
 *   async deliver({ message, recipients }, { idempotencyKey, signal }) {
 *     const { id } = await gateway.send({ to: recipients, message, idempotencyKey, signal });
 *     return { id };
 *   },
 * };
 */
export interface NotificationChannel {
  /** What workflows name: lower-case letters, digits, `_` and `-`, beginning with a letter. */
  readonly name: string;
  /** One sentence for the catalogue. */
  readonly description: string;
  /** True: a workflow that names this channel without `recipients` is refused when it is created. */
  readonly needsRecipients?: boolean | undefined;
  /** The templates that a workflow can name for this channel. */
  readonly templates?: readonly string[] | undefined;
  deliver(
    notification: Notification,
    context: ChannelContext,
  ): DeliveryReceipt | undefined | Promise<DeliveryReceipt | undefined>;
  /**
   * Called when the orchestrator stops, for the channels of the plugin's options: closes what is open.
   * Another orchestrator may go on using the channel.
   */
  close?(): void | Promise<void>;
}

/** Why a delivery failed; see the table of codes in the README. */
export interface DeliveryError {
  readonly code: string;
  readonly message: string;
  /** May the same delivery succeed when it is repeated? */
  readonly retryable: boolean;
  /** How long the receiver asked to wait before that (ms). */
  readonly retry_after_ms?: number | undefined;
}

/** How the delivery over one channel ended. */
export interface Delivery {
  readonly channel: string;
  readonly status: "delivered" | "failed";
  /** What {@link DeliveryReceipt.id} said; only when delivered. */
  readonly id?: string | undefined;
  /** The attempt of the action that delivered it; only when that was an earlier one. */
  readonly attempt?: number | undefined;
  /** Only when failed. */
  readonly error?: DeliveryError | undefined;
}

/** The output of the action. */
export interface NotificationOutput {
  /** The text that was sent. */
  readonly message: string;
  /** One for each channel, in the order of `config.channels`. */
  readonly deliveries: readonly Delivery[];
}
