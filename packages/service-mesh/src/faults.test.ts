import type { ActionError } from "@tutti/core";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { closeMeshes, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";
import { TestTime } from "./testing/time";
import type { RequestOptions, ServiceMesh } from "./types";

// Services that misbehave on real sockets. Each request ends as documented, inside its time.

const raw: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  await closeMeshes();
  await closeServers();
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of raw.splice(0)) server.close();
});

/** A server that speaks TCP; it does something with each request's first bytes. */
async function rawServer(onRequest: (socket: Socket) => void): Promise<string> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on("error", () => undefined));
    socket.on("data", () => onRequest(socket));
  });
  raw.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

/** Fails when something takes longer than it may. The slack is for busy machines. */
async function within<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const value = await work;
  expect(performance.now() - start).toBeLessThan(budgetMs + 1500);
  return value;
}

const codeOf = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => "ok",
    (error: unknown) => (error as ActionError).code,
  );

const turn = () => new Promise((resolve) => setImmediate(resolve));

function post(mesh: ServiceMesh, options: RequestOptions = {}) {
  return mesh.getClient("api").makeRequest("POST", "/charge", { amount: 1 }, options);
}

describe("a slow service", () => {
  it("is waited for while it is in time", async () => {
    const server = await startServer((_seen, response) => void setTimeout(() => json(response, "late"), 60));
    const mesh = meshOf({ services: { api: { url: server.url, response_timeout_seconds: 5 } } });
    expect((await within(1000, post(mesh))).response).toBe("late");
  });

  it("ends by its response timeout, and may have done the work", async () => {
    const url = await rawServer(() => undefined);
    const mesh = meshOf({ services: { api: { url, response_timeout_seconds: 0.08 } } });
    expect(await within(80, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_TIMEOUT",
      retryable: true,
      details: { phase: "response", instance: url, sent: true, safe_to_repeat: false },
    });
  });

  it("ends by the request's whole time when it trickles its answer", async () => {
    const url = await rawServer((socket) => {
      socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`);
      const timer = setInterval(() => socket.write("."), 5);
      socket.on("close", () => clearInterval(timer));
    });
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(100, rejection(post(mesh, { timeoutMs: 100, idempotencyKey: "1" })))).toMatchObject({
      code: "SERVICE_TIMEOUT",
      details: { phase: "request", safe_to_repeat: true },
    });
  });
});

describe("a hanging instance among others", () => {
  it("costs its timeouts until it is ejected, then nothing", async () => {
    const hanging = await startServer(() => undefined);
    const good = await startServer((_seen, response) => json(response, "good"));
    const time = new TestTime();
    const service = {
      instances: [{ url: hanging.url }, { url: good.url }],
      response_timeout_seconds: 0.05,
      passive_health: { consecutive_failures: 3, eject_seconds: 30 },
    };
    const mesh = meshOf({ services: { api: service }, time });
    const codes: string[] = [];
    for (let count = 0; count < 12; count++) {
      codes.push(await within(50, codeOf(post(mesh))));
    }
    expect(codes.filter((code) => code === "SERVICE_TIMEOUT")).toHaveLength(3);
    expect(codes.slice(-6)).toEqual(Array.from({ length: 6 }, () => "ok"));
    expect(hanging.requests).toHaveLength(3);
  });
});

describe("a service that resets connections", () => {
  it("is unreachable, and may have done the work", async () => {
    const url = await rawServer((socket) => socket.resetAndDestroy());
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      retryable: true,
      details: { reason: "ECONNRESET", sent: true, safe_to_repeat: false },
    });
  });

  it("is unreachable when it resets in the middle of an answer", async () => {
    const url = await rawServer((socket) => {
      socket.write(`${HEAD}Content-Length: 1000\r\n\r\nthe beginning`, () => socket.resetAndDestroy());
    });
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({ code: "SERVICE_UNREACHABLE" });
  });

  it("opens the breaker, so that further requests end at once", async () => {
    const url = await rawServer((socket) => socket.resetAndDestroy());
    const mesh = meshOf({ services: { api: { url, circuit_breaker: { newest_requests: 5 } } } });
    for (let count = 0; count < 5; count++) await rejection(post(mesh));
    expect(await within(0, rejection(post(mesh)))).toMatchObject({ code: "CIRCUIT_OPEN" });
    expect(sockets).toHaveLength(5);
  });
});

describe("a service that closes its side of the connection", () => {
  it("is unreachable when it does so instead of an answer", async () => {
    const url = await rawServer((socket) => socket.end());
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      details: { reason: "ECONNRESET", safe_to_repeat: false },
    });
  });

  it("is unreachable when it does so in the middle of an answer", async () => {
    const url = await rawServer((socket) =>
      socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`),
    );
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({ code: "SERVICE_UNREACHABLE" });
  });

  it("has answered when the end of the connection is the end of the answer", async () => {
    const url = await rawServer((socket) => socket.end(`${HEAD}Connection: close\r\n\r\nhello`));
    const mesh = meshOf({ services: { api: { url } } });
    expect((await within(0, post(mesh))).response).toBe("hello");
  });
});

describe("a flapping service", () => {
  it("is called at another instance while its port is closed, and again when it is open", async () => {
    const first = await startServer((_seen, response) => json(response, "first"));
    const second = await startServer((_seen, response) => json(response, "second"));
    const instances = [{ url: first.url }, { url: second.url }];
    const time = new TestTime();
    const mesh = meshOf({
      services: { api: { instances, passive_health: { consecutive_failures: 1, slow_start_seconds: 0 } } },
      time,
    });
    const answers = async (): Promise<unknown> =>
      new Set([(await post(mesh)).response, (await post(mesh)).response]);
    const both = new Set(["first", "second"]);
    expect(await answers()).toEqual(both);
    await first.close();
    // A request on a socket that is just being closed may have reached the service, so it would fail.
    while (mesh.status().services[0]!.instances[0]!.connections.idle > 0) await turn();
    expect(await within(0, answers())).toEqual(new Set(["second"]));
    const { port } = first;
    await startServer((_seen, response) => json(response, "first"), port);
    time.advance(30_000);
    expect(await within(0, answers())).toEqual(both);
  });

  it("is neither ejected nor cut off when every other request fails", async () => {
    let count = 0;
    const server = await startServer((_seen, response) =>
      json(response, null, count++ % 2 === 0 ? 200 : 500),
    );
    const mesh = meshOf({ services: { api: { url: server.url } } });
    for (let request = 0; request < 60; request++) await post(mesh).catch(() => undefined);
    expect(server.requests).toHaveLength(60);
    expect(mesh.status().services[0]).toMatchObject({
      requests: { total: 60, failed: 30 },
      instances: [{ health: "healthy", breaker: "closed" }],
    });
  });
});

describe("a service that asks to be left alone", () => {
  it.each([
    [429, "7", 7000, true],
    [503, "2", 2000, false],
  ])("with %d and Retry-After hands that up", async (status, retryAfter, retryAfterMs, safe) => {
    const server = await startServer((_seen, response) =>
      response.writeHead(status, { "retry-after": retryAfter }).end(),
    );
    const mesh = meshOf({ services: { api: { url: server.url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_ERROR",
      retryable: true,
      retryAfterMs,
      details: { status_code: status, sent: true, safe_to_repeat: safe },
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a wrong content length", () => {
  it("is an answer cut off when it is too long", async () => {
    const url = await rawServer((socket) => socket.end(`${HEAD}Content-Length: 100\r\n\r\nhello`));
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      retryable: true,
      details: { safe_to_repeat: false },
    });
  });

  it("makes the answer unreadable when it is too short", async () => {
    const url = await rawServer((socket) => socket.write(`${HEAD}Content-Length: 5\r\n\r\nhello world`));
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(0, rejection(post(mesh)))).toMatchObject({
      code: "SERVICE_BAD_RESPONSE",
      retryable: false,
    });
  });

  it("spoils no other request when the rest comes later", async () => {
    const url = await rawServer((socket) => {
      socket.write(`${HEAD}Content-Length: 5\r\n\r\nhello`);
      setTimeout(() => socket.write(" world"), 20);
    });
    const mesh = meshOf({ services: { api: { url } } });
    for (let count = 0; count < 3; count++) {
      expect((await within(0, post(mesh))).response).toBe("hello");
      while (mesh.status().services[0]!.connections.idle > 0) await turn();
    }
    expect(sockets).toHaveLength(3);
  });

  it("waits no longer than the request's time when the connection stays open", async () => {
    const url = await rawServer((socket) => socket.write(`${HEAD}Content-Length: 100\r\n\r\nhello`));
    const mesh = meshOf({ services: { api: { url } } });
    expect(await within(60, rejection(post(mesh, { timeoutMs: 60 })))).toMatchObject({
      code: "SERVICE_TIMEOUT",
    });
  });
});
