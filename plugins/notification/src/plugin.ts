import { definePlugin, type PluginFactory, type Resolver } from "@tutti/core";
import type { z } from "zod";
import { type NotificationAction, notificationAction } from "./action";
import { channelSet } from "./channel-set";
import { configuredChannels } from "./channels/configured";
import { type NotificationOptions, optionsSchema } from "./options";
import { NOTIFICATION_CHANNEL } from "./tokens";
import type { NotificationChannel } from "./types";
import { version } from "./version";

/**
 * The plugin that brings the action `notification`.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit; the message repeats no secret.
 *
 * @example
 * const orchestrator = await createOrchestrator({
 *   plugins: [notification({ webhook: { url: "https://example.org/hook", secret: "whsec_…" } })],
 * });
 */
export const notification: PluginFactory<z.ZodType<readonly NotificationChannel[], NotificationOptions>> =
  definePlugin({
    name: "@tutti/plugin-notification",
    version,
    // Made here, so that the action and the container get the same channels.
    options: optionsSchema.transform(configuredChannels),
    actions: (channels) => [withContainer(notificationAction(channelSet(channels)))],
    register(container, channels) {
      for (const channel of channels) container.register(NOTIFICATION_CHANNEL, { useValue: channel });
    },
    async stop(_resolver, channels) {
      await Promise.all(channels.map(async (channel) => channel.close?.()));
    },
  });

/** By itself the action has the plugin's channels; in an orchestrator also those of other plugins. */
function withContainer(action: NotificationAction): NotificationAction {
  return { ...action, bind };
}

function bind(resolver: Resolver): NotificationAction {
  return notificationAction(channelSet(resolver.resolveAll(NOTIFICATION_CHANNEL)));
}
