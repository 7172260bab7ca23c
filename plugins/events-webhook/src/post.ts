import {
  type CloudEvent,
  encodeHttp,
  type HttpMessage,
  retryAfterMs,
  webhookHeaders,
  webhookKey,
} from "@tutti/core";
import { sinkError } from "./errors";
import type { WebhookSettings } from "./options";

/** Statuses by which a receiver says that it will never take this event. */
const REJECTED: ReadonlySet<number> = new Set([400, 410, 413, 415, 422]);

/** What the tests put in place of the system's clock. */
export type Now = () => number;

/**
 * Makes what posts an event once: no retries, no redirects. `webhook-id` is the event's id, so a receiver that
 * remembers ids handles each event once.
 *
 * What it makes throws `ActionError`: see {@link sinkCodes}. Messages name the host alone: paths, queries and headers
 * hold secrets.
 */
export function poster(settings: WebhookSettings, now: Now = Date.now): (event: CloudEvent) => Promise<void> {
  const secrets = [settings.secret ?? []].flat();
  const keys = secrets.flatMap((secret) => webhookKey(secret) ?? []);
  return async (event) => {
    const { headers, body } = encodeHttp(event, settings.mode);
    const message = { id: encodeURIComponent(event.id), timestamp: Math.floor(now() / 1000), body };
    // The option's headers come first, so that they can't replace the ones that are signed.
    const all = { ...lowerCase(settings.headers), ...headers, ...webhookHeaders(message, keys) };
    await post(settings, { headers: all, body }, now);
  };
}

async function post(
  { url, timeout_ms }: WebhookSettings,
  { headers, body }: HttpMessage,
  now: Now,
): Promise<void> {
  const { host } = new URL(url);
  const signal = AbortSignal.timeout(timeout_ms);
  let answer: Response;
  try {
    answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    await answer.body?.cancel();
  } catch (error) {
    if (signal.aborted) throw sinkError("WEBHOOK_TIMEOUT", `No answer from ${host} within ${timeout_ms} ms`);
    throw sinkError("WEBHOOK_UNAVAILABLE", `No connection to ${host} (${reasonOf(error)})`);
  }
  if (answer.ok) return;
  const message = `HTTP ${answer.status} from ${host}`;
  if (REJECTED.has(answer.status)) throw sinkError("WEBHOOK_REJECTED", message);
  const wait = retryAfterMs(answer.headers.get("retry-after") ?? undefined, now());
  throw sinkError("WEBHOOK_UNAVAILABLE", message, wait === undefined ? {} : { retryAfterMs: wait });
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The system's code for what went wrong; fetch hides it in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "it was lost";
}
