import { webhookHeaders, webhookKey } from "@tutti/core";
import { postJson } from "../http/post-json";
import type { WebhookSettings } from "../options";
import type { ChannelContext, Notification, NotificationChannel } from "../types";

/**
 * Makes the channel that posts to one URL as Standard Webhooks describes, signed when there is a secret.
 *
 * The body is `{ type: "notification", timestamp, data }`; `webhook-id` is the delivery's idempotency
 * key, so a receiver that remembers ids handles each notification once.
 *
 * @example
 * webhookChannel({ url: "https://example.org/hooks/tutti", secret: [], headers: {}, timeout_ms: 15_000 });
 */
export function webhookChannel(settings: WebhookSettings): NotificationChannel {
  const keys = settings.secret.flatMap((secret) => webhookKey(secret) ?? []);
  return {
    name: "webhook",
    description: "Posts JSON to a URL, signed as in the Standard Webhooks specification.",
    async deliver(notification, context) {
      const now = context.clock.now();
      const body = JSON.stringify(payload(notification, context, now));
      const message = { id: context.idempotencyKey, timestamp: Math.floor(now / 1000), body };
      // The option's headers come first, so that they can't replace the ones that are signed.
      const headers = {
        ...settings.headers,
        traceparent: context.traceparent,
        ...webhookHeaders(message, keys),
      };
      await postJson({ url: settings.url, body, headers, timeoutMs: settings.timeout_ms }, context);
      return { id: message.id };
    },
  };
}

function payload(notification: Notification, context: ChannelContext, now: number) {
  const { message, subject, recipients, priority, data } = notification;
  return {
    type: "notification",
    timestamp: new Date(now).toISOString(),
    data: {
      message,
      subject,
      recipients,
      priority,
      data,
      workflow_id: context.workflowId,
      execution_id: context.executionId,
      action_id: context.actionId,
      correlation_id: context.correlationId,
    },
  };
}
