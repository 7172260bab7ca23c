import { definePlugin, EVENT_SINK, type PluginFactory, toSink } from "@tutti/core";
import { optionsSchema } from "./options";
import { poster } from "./post";
import { version } from "./version";

/**
 * The plugin that posts events to a URL as CloudEvents, signed as Standard Webhooks describes.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit; the message repeats no secret.
 *
 * @example
 * const orchestrator = await createOrchestrator({
 *   plugins: [eventsWebhook({ url: "https://example.org/events", secret: "whsec_…", types: ["execution.*"] })],
 * });
 */
export const eventsWebhook: PluginFactory<typeof optionsSchema> = definePlugin({
  name: "@tutti/plugin-events-webhook",
  version,
  options: optionsSchema,
  register(container, settings) {
    container.register(EVENT_SINK, { useValue: toSink(settings, poster(settings)) });
  },
});
