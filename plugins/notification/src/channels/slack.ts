import { postJson } from "../http/post-json";
import { layoutOf } from "../layout";
import type { SlackSettings } from "../options";
import type { Notification, NotificationChannel } from "../types";

/**
 * Makes the channel that posts to a Slack incoming webhook: the subject in bold, then the message, with
 * `&`, `<` and `>` escaped, so that a text can neither mention everybody nor hide a link.
 * `data.slack.blocks` is passed on as it is, as the layout (Block Kit).
 *
 * Slack knows no idempotency key: a repeated delivery is a second message.
 *
 * @example
 * slackChannel({ webhook_url: "https://hooks.slack.com/services/T0/B0/x", timeout_ms: 10_000 });
 */
export function slackChannel(settings: SlackSettings): NotificationChannel {
  return {
    name: "slack",
    description: "Posts to a Slack channel through an incoming webhook.",
    async deliver(notification, context) {
      const body = JSON.stringify({
        text: slackText(notification),
        blocks: layoutOf(notification, "slack", "blocks"),
      });
      const request = { url: settings.webhook_url, body, headers: {}, timeoutMs: settings.timeout_ms };
      await postJson({ ...request, reason: slackReason }, context);
      return undefined;
    },
  };
}

function slackText({ subject, message }: Notification): string {
  return subject === undefined ? escapeSlack(message) : `*${escapeSlack(subject)}*\n${escapeSlack(message)}`;
}

/** Slack's own three escapes; any other character is plain text to it. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Slack answers a refusal with one word, such as `invalid_blocks`. Anything else is not Slack's. */
function slackReason(answer: string): string | undefined {
  return /^[a-z_]{1,60}$/.test(answer) ? answer : undefined;
}
