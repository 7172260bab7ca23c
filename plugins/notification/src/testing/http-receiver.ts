import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request that the receiver got. */
export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the receiver answers. */
export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** A real HTTP server on a loopback port, which keeps what it got. Close it after the test. */
export async function httpReceiver(answer: Answer = (response) => response.writeHead(204).end()) {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const receive = async () => {
      const body = await text(request);
      const received = { method: request.method, path: request.url, headers: request.headers, body };
      requests.push(received);
      answer(response, received);
    };
    void receive();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** An answer with a status, and perhaps headers and a text. */
export function status(code: number, headers: Record<string, string> = {}, body = ""): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}
