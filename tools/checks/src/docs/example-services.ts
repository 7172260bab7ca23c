import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** The names under which the examples call the one server there is. */
const SERVICES = ["bank", "hotel", "shop"];

/** The services that the examples on the pages call. */
export interface ExampleServices {
  /** The option `services` of the plugin service_call. */
  readonly services: Readonly<Record<string, { url: string }>>;
  close(): void;
}

/**
 * Starts services that answer with what they are sent. Three paths are special: `/flaky` answers 503 to
 * the first attempt of each piece of work, `/down` always does, and `/slow` never answers.
 */
export async function startExampleServices(): Promise<ExampleServices> {
  const seen = new Set<string>();
  const server = createServer((request, response) => void answer(request, response, seen));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    services: Object.fromEntries(SERVICES.map((name) => [name, { url }])),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, seen: Set<string>): Promise<void> {
  const { url = "", headers } = request;
  const path = url.split("?")[0];
  if (path === "/slow") return;
  const key = String(headers["idempotency-key"]);
  const isDown = path === "/down" || (path === "/flaky" && !seen.has(key));
  seen.add(key);
  const sent = request.method === "GET" ? {} : await json(request).catch(() => ({}));
  response.writeHead(isDown ? 503 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(isDown ? { error: "down" } : sent));
}
