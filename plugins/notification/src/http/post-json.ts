import { type ActionError, retryAfterMs } from "@tutti/core";
import { got } from "../../vendor/got.cjs";
import { channelError } from "../errors";
import type { ChannelContext } from "../types";

/** As much of an answer as is read (bytes); a receiver has little to say. */
const ANSWER_LIMIT = 16_384;

/** What to post, and where to. */
export interface PostRequest {
  readonly url: string;
  /** The JSON text, exactly as it was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole exchange, in ms. */
  readonly timeoutMs: number;
  /** Reads a reason out of the text of a refusal that is safe to show. Default: none. */
  readonly reason?: (answer: string) => string | undefined;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/**
 * Posts JSON once: no retries, no redirects, at most 16 KiB of the answer are read.
 *
 * Throws `ActionError`: `CHANNEL_UNAVAILABLE`, `CHANNEL_TIMEOUT`, `CHANNEL_REJECTED` or
 * `CHANNEL_UNAUTHORIZED`; the signal's reason when it was aborted. Messages name the host alone:
 * paths, queries and headers hold secrets.
 *
 * @example
 * await postJson({ url: "https://example.org/hook", body: "{}", headers: {}, timeoutMs: 15_000 }, context);
 */
export async function postJson(
  request: PostRequest,
  context: Pick<ChannelContext, "signal" | "clock">,
): Promise<void> {
  const { host } = new URL(request.url);
  let answer: Answer;
  try {
    answer = await exchange(request, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    throw unreachable(host, request.timeoutMs, error);
  }
  if (answer.status >= 200 && answer.status < 300) return;
  const reason = request.reason?.(answer.text);
  const message = `HTTP ${answer.status} from ${host}${reason === undefined ? "" : ` (${reason})`}`;
  throw refusal(answer, message, context.clock.now());
}

async function exchange(request: PostRequest, signal: AbortSignal): Promise<Answer> {
  const stream = got.stream.post(request.url, {
    body: request.body,
    headers: { ...request.headers, "content-type": "application/json" },
    timeout: { request: request.timeoutMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    signal,
  });
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > ANSWER_LIMIT) break;
  }
  const { response } = stream;
  if (response === undefined) throw new Error("the stream ended without an answer");
  return {
    status: response.statusCode,
    retryAfter: response.headers["retry-after"],
    text: Buffer.concat(parts).toString("utf8", 0, ANSWER_LIMIT),
  };
}

function refusal({ status, retryAfter }: Answer, message: string, now: number): ActionError {
  if (status === 401 || status === 403) return channelError("CHANNEL_UNAUTHORIZED", message);
  if (status < 500 && status !== 408 && status !== 425 && status !== 429) {
    return channelError("CHANNEL_REJECTED", message);
  }
  const wait = retryAfterMs(retryAfter, now);
  return channelError("CHANNEL_UNAVAILABLE", message, wait === undefined ? {} : { retryAfterMs: wait });
}

function unreachable(host: string, timeoutMs: number, error: unknown): ActionError {
  // The error itself is not handed on: it holds the URL and the headers.
  const code = (error as NodeJS.ErrnoException).code ?? "no code";
  if (code === "ETIMEDOUT")
    return channelError("CHANNEL_TIMEOUT", `No answer from ${host} within ${timeoutMs} ms`);
  return channelError("CHANNEL_UNAVAILABLE", `No connection to ${host} (${code})`);
}
