import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as the server got it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Buffer;
}

/** A real HTTP server on a loopback port, with what it saw. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** All sockets that were ever opened. */
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
}

/** Answers a request; the body was read before. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void;

const servers: TestServer[] = [];

/** Starts a server that is closed by {@link closeServers}. Port 0 is any free one. */
export async function startServer(answer: Answer, wanted = 0): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const sockets: Socket[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const bytes = Buffer.concat(chunks);
      const seen = { method, url, headers, body: bytes.toString(), bytes };
      requests.push(seen);
      answer(seen, response);
    });
  };
  const server = createServer(listener).on("connection", (socket) => sockets.push(socket));
  server.listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  const started = { url: `http://127.0.0.1:${port}`, port, requests, sockets, close };
  servers.push(started);
  return started;
}

/** Closes all servers of {@link startServer}: for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
