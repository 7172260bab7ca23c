import { type ActionContext, ActionError, TuttiError } from "@tutti/core";
import { asText } from "./as-text";
import { DeliveryContext } from "./channel-context";
import { type ChannelSet, unknownChannel } from "./channel-set";
import type { NotificationConfig } from "./config";
import { type DeliveryMemory, note, noted } from "./delivery-memory";
import { channelError } from "./errors";
import { type Attempt, isDelivered, isEnough, notEnough, toOutput } from "./outcome";
import type {
  Delivery,
  DeliveryReceipt,
  Notification,
  NotificationChannel,
  NotificationOutput,
} from "./types";

/** What notifications are sent with. */
export interface DeliveryMeans {
  readonly channels: ChannelSet;
  readonly memory: DeliveryMemory;
}

/** What each delivery of one attempt has in common. */
interface Sending extends DeliveryMeans {
  readonly notification: Notification;
  readonly context: ActionContext;
  /** Are there others that may fail when this one has delivered? */
  readonly isOneOfSeveral: boolean;
}

/**
 * Sends a notification over each channel of the config, all at the same time, and waits for all. What an
 * earlier attempt has delivered is not delivered again.
 *
 * Returns the output at once, without a promise, when no channel needed to wait, as `log` and
 * `console` never do: thousands of executions a second go through here.
 *
 * Rejects with `NOTIFICATION_FAILED` when fewer channels delivered than `require` asks for, with
 * `UNKNOWN_CHANNEL` before anything is sent, and with the signal's reason when a channel failed because
 * the attempt was aborted.
 */
export function deliver(
  config: NotificationConfig,
  means: DeliveryMeans,
  context: ActionContext,
): NotificationOutput | Promise<NotificationOutput> {
  const { channels } = means;
  const missing = config.channels.find((name) => !channels.has(name));
  if (missing !== undefined) return Promise.reject(unknown(missing, channels));
  const isOneOfSeveral = config.channels.length > 1;
  const sending = { ...means, notification: toNotification(config), context, isOneOfSeveral };
  const attempts = config.channels.map((name) => attempt(channels.get(name) as NotificationChannel, sending));
  return attempts.every(isDeliveredNow) ? succeed(sending, attempts) : conclude(config, sending, attempts);
}

async function conclude(
  { require }: NotificationConfig,
  sending: Sending,
  attempts: readonly (Attempt | Promise<Attempt>)[],
): Promise<NotificationOutput> {
  for (const one of attempts) if (isDeliveredNow(one)) remember(sending, one);
  const ended = await Promise.all(attempts.map((one) => Promise.resolve(one)));
  // What failed because of the abort says nothing about the channel.
  if (!ended.every(isDelivered)) sending.context.signal.throwIfAborted();
  if (!isEnough(require, ended)) throw notEnough(require, ended);
  return succeed(sending, ended);
}

function succeed({ notification, memory, context }: Sending, attempts: readonly Attempt[]) {
  memory.forget(context.idempotencyKey);
  return toOutput(notification, attempts);
}

function toNotification(config: NotificationConfig): Notification {
  const { message, subject, recipients, cc, bcc, reply_to, template, priority, data } = config;
  return Object.freeze({
    message: asText(message),
    subject: subject === undefined ? undefined : asText(subject),
    recipients,
    cc,
    bcc,
    reply_to,
    template,
    priority,
    data,
  });
}

function attempt(channel: NotificationChannel, sending: Sending): Attempt | Promise<Attempt> {
  const { notification, context, memory } = sending;
  const known = context.attempt > 1 ? memory.find(context.idempotencyKey, channel.name) : undefined;
  const before = known ?? noted(context, channel.name);
  if (before !== undefined) return { delivery: before };
  try {
    const receipt = channel.deliver(notification, new DeliveryContext(context, channel.name));
    return isThenable(receipt) ? whenDone(channel, receipt, sending) : delivered(channel, receipt);
  } catch (error) {
    return undelivered(channel, error);
  }
}

async function whenDone(
  channel: NotificationChannel,
  receipt: Promise<DeliveryReceipt | undefined>,
  sending: Sending,
): Promise<Attempt> {
  try {
    const done = delivered(channel, await receipt);
    // At once, and not when all have ended: the attempt may be given up before.
    remember(sending, done);
    return done;
  } catch (error) {
    return undelivered(channel, error);
  }
}

function remember({ memory, context, isOneOfSeveral }: Sending, { delivery }: Attempt): void {
  if (delivery.attempt !== undefined) return;
  memory.keep(context.idempotencyKey, delivery, context.attempt);
  if (isOneOfSeveral) note(context, delivery);
}

function delivered(channel: NotificationChannel, receipt: DeliveryReceipt | undefined): Attempt {
  const id = receipt?.id;
  const delivery: Delivery = { channel: channel.name, status: "delivered" };
  return { delivery: id === undefined ? delivery : { ...delivery, id } };
}

function undelivered(channel: NotificationChannel, error: unknown): Attempt {
  const failure = error instanceof ActionError ? error : foreign(error);
  const { code, message, retryable, retryAfterMs } = failure;
  const wait = retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs };
  return {
    delivery: { channel: channel.name, status: "failed", error: { code, message, retryable, ...wait } },
    failure,
  };
}

function foreign(error: unknown): ActionError {
  // Such as a secret that is not there: it will not be there the next time either.
  if (error instanceof TuttiError) {
    return new ActionError({ code: error.code, message: error.message, retryable: false, cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return channelError("CHANNEL_FAILED", message, { cause: error });
}

// A channel written in JavaScript may return anything, hence `unknown`.
function isThenable(value: unknown): value is Promise<DeliveryReceipt | undefined> {
  return typeof value === "object" && value !== null && "then" in value;
}

function isDeliveredNow(one: Attempt | Promise<Attempt>): one is Attempt {
  return "delivery" in one && isDelivered(one);
}

function unknown(name: string, channels: ChannelSet): ActionError {
  return new ActionError({
    code: "UNKNOWN_CHANNEL",
    message: unknownChannel(name, channels),
    retryable: false,
    details: { channel: name, installed: [...channels.keys()] },
  });
}
