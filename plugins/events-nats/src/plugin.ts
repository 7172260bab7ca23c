import { definePlugin, EVENT_SINK, type PluginFactory, toSink } from "@tutti/core";
import type { z } from "zod";
import { type EventsNatsOptions, optionsSchema } from "./options";
import { JetStream } from "./jet-stream";
import { version } from "./version";

/**
 * The plugin that publishes events to NATS JetStream.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit.
 *
 * @example
 * const orchestrator = await createOrchestrator({
 *   plugins: [eventsNats({ servers: "127.0.0.1:4222", stream: "TUTTI" })],
 * });
 */
export const eventsNats: PluginFactory<z.ZodType<JetStream, EventsNatsOptions>> = definePlugin({
  name: "@tutti/plugin-events-nats",
  version,
  // Made here, so that the sink and the stop have the same connection.
  options: optionsSchema.transform((settings) => new JetStream(settings)),
  register(container, target) {
    const sink = toSink(target.settings, (event) => target.publish(event));
    container.register(EVENT_SINK, { useValue: sink });
  },
  stop: (_resolver, target) => target.drop(),
});
