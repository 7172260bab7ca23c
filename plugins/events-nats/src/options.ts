import { sinkOptions } from "@tutti/core";
import { z } from "zod";

const text = z.string().min(1);
const server = z.string().regex(/^((nats|tls):\/\/)?[^\s/@]+$/, {
  error: "Expected host:port, with or without nats:// or tls://; give user, password and token as options",
});

/** Checks the options. */
export const optionsSchema = z.strictObject({
  servers: z.union([server, z.array(server).min(1)]),
  stream: z
    .string()
    .regex(/^[^\s.*>/\\]+$/, { error: "Expected a name without dots, spaces, * and >" })
    .optional(),
  subject_prefix: z
    .string()
    .regex(/^[^\s.*>]+(\.[^\s.*>]+)*$/, { error: "Expected words with dots between them" })
    .default("events"),
  mode: z.enum(["structured", "binary"]).default("structured"),
  timeout_ms: z.int().min(1).max(2_147_483_647).default(5000),
  user: text.optional(),
  password: text.optional(),
  token: text.optional(),
  ...sinkOptions("nats"),
});

/** What {@link eventsNats} takes. */
export type EventsNatsOptions = z.input<typeof optionsSchema>;

/** The same, checked and complete. */
export type NatsSettings = z.output<typeof optionsSchema>;
