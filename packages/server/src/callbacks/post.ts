import { ActionError, retryAfterMs, webhookHeaders } from "@tutti/core";
import type { CallbackSettings } from "./options";

/** One call of a receiver. */
export interface Posted {
  readonly url: string;
  /** The same for each repetition. */
  readonly id: string;
  readonly body: string;
  readonly settings: CallbackSettings;
}

/** Statuses after which the receiver will never take this call. */
const FINAL = new Set([400, 410, 413, 415, 422]);

/**
 * Posts a signed body. Redirects are not followed: they could lead anywhere. Throws `ActionError` with
 * `CALLBACK_FAILED`, whose message tells the host alone.
 */
export async function post({ body, id, settings, url }: Posted): Promise<void> {
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/json",
    ...webhookHeaders({ id, timestamp, body }, [settings.key]),
  };
  const { host } = new URL(url);
  const signal = AbortSignal.timeout(settings.timeoutMs);
  const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" }).catch(
    (cause: unknown) => {
      throw failed(`No answer from ${host}`, { retryable: true, cause });
    },
  );
  await answer.body?.cancel();
  if (answer.ok) return;
  const wait = retryAfterMs(answer.headers.get("retry-after") ?? undefined, Date.now());
  const retryable = !FINAL.has(answer.status);
  throw failed(`HTTP ${answer.status} from ${host}`, {
    retryable,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function failed(
  message: string,
  options: { readonly retryable: boolean; readonly retryAfterMs?: number; readonly cause?: unknown },
): ActionError {
  return new ActionError({ code: "CALLBACK_FAILED", message, ...options });
}
