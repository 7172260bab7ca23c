import { type ActionContext, ActionError } from "@tutti/core";
import { DeliveryContext } from "./channel-context";
import { type ChannelSet, unknownChannel } from "./channel-set";
import { asText, type NotificationConfig } from "./config";
import { channelError } from "./errors";
import type {
  Delivery,
  DeliveryReceipt,
  Notification,
  NotificationChannel,
  NotificationOutput,
} from "./types";

interface Attempt {
  readonly delivery: Delivery;
  /** What the channel failed with; undefined when it delivered. */
  readonly failure?: ActionError;
}

/**
 * Sends a notification over each channel of the config, all at the same time, and waits for all.
 *
 * Returns the output at once, without a promise, when no channel needed to wait, as `log` and
 * `console` never do: thousands of executions a second go through here.
 *
 * Rejects with `NOTIFICATION_FAILED` when any channel failed, with `UNKNOWN_CHANNEL` before anything
 * is sent, and with the signal's reason when a channel failed because the attempt was aborted.
 */
export function deliver(
  config: NotificationConfig,
  channels: ChannelSet,
  context: ActionContext,
): NotificationOutput | Promise<NotificationOutput> {
  const missing = config.channels.find((name) => !channels.has(name));
  if (missing !== undefined) return Promise.reject(unknown(missing, channels));
  const notification = toNotification(config);
  const attempts = config.channels.map((name) =>
    attempt(channels.get(name) as NotificationChannel, notification, context),
  );
  return attempts.every(isDelivered)
    ? toOutput(notification, attempts)
    : conclude(notification, attempts, context);
}

async function conclude(
  notification: Notification,
  attempts: readonly (Attempt | Promise<Attempt>)[],
  context: ActionContext,
): Promise<NotificationOutput> {
  const ended = await Promise.all(attempts.map((one) => Promise.resolve(one)));
  if (ended.every(isDelivered)) return toOutput(notification, ended);
  // What failed because of the abort says nothing about the channel.
  context.signal.throwIfAborted();
  throw failed(ended);
}

function toNotification(config: NotificationConfig): Notification {
  const { message, subject, recipients, priority, data } = config;
  return Object.freeze({
    message: asText(message),
    subject: subject === undefined ? undefined : asText(subject),
    recipients,
    priority,
    data,
  });
}

function attempt(
  channel: NotificationChannel,
  notification: Notification,
  context: ActionContext,
): Attempt | Promise<Attempt> {
  try {
    const receipt = channel.deliver(notification, new DeliveryContext(context, channel.name));
    return isThenable(receipt) ? whenDone(channel, receipt) : delivered(channel, receipt);
  } catch (error) {
    return undelivered(channel, error);
  }
}

async function whenDone(
  channel: NotificationChannel,
  receipt: Promise<DeliveryReceipt | undefined>,
): Promise<Attempt> {
  try {
    return delivered(channel, await receipt);
  } catch (error) {
    return undelivered(channel, error);
  }
}

function delivered(channel: NotificationChannel, receipt: DeliveryReceipt | undefined): Attempt {
  const id = receipt?.id;
  const delivery = { channel: channel.name, status: "delivered" } as const;
  return { delivery: id === undefined ? delivery : { ...delivery, id } };
}

function undelivered(channel: NotificationChannel, error: unknown): Attempt {
  const failure = error instanceof ActionError ? error : foreign(error);
  const { code, message, retryable } = failure;
  return {
    delivery: { channel: channel.name, status: "failed", error: { code, message, retryable } },
    failure,
  };
}

function foreign(error: unknown): ActionError {
  const message = error instanceof Error ? error.message : String(error);
  return channelError("CHANNEL_FAILED", message, { cause: error });
}

// A channel written in JavaScript may return anything, hence `unknown`.
function isThenable(value: unknown): value is Promise<DeliveryReceipt | undefined> {
  return typeof value === "object" && value !== null && "then" in value;
}

function isDelivered(one: Attempt | Promise<Attempt>): one is Attempt {
  return "delivery" in one && one.failure === undefined;
}

function toOutput(notification: Notification, attempts: readonly Attempt[]): NotificationOutput {
  return { message: notification.message, deliveries: attempts.map(({ delivery }) => delivery) };
}

function failed(attempts: readonly Attempt[]): ActionError {
  const failures = attempts.flatMap(({ failure }) => failure ?? []);
  const reasons = attempts.flatMap(
    ({ delivery: { channel, error } }) => error && `${channel}: ${error.message}`,
  );
  const waits = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return new ActionError({
    code: "NOTIFICATION_FAILED",
    message: `Not delivered over ${failures.length} of ${attempts.length} channels: ${reasons.filter(Boolean).join("; ")}`,
    // One permanent failure makes each repetition fail, and repeat what the other channels delivered.
    retryable: failures.every(({ retryable }) => retryable),
    ...(waits.length > 0 && { retryAfterMs: Math.max(...waits) }),
    details: { deliveries: attempts.map(({ delivery }) => delivery) },
    cause: failures[0],
  });
}

function unknown(name: string, channels: ChannelSet): ActionError {
  return new ActionError({
    code: "UNKNOWN_CHANNEL",
    message: unknownChannel(name, channels),
    retryable: false,
    details: { channel: name, installed: [...channels.keys()] },
  });
}
