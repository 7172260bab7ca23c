import { setTimeout as wait } from "node:timers/promises";
import { closeMeshes, meshOf, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { Deadline } from "./deadline";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("a request that takes too long", () => {
  it("ends when no answer comes", async () => {
    const server = await startServer(() => undefined);
    const error = await rejection(request({ url: server.url, timeout_seconds: 0.05 }, { endpoint: "/slow" }));
    expect(error).toMatchObject({
      code: "SERVICE_TIMEOUT",
      retryable: true,
      details: { phase: "request", endpoint: "/slow" },
    });
    expect(error.message).toBe('Service "api" (GET /slow): it took too long: no whole answer within 0.05 s.');
  });

  it("ends by the caller's timeout rather than the service's", async () => {
    const server = await startServer(() => undefined);
    const error = await rejection(request({ url: server.url }, { timeoutMs: 40 }));
    expect(error.message).toContain("no whole answer within 0.04 s");
  });

  it("ends when the body stops coming", async () => {
    const server = await startServer((_seen, response) => {
      response.writeHead(200, { "content-type": "text/plain" }).write("the beginning");
    });
    const error = await rejection(request({ url: server.url }, { timeoutMs: 60 }));
    expect(error).toMatchObject({ code: "SERVICE_TIMEOUT", details: { phase: "request" } });
  });

  it("ends when a slow service trickles its body", async () => {
    const server = await startServer((_seen, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const timer = setInterval(() => response.write("."), 10);
      response.on("close", () => clearInterval(timer));
    });
    expect((await rejection(request({ url: server.url }, { timeoutMs: 100 }))).code).toBe("SERVICE_TIMEOUT");
  });

  it("ends when redirects take all the time together", async () => {
    const server = await startServer((_seen, response) => {
      setTimeout(() => response.writeHead(302, { location: "/on" }).end(), 40);
    });
    expect((await rejection(request({ url: server.url }, { timeoutMs: 100 }))).code).toBe("SERVICE_TIMEOUT");
    expect(server.requests.length).toBeLessThan(4);
  });

  it("ends when the answer's headers are late", async () => {
    const server = await startServer(() => undefined);
    const error = await rejection(request({ url: server.url, response_timeout_seconds: 0.05 }));
    expect(error).toMatchObject({ code: "SERVICE_TIMEOUT", retryable: true, details: { phase: "response" } });
    expect(error.message).toContain("it took too long: Timeout awaiting 'response' for 50ms");
  });

  it("ends when the DNS answer is late", async () => {
    const service = { url: "http://slow.example", connect_timeout_seconds: 0.05 };
    const mesh = meshOf({ services: { api: service }, lookup: () => new Promise(() => undefined) });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "SERVICE_TIMEOUT", retryable: true, details: { phase: "lookup" } });
  });
});

describe("a request whose caller aborts", () => {
  it("throws the signal's reason", async () => {
    const server = await startServer(() => undefined);
    const abort = new AbortController();
    const error = rejection(request({ url: server.url }, { signal: abort.signal }));
    while (server.requests.length === 0) await wait(5);
    const reason = new Error("the execution was cancelled");
    abort.abort(reason);
    expect(await error).toBe(reason);
  });

  it("throws the signal's reason while a body comes in, and closes the connection", async () => {
    const server = await startServer((_seen, response) => void response.writeHead(200).write("…"));
    const abort = new AbortController();
    const error = rejection(request({ url: server.url }, { signal: abort.signal }));
    while (server.requests.length === 0) await wait(5);
    await wait(20);
    abort.abort();
    expect((await error).name).toBe("AbortError");
    while (!server.sockets[0]!.destroyed) await wait(5);
  });

  it("sends nothing when it was aborted before", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const reason = new Error("stopped");
    expect(await rejection(request({ url: server.url }, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(server.sockets).toEqual([]);
  });
});

describe("Deadline", () => {
  it("keeps its first reason", () => {
    const abort = new AbortController();
    const deadline = new Deadline(10_000, abort.signal);
    deadline.end("closed");
    abort.abort();
    expect(deadline.cut).toBe("closed");
    expect(deadline.signal.aborted).toBe(true);
    deadline.release();
  });

  it("leaves the caller's signal alone once it is released", () => {
    const abort = new AbortController();
    const deadline = new Deadline(10_000, abort.signal);
    deadline.release();
    abort.abort();
    expect(deadline.cut).toBeUndefined();
  });
});
