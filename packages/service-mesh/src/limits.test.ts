import { closeMeshes, collector, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";
import { TestTime } from "./testing/time";
import type { ServiceMesh } from "./types";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const get = (mesh: ServiceMesh, endpoint = "/") => mesh.getClient("api").makeRequest("GET", endpoint);
const statusOf = (mesh: ServiceMesh) => mesh.status().services[0]!;

describe("a circuit breaker", () => {
  const breaker = { newest_requests: 4, open_seconds: 10 };

  it("keeps requests from an instance that fails, and closes when one succeeds again", async () => {
    let status = 500;
    const server = await startServer((_seen, response) => json(response, null, status));
    const time = new TestTime();
    const { events, onStateChange } = collector();
    const mesh = meshOf({
      services: { api: { url: server.url, circuit_breaker: breaker } },
      time,
      onStateChange,
    });
    for (let count = 0; count < 4; count++) await rejection(get(mesh));
    time.advance(4000);
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({
      code: "CIRCUIT_OPEN",
      retryable: true,
      retryAfterMs: 6000,
      details: { service: "api", sent: false, safe_to_repeat: true },
    });
    expect(error.message).toBe(
      'Service "api" (GET /): it was not sent: too many requests failed, so the circuit breaker of its instance is open.',
    );
    expect(server.requests).toHaveLength(4);
    expect(statusOf(mesh)).toMatchObject({
      refused: 1,
      requests: { total: 5, failed: 5, in_flight: 0 },
      instances: [{ breaker: "open", requests: { total: 4, failed: 4, in_flight: 0 } }],
    });
    status = 200;
    time.advance(6000);
    await get(mesh);
    expect(statusOf(mesh).instances[0]!.breaker).toBe("closed");
    expect(events.slice(1)).toEqual([
      `breaker.opened ${server.url}`,
      `breaker.half_opened ${server.url}`,
      `breaker.closed ${server.url}`,
    ]);
  });

  it("lets one request try while the others are refused", async () => {
    let status = 500;
    const waiting: (() => void)[] = [];
    const server = await startServer((_seen, response) => {
      if (status === 500) json(response, null, status);
      else waiting.push(() => json(response, "well"));
    });
    const time = new TestTime();
    const mesh = meshOf({ services: { api: { url: server.url, circuit_breaker: breaker } }, time });
    for (let count = 0; count < 4; count++) await rejection(get(mesh));
    status = 200;
    time.advance(10_000);
    const trying = get(mesh);
    expect(await rejection(get(mesh))).toMatchObject({ code: "CIRCUIT_OPEN", retryAfterMs: 0 });
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting[0]!();
    expect((await trying).response).toBe("well");
  });

  it("sends requests to another instance while it is open", async () => {
    const bad = await startServer((_seen, response) => json(response, null, 500));
    const good = await startServer((_seen, response) => json(response, "good"));
    const service = {
      instances: [{ url: bad.url }, { url: good.url }],
      circuit_breaker: breaker,
      passive_health: false as const,
    };
    const mesh = meshOf({ services: { api: service } });
    for (let count = 0; count < 20; count++) await get(mesh).catch(() => undefined);
    expect(bad.requests).toHaveLength(4);
    expect(statusOf(mesh).requests).toEqual({ total: 20, failed: 4, in_flight: 0 });
  });

  it("says of several instances that all are open", async () => {
    const bad = await Promise.all(
      [500, 502].map((status) => startServer((_seen, response) => json(response, null, status))),
    );
    const instances = bad.map(({ url }) => ({ url }));
    const service = { instances, circuit_breaker: breaker, passive_health: false as const };
    const mesh = meshOf({ services: { api: service }, time: new TestTime() });
    for (let count = 0; count < 8; count++) await rejection(get(mesh));
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({ code: "CIRCUIT_OPEN", retryAfterMs: 10_000 });
    expect(error.message).toContain("the circuit breaker of all 2 instances is open");
  });

  it("stays open when the caller gave up the request that tried", async () => {
    let hang = false;
    const server = await startServer((_seen, response) => (hang ? undefined : json(response, null, 500)));
    const time = new TestTime();
    const mesh = meshOf({ services: { api: { url: server.url, circuit_breaker: breaker } }, time });
    for (let count = 0; count < 4; count++) await rejection(get(mesh));
    hang = true;
    time.advance(10_000);
    const abort = new AbortController();
    const trying = rejection(mesh.getClient("api").makeRequest("GET", "/", {}, { signal: abort.signal }));
    abort.abort();
    await trying;
    expect(statusOf(mesh).instances[0]!.breaker).toBe("open");
  });
});

describe("a bulkhead", () => {
  it("lets so many requests through, so many wait, and refuses the rest", async () => {
    const waiting: (() => void)[] = [];
    const server = await startServer((_seen, response) => waiting.push(() => json(response, null)));
    const mesh = meshOf({
      services: { api: { url: server.url, bulkhead: { max_concurrent: 2, max_queued: 1 } } },
    });
    const requests = [get(mesh), get(mesh), get(mesh)];
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({
      code: "SERVICE_BUSY",
      retryable: true,
      details: { sent: false, safe_to_repeat: true },
    });
    expect(error.message).toContain('the bulkhead of "api" has 2 requests under way and 1 that wait');
    expect(statusOf(mesh)).toMatchObject({ queued: 1, refused: 1 });
    for (let ended = 0; ended < 3; ended++) {
      while (waiting.length <= ended) await new Promise((resolve) => setImmediate(resolve));
      waiting[ended]!();
    }
    await Promise.all(requests);
    expect(server.sockets).toHaveLength(2);
  });

  it("counts the wait in the request's time", async () => {
    const server = await startServer(() => undefined);
    const mesh = meshOf({
      services: { api: { url: server.url, bulkhead: { max_concurrent: 1, max_queued: 1 } } },
    });
    const first = rejection(mesh.getClient("api").makeRequest("GET", "/", {}, { timeoutMs: 200 }));
    const second = await rejection(mesh.getClient("api").makeRequest("POST", "/", {}, { timeoutMs: 30 }));
    expect(second).toMatchObject({
      code: "SERVICE_TIMEOUT",
      details: { phase: "queue", sent: false, safe_to_repeat: true },
    });
    expect(second.message).toContain(
      "it took too long: it was not sent within 0.03 s, as it waited for its turn",
    );
    await first;
    expect(server.requests).toHaveLength(1);
  });

  it("ends the wait when the caller aborts, and when the mesh closes", async () => {
    const server = await startServer(() => undefined);
    const mesh = meshOf({
      services: { api: { url: server.url, bulkhead: { max_concurrent: 1, max_queued: 2 } } },
    });
    const first = rejection(get(mesh));
    const abort = new AbortController();
    const aborted = rejection(mesh.getClient("api").makeRequest("GET", "/", {}, { signal: abort.signal }));
    const closed = rejection(get(mesh));
    const reason = new Error("cancelled");
    abort.abort(reason);
    expect(await aborted).toBe(reason);
    await mesh.close();
    expect((await closed).code).toBe("MESH_CLOSED");
    expect((await first).code).toBe("MESH_CLOSED");
  });
});

describe("a rate limit", () => {
  it("refuses what is too much, and says when the next may go", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const time = new TestTime();
    const mesh = meshOf({
      services: { api: { url: server.url, rate_limit: { requests: 2, per_seconds: 4 } } },
      time,
    });
    await get(mesh);
    await get(mesh);
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({
      code: "RATE_LIMITED",
      retryable: true,
      retryAfterMs: 2000,
      details: { sent: false, safe_to_repeat: true },
    });
    expect(error.message).toContain("rate_limit lets 2 requests through in 4 s; the next may go in 2000 ms");
    time.advance(2000);
    await get(mesh);
    expect(server.requests).toHaveLength(3);
  });

  it("comes before the bulkhead, so what waits for its time takes no place", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const time = new TestTime();
    const service = {
      url: server.url,
      rate_limit: { requests: 1, max_wait_seconds: 5 },
      bulkhead: { max_concurrent: 1 },
    };
    const mesh = meshOf({ services: { api: service }, time });
    await get(mesh);
    const waiting = [get(mesh), get(mesh)];
    time.advance(1000);
    await waiting[0];
    time.advance(1000);
    await waiting[1];
    expect(statusOf(mesh).refused).toBe(0);
  });
});

describe("a request that is wrong by itself", () => {
  it("is refused before it costs any limit", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const mesh = meshOf({
      services: { api: { url: server.url, rate_limit: { requests: 1, per_seconds: 3600 } } },
    });
    expect((await rejection(get(mesh, "/../x"))).code).toBe("INVALID_ENDPOINT");
    await get(mesh);
    expect(statusOf(mesh).requests.total).toBe(1);
  });
});
