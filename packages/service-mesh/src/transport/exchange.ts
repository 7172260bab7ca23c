import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { LookupFunction } from "node:net";
import { got } from "../../vendor/got.cjs";
import type { Connections } from "../connections";

/** One request on the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** How requests are sent. */
export interface ExchangeSettings {
  readonly connections: Connections;
  readonly lookup: LookupFunction;
  /** For each of: the DNS answer, the connection, the TLS handshake. */
  readonly connectTimeoutMs: number;
  /** From the end of the request to the answer's headers. */
  readonly responseTimeoutMs: number | undefined;
  /** The largest body taken, after decompression. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Called before a redirect is followed: the service was reached. */
  readonly onRedirect?: (() => void) | undefined;
}

/** An answer as it came, with its body decompressed. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** False when the body was longer than allowed: what is here is its beginning. */
  readonly complete: boolean;
}

// The mesh sends each request once and looks at each redirect itself.
const client = got.extend({ retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false });

/**
 * Sends one request and reads its answer, whatever its status.
 *
 * @throws {RequestError} Of got, when there is no (whole) answer.
 */
export async function exchange(request: Exchange, settings: ExchangeSettings): Promise<RawAnswer> {
  const { method, url, headers: sent, body } = request;
  const stream = client.stream(url, {
    method: method as "GET",
    headers: sent,
    ...(body === undefined ? {} : { body }),
    agent: settings.connections.agents,
    dnsLookup: settings.lookup,
    signal: settings.signal,
    timeout: timeouts(settings),
  });
  // An error can come when nothing listens: before the body is read, or after that was given up.
  stream.on("error", () => undefined);
  // Without a body got waits for one to be written into its stream.
  if (body === undefined && method !== "GET" && method !== "HEAD") stream.end();
  const [response] = (await once(stream, "response")) as [
    { statusCode: number; headers: IncomingHttpHeaders },
  ];
  const { statusCode, headers } = response;
  return { status: statusCode, headers: flat(headers), ...(await readBody(stream, settings.maxBytes)) };
}

function timeouts({ connectTimeoutMs, responseTimeoutMs }: ExchangeSettings): Record<string, number> {
  const connecting = { lookup: connectTimeoutMs, connect: connectTimeoutMs, secureConnect: connectTimeoutMs };
  return responseTimeoutMs === undefined ? connecting : { ...connecting, response: responseTimeoutMs };
}

// Leaving the loop early destroys the stream, so an endless body ends here and its socket is closed.
async function readBody(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ body: Buffer; complete: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes) return { body: Buffer.concat(chunks, maxBytes), complete: false };
  }
  return { body: Buffer.concat(chunks), complete: true };
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = ""]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}
