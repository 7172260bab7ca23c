import type { Json } from "@tutti/core";
import { z } from "zod";
import { type ChannelSet, unknownChannel } from "./channel-set";

/**
 * The schema of the action's config over the given channels. Made once per action, never per call.
 *
 * Issues: an unknown channel (naming those installed), a channel named twice, missing recipients.
 */
export function configSchema(channels: ChannelSet) {
  return z
    .strictObject({
      message: text().describe("The text. A template that gives no string is put into text: {{age}} -> 42."),
      channels: channelNames(channels).default(["log"]).describe("How to send it; all at the same time."),
      subject: text()
        .optional()
        .describe("A headline: the subject of the e-mail, the bold first line in Slack."),
      recipients: z.array(z.string().min(1)).min(1).optional().describe("Whom it is for; e-mail needs them."),
      priority: z.enum(["low", "normal", "high"]).default("normal").describe("How urgent it is."),
      data: z
        .record(z.string(), z.json())
        .optional()
        .describe("More than the text: part of the webhook's body; slack.blocks is Slack's layout."),
    })
    .superRefine(({ channels: names, recipients }, issues) => {
      if (recipients !== undefined) return;
      const needy = names.filter((name) => channels.get(name)?.needsRecipients === true);
      if (needy.length === 0) return;
      const message = `The channel ${needy.join(", ")} needs recipients`;
      issues.addIssue({ code: "custom", path: ["recipients"], message });
    });
}

/** The schema of the action's output. */
export const outputSchema = z.strictObject({
  message: z.string().describe("The text that was sent."),
  deliveries: z
    .array(
      z.strictObject({
        channel: z.string().describe("The channel's name."),
        status: z.enum(["delivered", "failed"]).describe("How it went."),
        id: z.string().optional().describe("The message's id, where the channel has one."),
        error: z
          .strictObject({
            code: z.string().describe("The code of the error."),
            message: z.string().describe("What went wrong."),
            retryable: z.boolean().describe("May the same delivery succeed later?"),
          })
          .optional()
          .describe("Why it failed."),
      }),
    )
    .readonly()
    .describe("One for each channel, in the order of config.channels."),
});

/** A checked config, with its defaults. */
export type NotificationConfig = z.output<ReturnType<typeof configSchema>>;

/**
 * Writes a value as the template language does inside a text: objects and arrays as JSON, null as nothing.
 *
 * @example
 * asText(42); // "42"
 */
export function asText(value: Json): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}

function text() {
  // The plain string comes first because it is nearly always that, and a union stops at what fits.
  return z.union([z.string(), z.json()], {
    error: ({ input }) => (input === undefined ? "is missing" : "Expected a text or a JSON value"),
  });
}

function channelNames(channels: ChannelSet) {
  const name = z.enum([...channels.keys()], { error: ({ input }) => unknownChannel(input, channels) });
  return z
    .array(name)
    .min(1)
    .superRefine((names, issues) => {
      const twice = names.findIndex((one, at) => names.indexOf(one) < at);
      if (twice === -1) return;
      issues.addIssue({
        code: "custom",
        path: [twice],
        message: `The channel "${names[twice] ?? ""}" is named twice`,
      });
    });
}
