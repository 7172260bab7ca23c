import type { Json, JsonObject } from "@tutti/core";
import { channelError } from "./errors";
import type { Notification } from "./types";

/**
 * The layout that a workflow brings along for one channel, such as `data.slack.blocks`.
 *
 * @returns undefined when there is none
 */
export function layoutOf({ data }: Notification, channel: string, field: string): Json | undefined {
  const layout = data?.[channel];
  const isObject = typeof layout === "object" && layout !== null && !Array.isArray(layout);
  return isObject ? (layout as JsonObject)[field] : undefined;
}

/** A part of a message that its receiver takes only up to a length. */
export interface LimitedPart {
  /** What it is, as in "Discord takes 2000 characters of content". */
  readonly what: string;
  readonly length: number;
  readonly limit: number;
  readonly unit: "characters" | "bytes";
}

/**
 * Throws `MESSAGE_TOO_LONG` when a part is longer than its receiver takes. Nothing is cut off: half a
 * message may say the opposite of the whole.
 *
 * @example
 * checkLength({ what: "content", length: 2001, limit: 2000, unit: "characters" }, "Discord");
 */
export function checkLength({ what, length, limit, unit }: LimitedPart, receiver: string): void {
  if (length <= limit) return;
  throw channelError(
    "MESSAGE_TOO_LONG",
    `${receiver} takes ${limit} ${unit} of ${what}, and this is ${length}: shorten it, or send it in parts`,
  );
}
