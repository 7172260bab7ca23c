import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/** What is signed. */
export interface WebhookMessage {
  /** The same for each repetition, so that the receiver can drop one. */
  readonly id: string;
  /** The time of this attempt, in whole seconds since the epoch. */
  readonly timestamp: number;
  /** The body, exactly as it is sent. */
  readonly body: string;
}

/**
 * Reads a secret in the notation of Standard Webhooks: `whsec_` and the key in base64.
 *
 * @returns the key; undefined when the text is no such secret, or its key is not 24 to 64 bytes long
 */
export function webhookKey(secret: string): Buffer | undefined {
  const encoded = secret.slice(PREFIX.length);
  if (!secret.startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const key = Buffer.from(encoded, "base64");
  return key.length >= 24 && key.length <= 64 ? key : undefined;
}

/**
 * The headers of a webhook by the Standard Webhooks specification; no signature when there is no key.
 * Several keys give several signatures, so that a receiver can change from one to the next.
 *
 * @example
 * webhookHeaders({ id: "msg_1", timestamp: 1614265330, body: "{}" }, [key])["webhook-signature"]; // "v1,…"
 */
export function webhookHeaders(message: WebhookMessage, keys: readonly Buffer[]): Record<string, string> {
  const { id, timestamp, body } = message;
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  if (keys.length === 0) return headers;
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  return { ...headers, "webhook-signature": signatures.join(" ") };
}
