import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { clientWith, type TuttiClient } from "../create-client";
import type { ClientOptions } from "../http/options";
import { systemPorts } from "../http/ports";

/** A request as the server got it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers one request. */
export type Step = (response: ServerResponse, seen: Seen) => void;

/** A real HTTP server that answers as a script says, and a client of it in a time of its own. */
export interface FakeServer {
  readonly url: string;
  readonly seen: Seen[];
  /** How long (ms) the client has waited, each time; it did not really wait. */
  readonly waits: number[];
  readonly client: (options?: Partial<ClientOptions>) => TuttiClient;
}

const servers: Server[] = [];

/** Starts a server: each request gets the next step; the last one answers all that follow. */
export async function fakeServer(...steps: readonly Step[]): Promise<FakeServer> {
  const seen: Seen[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { headers, method = "", url = "" } = request;
      const step = steps[Math.min(seen.length, steps.length - 1)];
      const one = { method, url, headers, body };
      seen.push(one);
      step?.(response, one);
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    waits.push(ms);
    return signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve();
  };
  const now = (): number => waits.reduce((sum, ms) => sum + ms, 0);
  const client = (options: Partial<ClientOptions> = {}) =>
    clientWith({ url, ...options }, { ...systemPorts(options), now, random: () => 0.5, sleep });
  return { url, seen, waits, client };
}

/** Ends all servers: for `afterEach`. */
export async function endServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** Answers with JSON. */
export function json(value: unknown, status = 200): Step {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(value));
  };
}

/** Answers with a problem document. */
export function problem(
  status: number,
  code: string,
  more: { retryAfter?: string; errors?: unknown } = {},
): Step {
  return (response) => {
    const { errors = [], retryAfter } = more;
    const after = retryAfter === undefined ? {} : { "retry-after": retryAfter };
    response.writeHead(status, { "content-type": "application/problem+json", ...after });
    const document = { type: `urn:tutti:error:${code}`, title: "No", status, detail: `It is ${code}.` };
    response.end(JSON.stringify({ ...document, code, fix: "Do better.", request_id: "r1", errors }));
  };
}

/** Breaks the connection. */
export const breakOff: Step = (response) => void response.destroy();

/** Sends server-sent events, and ends the stream or breaks it. */
export function stream(text: string, end: "end" | "break" | "open" = "end"): Step {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(text, () => {
      if (end === "end") response.end();
      if (end === "break") response.destroy();
    });
  };
}

/** An event of the execution `e1` as a message of a stream. */
export function message(sequence: number, type = "action.started"): string {
  return `id: ${sequence}\nevent: tutti.${type}\ndata: ${JSON.stringify(event(sequence, type))}\n\n`;
}

/** An event of the execution `e1`. */
export function event(sequence: number, type = "action.started") {
  return { type: `tutti.${type}`, sequence, time: `2026-01-01T00:00:0${sequence}.000Z` };
}

/** An execution as it stands after an event. */
export function execution(status: string, completedWith?: number) {
  const completed_at = completedWith === undefined ? null : event(completedWith).time;
  return { execution_id: "e1", status, completed_at };
}
