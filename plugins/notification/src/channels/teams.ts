import type { Json } from "@tutti/core";
import { postJson } from "../http/post-json";
import { checkLength, layoutOf } from "../layout";
import type { TeamsSettings } from "../options";
import type { Notification, NotificationChannel, Priority } from "../types";

/** What Teams takes, in bytes: 28 KiB, the card and all. */
const SIZE_LIMIT = 28_672;

/**
 * Makes the channel that posts an Adaptive Card to a webhook of Teams' Workflows app: the subject as a
 * headline, then the message line by line. All of it is plain text, so that no text can hide a link.
 * `data.teams.card` is passed on as it is, in place of that card.
 *
 * A workflow that has taken the request is all that Teams reports; `id` is its run. Teams knows no
 * idempotency key: a repeated delivery is a second message. Fails with `MESSAGE_TOO_LONG` before
 * anything is sent.
 *
 * @example
 * teamsChannel({ webhook_url: "https://prod-00.westeurope.logic.azure.com/…&sig=x", timeout_ms: 15_000 });
 */
export function teamsChannel(settings: TeamsSettings): NotificationChannel {
  return {
    name: "teams",
    description: "Posts an Adaptive Card to Microsoft Teams through a Workflows webhook.",
    async deliver(notification, context) {
      const body = JSON.stringify(envelope(layoutOf(notification, "teams", "card") ?? cardOf(notification)));
      const size = {
        what: "card",
        length: Buffer.byteLength(body),
        limit: SIZE_LIMIT,
        unit: "bytes",
      } as const;
      checkLength(size, "Teams");
      // Shows up in the history of the workflow's runs, to find the one of a delivery.
      const headers = { "x-ms-client-tracking-id": context.idempotencyKey };
      const request = { url: settings.webhook_url, body, headers, timeoutMs: settings.timeout_ms };
      const { headers: answered } = await postJson({ ...request, reason: teamsReason }, context);
      const run = answered["x-ms-workflow-run-id"];
      return typeof run === "string" ? { id: run } : undefined;
    },
  };
}

function envelope(card: Json) {
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content: card }] };
}

function cardOf({ subject, message, priority }: Notification): Json {
  const lines = message.split(/\r\n|[\n\r\u2028\u2029]/u);
  const body = lines.map((line, at) => block(line, at === 0 ? {} : { spacing: "None" }));
  const head = subject === undefined ? [] : [block(subject, {}, headline(priority))];
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.2",
    body: [...head, ...body],
  };
}

function headline(priority: Priority): Record<string, string> {
  const color = priority === "high" ? { color: "Attention" } : {};
  return { size: "Large", weight: "Bolder", ...color };
}

/** A line of plain text: unlike a TextBlock, a TextRun knows no Markdown. An empty one needs a space. */
function block(text: string, layout: Record<string, string>, style: Record<string, string> = {}): Json {
  const run = { type: "TextRun", text: text === "" ? " " : text, ...style };
  return { type: "RichTextBlock", inlines: [run], ...layout };
}

/** A refusal names a code, such as `WorkflowTriggerIsNotEnabled`; its text may repeat the URL. */
function teamsReason(text: string): string | undefined {
  return /"code"\s*:\s*"([A-Za-z]{1,60})"/.exec(text)?.[1];
}
