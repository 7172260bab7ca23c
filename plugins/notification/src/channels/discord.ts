import type { Json } from "@tutti/core";
import { postJson, type Answer } from "../http/post-json";
import { checkLength, layoutOf } from "../layout";
import type { DiscordSettings } from "../options";
import type { Notification, NotificationChannel } from "../types";

/** What Discord takes, in characters. */
const CONTENT_LIMIT = 2000;
const TITLE_LIMIT = 256;
const DESCRIPTION_LIMIT = 4096;

/**
 * Makes the channel that posts to a Discord webhook: the subject in bold, then the message; more than 2,000
 * characters become an embed. Nobody is mentioned, and no text can hide a link.
 * `data.discord.embeds` is passed on as it is, as the layout.
 *
 * Discord knows no idempotency key for webhooks: a repeated delivery is a second message. Fails with
 * `MESSAGE_TOO_LONG` before anything is sent; waits as long as Discord's `retry_after` asks for.
 *
 * @example
 * discordChannel({ webhook_url: "https://discord.com/api/webhooks/1/x", timeout_ms: 10_000 });
 */
export function discordChannel(settings: DiscordSettings): NotificationChannel {
  const url = new URL(settings.webhook_url);
  // Without it Discord answers before the message is made, and tells neither its id nor what is wrong.
  url.searchParams.set("wait", "true");
  return {
    name: "discord",
    description: "Posts to a Discord channel through a webhook.",
    async deliver(notification, context) {
      const message = {
        username: settings.username,
        ...contentOf(notification),
        // Whatever the text says, nobody is notified by name.
        allowed_mentions: { parse: [] },
      };
      const request = { url: url.href, body: JSON.stringify(message), headers: {} };
      const answer = await postJson(
        { ...request, timeoutMs: settings.timeout_ms, reason: discordReason, retryAfterMs: discordWait },
        context,
      );
      const { id } = parsed(answer.text);
      return typeof id === "string" ? { id } : undefined;
    },
  };
}

function contentOf(notification: Notification): { content?: string; embeds?: Json } {
  const title = notification.subject === undefined ? undefined : escapeDiscord(notification.subject);
  const description = escapeDiscord(notification.message);
  const content = title === undefined ? description : `**${title}**\n${description}`;
  const embeds = layoutOf(notification, "discord", "embeds");
  if (embeds !== undefined) {
    checkLimit("content beside embeds", content, CONTENT_LIMIT);
    return { content, embeds };
  }
  if (lengthOf(content) <= CONTENT_LIMIT) return { content };
  checkLimit("subject", title ?? "", TITLE_LIMIT);
  checkLimit("message", description, DESCRIPTION_LIMIT);
  return { embeds: [title === undefined ? { description } : { title, description }] };
}

function checkLimit(what: string, text: string, limit: number): void {
  checkLength({ what, length: lengthOf(text), limit, unit: "characters" }, "Discord");
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Takes their meaning from what begins a hidden link, a mention, or the escape of one. */
function escapeDiscord(text: string): string {
  return text.replace(/[\\[<]/g, String.raw`\$&`);
}

/** Discord says what is wrong in JSON; the text is its own, and repeats nothing of the message. */
function discordReason(text: string): string | undefined {
  const { code, message } = parsed(text);
  return typeof code === "number" && typeof message === "string"
    ? `${message.slice(0, 100)}, code ${code}`
    : undefined;
}

/** The body is more exact than the header, which is rounded to seconds. */
function discordWait({ text }: Answer): number | undefined {
  const seconds = parsed(text)["retry_after"];
  return typeof seconds === "number" && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A proxy in front of Discord answers in HTML.
    return {};
  }
}
