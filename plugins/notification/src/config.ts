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
      require: z
        .enum(["all", "any", "none"])
        .default("all")
        .describe("How many of the channels must deliver for the action to succeed; all are tried anyway."),
      subject: text().optional().describe("A headline: the subject of the e-mail, the first line elsewhere."),
      recipients: listOfNames().describe("Whom it is for; e-mail needs them."),
      cc: listOfNames().describe("Who gets a copy of the e-mail."),
      bcc: listOfNames().describe("Who gets a copy of the e-mail that the others do not see."),
      reply_to: z.string().min(1).optional().describe("Where answers to the e-mail go."),
      template: z.string().optional().describe("The template of the options for the e-mail's HTML form."),
      priority: z.enum(["low", "normal", "high"]).default("normal").describe("How urgent it is."),
      data: z
        .record(z.string(), z.json())
        .optional()
        .describe(
          "More than the text: part of the webhook's body; slack.blocks, teams.card and discord.embeds are layouts.",
        ),
    })
    .superRefine((config, issues) => {
      for (const { field, message } of problemsOf(config, channels)) {
        issues.addIssue({ code: "custom", path: [field], message });
      }
    });
}

interface Request {
  readonly channels: readonly string[];
  readonly recipients?: unknown;
  readonly template?: string | undefined;
}

/** What the named channels make of the other fields. */
function problemsOf({ channels: names, recipients, template }: Request, channels: ChannelSet) {
  const problems: { readonly field: string; readonly message: string }[] = [];
  const needy = names.filter((name) => channels.get(name)?.needsRecipients === true);
  if (recipients === undefined && needy.length > 0) {
    problems.push({ field: "recipients", message: `The channel ${needy.join(", ")} needs recipients` });
  }
  const known = names.flatMap((name) => channels.get(name)?.templates ?? []);
  if (template !== undefined && !known.includes(template)) {
    problems.push({ field: "template", message: unknownTemplate(template, known) });
  }
  return problems;
}

function unknownTemplate(name: string, known: readonly string[]): string {
  const installed = known.toSorted().join(", ") || "none";
  return `Unknown template ${JSON.stringify(name)}. Those of the named channels: ${installed}`;
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
        attempt: z.int().optional().describe("The attempt that delivered it, when it was an earlier one."),
        error: z
          .strictObject({
            code: z.string().describe("The code of the error."),
            message: z.string().describe("What went wrong."),
            retryable: z.boolean().describe("May the same delivery succeed later?"),
            retry_after_ms: z.number().optional().describe("How long the receiver asks to wait, in ms."),
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

function text() {
  // The plain string comes first because it is nearly always that, and a union stops at what fits.
  return z.union([z.string(), z.json()], {
    error: ({ input }) => (input === undefined ? "is missing" : "Expected a text or a JSON value"),
  });
}

function listOfNames() {
  return z.array(z.string().min(1)).min(1).optional();
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
