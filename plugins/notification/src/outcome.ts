import { ActionError } from "@tutti/core";
import type { Delivery, Notification, NotificationOutput, Requirement } from "./types";

/** How one channel's delivery ended. */
export interface Attempt {
  readonly delivery: Delivery;
  /** What the channel failed with; undefined when it delivered. */
  readonly failure?: ActionError;
}

/** Does an attempt count as delivered? */
export function isDelivered({ failure }: Attempt): boolean {
  return failure === undefined;
}

/**
 * Is this enough for the action to succeed?
 *
 * @example
 * isEnough("any", [delivered, failed]); // true
 */
export function isEnough(require: Requirement, attempts: readonly Attempt[]): boolean {
  if (require === "none") return true;
  return require === "any" ? attempts.some(isDelivered) : attempts.every(isDelivered);
}

/** The action's output: the report. */
export function toOutput(notification: Notification, attempts: readonly Attempt[]): NotificationOutput {
  return { message: notification.message, deliveries: attempts.map(({ delivery }) => delivery) };
}

/**
 * The error of an action whose deliveries were not enough.
 *
 * It is retryable when a repetition may be enough: with `all` no failure may be permanent, with `any`
 * one that is not permanent will do. It waits as long as the most patient receiver asked for.
 */
export function notEnough(require: Requirement, attempts: readonly Attempt[]): ActionError {
  const failures = attempts.flatMap(({ failure }) => failure ?? []);
  const reasons = attempts.flatMap(({ delivery: { channel, error } }) =>
    error === undefined ? [] : `${channel}: ${error.message}`,
  );
  const waits = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  const canRepeat = ({ retryable }: ActionError) => retryable;
  return new ActionError({
    code: "NOTIFICATION_FAILED",
    message: `Not delivered over ${failures.length} of ${attempts.length} channels: ${reasons.join("; ")}`,
    retryable: require === "any" ? failures.some(canRepeat) : failures.every(canRepeat),
    ...(waits.length > 0 && { retryAfterMs: Math.max(...waits) }),
    details: { require, deliveries: attempts.map(({ delivery }) => delivery) },
    cause: failures[0],
  });
}
