import { token } from "@tutti/core";
import type { NotificationChannel } from "./types";

/**
 * Extension point: the channels that `notification` can use. A plugin registers its own with it.
 *
 * Of two channels with one name the newest wins, so a plugin that is listed after this one can
 * replace a built-in channel.
 *
 * @example
 * container.register(NOTIFICATION_CHANNEL, { useValue: smsChannel });
 */
export const NOTIFICATION_CHANNEL = token<NotificationChannel>("notification-channel");
