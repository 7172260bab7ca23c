import { sinkOptions } from "@tutti/core";
import { z } from "zod";

/** Checks the options. */
export const optionsSchema = z.strictObject({
  url: z.url({ protocol: /^rediss?$/, error: "Expected a redis or rediss URL" }),
  stream: z.string().min(1).default("tutti:events"),
  max_length: z.int().min(1).optional(),
  timeout_ms: z.int().min(1).max(2_147_483_647).default(5000),
  ...sinkOptions("redis"),
});

/** What {@link eventsRedis} takes. */
export type EventsRedisOptions = z.input<typeof optionsSchema>;

/** The same, checked and complete. */
export type RedisSettings = z.output<typeof optionsSchema>;
