import type { ActionError } from "@tutti/core";
import { closedUrl, closeMeshes, collector, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer, type TestServer } from "./testing/server";
import { TestTime } from "./testing/time";
import type { ServiceMesh } from "./types";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const named = (name: string, status = 200) => startServer((_seen, response) => json(response, name, status));
const hosts = (...servers: readonly { readonly url: string }[]) => servers.map(({ url }) => ({ url }));

/** The answers of so many requests, one after the other: a code for each that failed. */
async function answers(mesh: ServiceMesh, times: number): Promise<unknown[]> {
  const got: unknown[] = [];
  for (let count = 0; count < times; count++) {
    const request = mesh.getClient("api").makeRequest("GET", "/");
    got.push(
      await request.then(
        ({ response }) => response,
        (error: unknown) => (error as ActionError).code,
      ),
    );
  }
  return got;
}

const statusOf = (mesh: ServiceMesh) => mesh.status().services[0]!;
const healthOf = (mesh: ServiceMesh) => statusOf(mesh).instances.map(({ health }) => health);
const seenBy = (...servers: readonly TestServer[]) => servers.map(({ requests }) => requests.length);

describe("a service with several instances", () => {
  it("is called at one after the other, by weight", async () => {
    const [a, b] = await Promise.all([named("a"), named("b")]);
    const mesh = meshOf({ services: { api: { instances: [{ url: a.url, weight: 2 }, { url: b.url }] } } });
    expect(await answers(mesh, 6)).toEqual(["a", "b", "a", "a", "b", "a"]);
  });

  it("is called at the less busy of two", async () => {
    const busy = await startServer((seen, response) =>
      seen.url === "/hang" ? undefined : json(response, "busy"),
    );
    const [a, b] = [busy, await named("b")];
    const mesh = meshOf({
      services: { api: { instances: hosts(a, b), balancing: "least_pending" } },
      random: () => 0,
    });
    const hanging = rejection(mesh.getClient("api").makeRequest("GET", "/hang", {}, { timeoutMs: 300 }));
    expect(await answers(mesh, 3)).toEqual(["b", "b", "b"]);
    expect((await hanging).code).toBe("SERVICE_TIMEOUT");
  });

  it("puts the endpoint below the URL of the instance that is called", async () => {
    const echo = () => startServer((seen, response) => json(response, seen.url));
    const [a, b] = await Promise.all([echo(), echo()]);
    const mesh = meshOf({
      services: { api: { instances: [{ url: `${a.url}/v1` }, { url: `${b.url}/v2/` }] } },
    });
    const call = () => mesh.getClient("api").makeRequest("GET", "x?a=1", { q: "b c" }, { query: { z: 1 } });
    expect((await call()).response).toBe("/v1/x?a=1&q=b+c&z=1");
    expect((await call()).response).toBe("/v2/x?a=1&q=b+c&z=1");
  });
});

describe("another instance", () => {
  it("is tried when the first refuses the connection, also for a POST", async () => {
    const good = await named("good");
    const instances = [{ url: await closedUrl() }, { url: good.url }];
    const mesh = meshOf({ services: { api: { instances } } });
    const { response } = await mesh.getClient("api").makeRequest("POST", "/", { charge: 1 });
    expect(response).toBe("good");
    expect(statusOf(mesh)).toMatchObject({ moved: 1, requests: { total: 1, failed: 0 } });
  });

  it("is tried when the host of the first is not found, or its DNS answers too late", async () => {
    const good = await named("good");
    const lookup = (hostname: string) =>
      hostname === "late.example"
        ? new Promise<never>(() => undefined)
        : Promise.reject(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }));
    const instances = [{ url: "http://gone.example" }, { url: "http://late.example" }, { url: good.url }];
    const mesh = meshOf({ services: { api: { instances, connect_timeout_seconds: 0.05 } }, lookup });
    expect(await answers(mesh, 1)).toEqual(["good"]);
    expect(statusOf(mesh).moved).toBe(2);
  });

  it.each([
    ["answers 503", (server: { reset: boolean }) => (server.reset = false), "SERVICE_ERROR"],
    ["resets the connection", (server: { reset: boolean }) => (server.reset = true), "SERVICE_UNREACHABLE"],
  ])("is not tried when the first %s: it may have done the work", async (_what, set, code) => {
    const how = { reset: false };
    set(how);
    const bad = await startServer((_seen, response) =>
      how.reset ? response.socket?.resetAndDestroy() : json(response, null, 503),
    );
    const good = await named("good");
    const mesh = meshOf({ services: { api: { instances: hosts(bad, good) } } });
    const error = await rejection(mesh.getClient("api").makeRequest("POST", "/", { charge: 1 }));
    expect(error).toMatchObject({
      code,
      retryable: true,
      details: { instance: bad.url, sent: true, safe_to_repeat: false },
    });
    expect(seenBy(bad, good)).toEqual([1, 0]);
  });

  it("is not tried after a redirect, which shows that the first was reached", async () => {
    const good = await named("good");
    const bad = await startServer((_seen, response) => {
      response.writeHead(307, { location: "/on", connection: "close" }).end();
      void bad.close();
    });
    const mesh = meshOf({ services: { api: { instances: hosts(bad, good) } } });
    const error = await rejection(mesh.getClient("api").makeRequest("POST", "/", { charge: 1 }));
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", details: { sent: true } });
    expect(seenBy(good)).toEqual([0]);
  });

  it("is none left when all refuse: the last error says so", async () => {
    const instances = [{ url: await closedUrl() }, { url: await closedUrl() }];
    const mesh = meshOf({ services: { api: { instances } } });
    const error = await rejection(mesh.getClient("api").makeRequest("POST", "/", {}));
    expect(error).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      details: { reason: "ECONNREFUSED", instance: instances[1]!.url, sent: false, safe_to_repeat: true },
    });
  });
});

describe("an instance that fails", () => {
  const health = { consecutive_failures: 3, eject_seconds: 10, slow_start_seconds: 20 };

  it("is ejected, comes back slowly, and tells each change", async () => {
    let status = 500;
    const bad = await startServer((_seen, response) => json(response, "bad", status));
    const [b, c] = await Promise.all([named("b"), named("c")]);
    const time = new TestTime();
    const { events, onStateChange } = collector();
    const service = { instances: hosts(bad, b, c), passive_health: health };
    const mesh = meshOf({ services: { api: service }, time, onStateChange });
    expect((await answers(mesh, 9)).filter((answer) => answer === "SERVICE_ERROR")).toHaveLength(3);
    expect(healthOf(mesh)).toEqual(["ejected", "healthy", "healthy"]);
    expect(await answers(mesh, 6)).not.toContain("SERVICE_ERROR");
    expect(bad.requests).toHaveLength(3);

    status = 200;
    time.advance(10_000);
    expect(healthOf(mesh)[0]).toBe("recovering");
    // Of a weight of 2.1 it has 0.1 now.
    const slow = (await answers(mesh, 63)).filter((answer) => answer === "bad");
    expect(slow.length).toBeGreaterThanOrEqual(2);
    expect(slow.length).toBeLessThanOrEqual(4);
    time.advance(20_000);
    expect((await answers(mesh, 21)).filter((answer) => answer === "bad").length).toBeGreaterThanOrEqual(6);
    expect(events.filter((event) => event.includes(bad.url))).toEqual([
      `instance.added ${bad.url}`,
      `instance.ejected ${bad.url}`,
      `instance.recovering ${bad.url}`,
      `instance.recovered ${bad.url}`,
    ]);
  });

  it("stays when more than a part of the instances would be out", async () => {
    const bad = await Promise.all([named("a", 500), named("b", 500), named("c", 500)]);
    const mesh = meshOf({
      services: { api: { instances: hosts(...bad), passive_health: health, circuit_breaker: false } },
    });
    await answers(mesh, 30);
    expect(healthOf(mesh).toSorted((x, y) => x.localeCompare(y))).toEqual(["ejected", "healthy", "healthy"]);
  });

  it("stays when it is the only one", async () => {
    const mesh = meshOf({ services: { api: { url: (await named("a", 500)).url, circuit_breaker: false } } });
    await answers(mesh, 10);
    expect(healthOf(mesh)).toEqual(["healthy"]);
  });

  it("stays when its service says so", async () => {
    const servers = await Promise.all([named("a", 500), named("b")]);
    const service = {
      instances: hosts(...servers),
      passive_health: false as const,
      circuit_breaker: false as const,
    };
    const mesh = meshOf({ services: { api: service } });
    await answers(mesh, 20);
    expect(statusOf(mesh).instances.map(({ health: one, breaker }) => [one, breaker])).toEqual([
      ["healthy", "off"],
      ["healthy", "off"],
    ]);
  });

  it("is not one that refuses what it is asked", async () => {
    const servers = await Promise.all([named("a", 404), named("b", 429)]);
    const mesh = meshOf({ services: { api: { instances: hosts(...servers) } } });
    await answers(mesh, 60);
    expect(statusOf(mesh).instances.map(({ health: one, breaker }) => [one, breaker])).toEqual([
      ["healthy", "closed"],
      ["healthy", "closed"],
    ]);
  });
});

describe("health checks", () => {
  it("keep requests from an instance that is not well", async () => {
    const up = { a: true, b: true };
    const server = (name: "a" | "b") =>
      startServer((seen, response) =>
        json(response, name, seen.url === "/base/ready" && !up[name] ? 503 : 200),
      );
    const [a, b] = await Promise.all([server("a"), server("b")]);
    const time = new TestTime();
    const changed: (() => void)[] = [];
    const change = (): Promise<void> => new Promise((resolve) => changed.push(resolve));
    const mesh = meshOf({
      services: {
        api: {
          instances: [{ url: `${a.url}/base` }, { url: `${b.url}/base` }],
          headers: { "x-key": "1" },
          health_check: { path: "/ready", interval_seconds: 5, unhealthy_after: 1 },
        },
      },
      time,
      onStateChange: ({ type }) => type.endsWith("healthy") && changed.shift()?.(),
    });
    const round = async (): Promise<void> => {
      while (time.timers < 2) await new Promise((resolve) => setImmediate(resolve));
      time.advance(5000);
    };
    up.a = false;
    const unwell = change();
    await round();
    await unwell;
    expect(healthOf(mesh)).toEqual(["unhealthy", "healthy"]);
    expect(await answers(mesh, 3)).toEqual(["b", "b", "b"]);
    expect(a.requests[0]!.headers).toMatchObject({ "x-key": "1", "user-agent": "tutti-service-mesh" });
    up.a = true;
    const well = change();
    await round();
    await well;
    expect(healthOf(mesh)).toEqual(["healthy", "healthy"]);
  });

  it("find out hanging and closed instances, and send requests there only when there is no better one", async () => {
    const hanging = await startServer((seen, response) =>
      seen.url === "/health" ? undefined : json(response, "it works all the same"),
    );
    const reasons: (string | undefined)[] = [];
    let told: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (told = resolve));
    const instances = [{ url: hanging.url }, { url: await closedUrl() }];
    const mesh = meshOf({
      services: { api: { instances, health_check: { timeout_seconds: 0.05, unhealthy_after: 1 } } },
      onStateChange: ({ type, reason }) => {
        if (type === "instance.unhealthy" && reasons.push(reason) === 2) told();
      },
    });
    await both;
    expect(reasons).toContain("its health check has no answer within 0.05 s");
    expect(reasons.join()).toContain("its health check fails: connect ECONNREFUSED");
    expect(healthOf(mesh)).toEqual(["unhealthy", "unhealthy"]);
    expect(await answers(mesh, 2)).toEqual(["it works all the same", "it works all the same"]);
  });
});
