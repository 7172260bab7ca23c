import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "@tutti/core";
import { MockAnswer } from "./mock-answer";
import type { MockCall } from "./mock-call";

/** Scripted services that listen on ports of 127.0.0.1. */
export interface MockListener extends AsyncDisposable {
  /** Fits `serviceCall({ services })` and `createServiceMesh({ services })`. */
  readonly services: Readonly<Record<string, { readonly url: string }>>;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

type AnswerTo = (call: MockCall) => Promise<MockAnswer>;

/** Starts one server per service. */
export async function listen(names: readonly string[], answerTo: AnswerTo): Promise<MockListener> {
  const servers = await Promise.all(names.map((name) => start(name, answerTo)));
  const services = Object.fromEntries(servers.map(({ name, url }) => [name, { url }]));
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(({ server }) => stop(server)));
  };
  return { services, close, [Symbol.asyncDispose]: close };
}

async function start(
  name: string,
  answerTo: AnswerTo,
): Promise<{ name: string; server: Server; url: string }> {
  const server = createServer((request, response) => void serve(name, answerTo, { request, response }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { name, server, url: `http://127.0.0.1:${port}` };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(name: string, answerTo: AnswerTo, { request, response }: Exchange): Promise<void> {
  const given = await answerTo(await toCall(name, request)).catch(
    // 501 is an error that no retry changes, as in process.
    (error: unknown) => new MockAnswer({ error: (error as Error).message }, { status: 501 }),
  );
  if (given.isDropped) request.socket.destroy();
  else send(response, given);
}

function send(response: ServerResponse, { status, headers, body }: MockAnswer): void {
  const isText = typeof body === "string";
  const type = body === null ? {} : { "content-type": isText ? "text/plain" : "application/json" };
  response.writeHead(status, { ...type, ...headers });
  response.end(isText || body === null ? body : JSON.stringify(body));
}

async function toCall(service: string, request: IncomingMessage): Promise<MockCall> {
  const url = new URL(request.url ?? "/", "http://mock");
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  const query = Object.fromEntries(url.searchParams);
  const text = await textOf(request);
  return {
    service,
    method: request.method ?? "GET",
    path: url.pathname,
    parameters: text === "" ? parametersIn(query) : parsed(text),
    query,
    headers: Object.fromEntries(Object.keys(request.headers).map((name) => [name, header(name) ?? ""])),
    idempotencyKey: header("idempotency-key"),
    correlationId: header("x-correlation-id"),
    traceparent: header("traceparent"),
    params: {},
  };
}

function parametersIn(query: Record<string, string>): Json {
  return Object.keys(query).length === 0 ? null : query;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
