import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { got } from "../../vendor/got.cjs";
import type { Connections } from "../connections";
import type { SavedBody } from "../response/downloads";
import type { TlsSettings } from "../tls/tls-material";

/** One request on the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
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
  /** Takes the body of an answer in place of memory. */
  readonly sink?: BodySink | undefined;
  /** How connections are secured. Default: as Node.js does. */
  readonly tls?: TlsSettings | undefined;
  /** Called before a redirect is followed: the service was reached. */
  readonly onRedirect?: (() => void) | undefined;
}

/** Where the body of an answer goes when it is not kept in memory. */
export interface BodySink {
  /** False for an answer whose body is to be read as always. */
  wants(status: number, headers: Readonly<Record<string, string>>): boolean;
  write(body: AsyncIterable<Uint8Array>): Promise<SavedBody>;
}

/** An answer as it came, with its body decompressed. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** False when the body was longer than allowed: what is here is its beginning. */
  readonly complete: boolean;
  /** What became of the body when a sink took it; then `body` is empty. */
  readonly saved?: SavedBody;
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
    ...(settings.tls === undefined ? {} : { https: httpsOf(settings.tls) }),
  });
  // An error can come when nothing listens: before the body is read, or after that was given up.
  stream.on("error", () => undefined);
  // Without a body got waits for one to be written into its stream.
  if (body === undefined && method !== "GET" && method !== "HEAD") stream.end();
  const [response] = (await once(stream, "response")) as [
    { statusCode: number; headers: IncomingHttpHeaders },
  ];
  const { statusCode: status } = response;
  const headers = flat(response.headers);
  if (settings.sink?.wants(status, headers) !== true) {
    return { status, headers, ...(await readBody(stream, settings.maxBytes)) };
  }
  try {
    return { status, headers, ...NO_BODY, saved: await settings.sink.write(stream) };
  } finally {
    stream.destroy();
  }
}

const NO_BODY = { body: Buffer.alloc(0), complete: true };

function timeouts({ connectTimeoutMs, responseTimeoutMs }: ExchangeSettings): Record<string, number> {
  const connecting = { lookup: connectTimeoutMs, connect: connectTimeoutMs, secureConnect: connectTimeoutMs };
  return responseTimeoutMs === undefined ? connecting : { ...connecting, response: responseTimeoutMs };
}

// Agents keep connections with different options apart, so a new certificate gets new connections.
function httpsOf({ ca, cert, key, passphrase, serverName, minVersion }: TlsSettings) {
  return {
    minVersion,
    ...(ca === undefined ? {} : { certificateAuthority: [...ca] }),
    ...(cert === undefined ? {} : { certificate: cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

// By events, because an async iterator takes a tenth of the whole request's computing.
function readBody(stream: Readable, maxBytes: number): Promise<Pick<RawAnswer, "body" | "complete">> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    stream.on("data", (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= maxBytes) return;
      resolve({ body: Buffer.concat(chunks, maxBytes), complete: false });
      stream.destroy(); // an endless body ends here, and its socket is closed
    });
    // It may have failed already: what comes with the headers is read together with them.
    if (stream.errored !== null || stream.closed) reject(stream.errored ?? new PrematureCloseError());
    stream.once("end", () => resolve({ body: Buffer.concat(chunks), complete: true }));
    stream.once("error", reject);
    stream.once("close", () => reject(new PrematureCloseError()));
  });
}

/** The answer's end never came, and no error said why. */
class PrematureCloseError extends Error {
  readonly code = "ERR_STREAM_PREMATURE_CLOSE";

  constructor() {
    super("the answer ended too early");
  }
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = ""]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}
