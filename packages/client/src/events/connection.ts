import { clientError } from "../errors";
import type { Call, Http } from "../http/http";
import { reasonOf } from "../http/reason";
import { type Message, messageReader } from "./parse";

/** A connection on which nothing comes for so long (ms) is lost: the server sends something every 15 seconds. */
const SILENCE_MS = 45_000;

/** What to connect to. */
export interface Connecting {
  readonly call: Call;
  /** Go on behind this id. */
  readonly lastId: string | undefined;
  /** Called when the server has taken the request. */
  readonly onOpen: () => void;
}

/**
 * One connection to a stream: its messages until the server ends it. Throws `CONNECTION_FAILED` when it breaks
 * or falls silent.
 */
export async function* connect(
  http: Http,
  { call, lastId, onOpen }: Connecting,
): AsyncGenerator<Message, void, undefined> {
  const { signal } = call.options ?? {};
  const resume = lastId === undefined ? {} : { "last-event-id": lastId };
  const response = await http.open({ ...call, headers: { accept: "text/event-stream", ...resume } });
  onOpen();
  // There is nothing behind that id, and nothing will come.
  if (response.status === 204) return;
  const reader = eventsOf(response).pipeThrough(new TextDecoderStream()).getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", stop);
  const read = messageReader();
  try {
    for (;;) {
      const { done, value } = await heard(reader, http.settings.base);
      signal?.throwIfAborted();
      if (done) return;
      yield* read(value);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

function eventsOf({ body, headers, status }: Response): NonNullable<Response["body"]> {
  const type = headers.get("content-type") ?? "nothing";
  if (type.startsWith("text/event-stream") && body !== null) return body;
  throw clientError("INVALID_RESPONSE", `The server answered with ${type}, and not with events.`, { status });
}

type Reader = ReadableStreamDefaultReader<string>;

async function heard(reader: Reader, base: string): ReturnType<Reader["read"]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${SILENCE_MS} ms`)), SILENCE_MS);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (cause) {
    throw clientError("CONNECTION_FAILED", `The stream of ${base} broke: ${reasonOf(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
