import { createHmac, timingSafeEqual } from "node:crypto";

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

/** A webhook that came in. */
export interface SignedWebhook extends WebhookMessage {
  /** The header: one or several signatures, with spaces between. */
  readonly signature: string;
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
  const { id, timestamp } = message;
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  if (keys.length === 0) return headers;
  const signatures = keys.map((key) => sign(message, key));
  return { ...headers, "webhook-signature": signatures.join(" ") };
}

/** Is one of the signatures made with this key? Takes the same time whatever is wrong with them. */
export function isSignedBy(webhook: SignedWebhook, key: Buffer): boolean {
  const right = Buffer.from(sign(webhook, key));
  const given = webhook.signature
    .split(" ")
    .slice(0, MOST_SIGNATURES)
    .map((one) => Buffer.from(one));
  return given.filter((one) => one.length === right.length && timingSafeEqual(one, right)).length > 0;
}

/** More signatures than any change of keys has. */
const MOST_SIGNATURES = 16;

function sign({ body, id, timestamp }: WebhookMessage, key: Buffer): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
