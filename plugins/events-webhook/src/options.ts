import { sinkOptions, webhookKey } from "@tutti/core";
import { z } from "zod";

// The longest delay a timer of Node can wait.
const timeout = z.int().min(1).max(2_147_483_647);
const secret = z.string().refine((text) => webhookKey(text) !== undefined, {
  error: "Expected whsec_ and 24 to 64 bytes in base64; make one with: openssl rand -base64 32",
});

/** Checks the options. */
export const optionsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "Expected an http or https URL" }),
  secret: z.union([secret, z.array(secret).min(1)]).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  timeout_ms: timeout.default(15_000),
  mode: z.enum(["structured", "binary"]).default("structured"),
  ...sinkOptions("webhook"),
});

/** What {@link eventsWebhook} takes. */
export type EventsWebhookOptions = z.input<typeof optionsSchema>;

/** The same, checked and complete. */
export type WebhookSettings = z.output<typeof optionsSchema>;
