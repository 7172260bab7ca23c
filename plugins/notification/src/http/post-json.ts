import type { IncomingHttpHeaders } from "node:http";
import { type ActionError, retryAfterMs } from "@tutti/core";
import { got } from "../../vendor/got.cjs";
import { channelError } from "../errors";
import type { ChannelContext } from "../types";
import { isUntrusted } from "../tls-errors";

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
  /** Reads the wait (ms) out of an answer that comes too early. Default: from its `Retry-After`. */
  readonly retryAfterMs?: (answer: Answer) => number | undefined;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the text, at most 16 KiB. */
  readonly text: string;
}

/**
 * Posts JSON once: no retries, no redirects, at most 16 KiB of the answer are read.
 *
 * Resolves with an answer of status 2xx.
 * Throws `ActionError`: `CHANNEL_UNAVAILABLE`, `CHANNEL_TIMEOUT`, `CHANNEL_REJECTED`,
 * `CHANNEL_UNAUTHORIZED` or `CHANNEL_UNTRUSTED`; the signal's reason when it was aborted. Messages name the host alone:
 * paths, queries and headers hold secrets.
 *
 * @example
 * await postJson({ url: "https://example.org/hook", body: "{}", headers: {}, timeoutMs: 15_000 }, context);
 */
export async function postJson(
  request: PostRequest,
  context: Pick<ChannelContext, "signal" | "clock">,
): Promise<Answer> {
  const { host } = new URL(request.url);
  let answer: Answer;
  try {
    answer = await exchange(request, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    throw unreachable(host, request.timeoutMs, error);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const reason = request.reason?.(answer.text);
  const message = `HTTP ${answer.status} from ${host}${reason === undefined ? "" : ` (${reason})`}`;
  const wait =
    request.retryAfterMs?.(answer) ?? retryAfterMs(answer.headers["retry-after"], context.clock.now());
  throw refusal(answer.status, message, wait);
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
    headers: response.headers,
    text: Buffer.concat(parts).toString("utf8", 0, ANSWER_LIMIT),
  };
}

function refusal(status: number, message: string, wait: number | undefined): ActionError {
  if (status === 401 || status === 403) return channelError("CHANNEL_UNAUTHORIZED", message);
  if (status < 500 && status !== 408 && status !== 425 && status !== 429) {
    return channelError("CHANNEL_REJECTED", message);
  }
  return channelError("CHANNEL_UNAVAILABLE", message, wait === undefined ? {} : { retryAfterMs: wait });
}

function unreachable(host: string, timeoutMs: number, error: unknown): ActionError {
  // The error itself is not handed on: it holds the URL and the headers.
  const code = (error as NodeJS.ErrnoException).code ?? "no code";
  if (code === "ETIMEDOUT")
    return channelError("CHANNEL_TIMEOUT", `No answer from ${host} within ${timeoutMs} ms`);
  if (isUntrusted(code)) return channelError("CHANNEL_UNTRUSTED", `No TLS to trust at ${host} (${code})`);
  return channelError("CHANNEL_UNAVAILABLE", `No connection to ${host} (${code})`);
}
