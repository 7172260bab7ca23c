import { definePlugin, EVENT_SINK, type PluginFactory, toSink } from "@tutti/core";
import type { z } from "zod";
import { type EventsRedisOptions, optionsSchema } from "./options";
import { RedisStream } from "./redis-stream";
import { version } from "./version";

/**
 * The plugin that adds events to a Redis stream.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit.
 *
 * @example
 * const orchestrator = await createOrchestrator({
 *   plugins: [eventsRedis({ url: "redis://127.0.0.1:6379", types: ["execution.*"] })],
 * });
 */
export const eventsRedis: PluginFactory<z.ZodType<RedisStream, EventsRedisOptions>> = definePlugin({
  name: "@tutti/plugin-events-redis",
  version,
  // Made here, so that the sink and the stop have the same connection.
  options: optionsSchema.transform((settings) => new RedisStream(settings)),
  register(container, target) {
    const sink = toSink(target.settings, (event) => target.add(event));
    container.register(EVENT_SINK, { useValue: sink });
  },
  stop: (_resolver, target) => target.drop(),
});
