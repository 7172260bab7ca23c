import type { RecordResolver } from "./registry/dns-source";
import { ServiceRegistry } from "./registry/service-registry";
import { closeMeshes, collector, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";
import { TestTime } from "./testing/time";
import type { ServiceMesh } from "./types";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const get = (mesh: ServiceMesh) => mesh.getClient("api").makeRequest("GET", "/");
const statusOf = (mesh: ServiceMesh) => mesh.status().services[0]!;
const nothing = (): Promise<never> => Promise.reject(new Error("not asked for"));
const resolverOf = (answers: Partial<RecordResolver>): RecordResolver => ({
  resolve4: nothing,
  resolve6: nothing,
  resolveSrv: nothing,
  ...answers,
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a service in the DNS", () => {
  const hostOf = async () => startServer((seen, response) => json(response, seen.headers.host));

  it("is called at its addresses, under its name; the first request waits for the answer", async () => {
    const server = await hostOf();
    let answer: (records: { address: string; ttl: number }[]) => void = () => undefined;
    const resolver = resolverOf({ resolve4: () => new Promise((resolve) => (answer = resolve)) });
    const dns = { name: "api.internal", port: server.port };
    const mesh = meshOf({ services: { api: { dns, allow_private: true } }, resolver, lookup: nothing });
    const request = get(mesh);
    await turn();
    answer([{ address: "127.0.0.1", ttl: 60 }]);
    expect((await request).response).toBe(`api.internal:${server.port}`);
    expect(statusOf(mesh)).toMatchObject({
      source: "dns",
      instances: [{ id: `http://api.internal:${server.port} at 127.0.0.1` }],
    });
  });

  it("is not called at addresses that are not public, unless that is allowed", async () => {
    const resolver = resolverOf({
      resolve4: () => Promise.resolve([{ address: "169.254.169.254", ttl: 60 }]),
    });
    const mesh = meshOf({ services: { api: { dns: { name: "api.example" } } }, resolver });
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "169.254.169.254" } });
  });

  it("is not called at SRV targets that are such addresses or lead to them", async () => {
    const { events, onStateChange } = collector();
    const resolver = resolverOf({
      resolveSrv: () =>
        Promise.resolve(
          ["127.0.0.1", "localhost"].map((name) => ({ name, port: 80, priority: 1, weight: 1 })),
        ),
    });
    const dns = { name: "_http._tcp.api.example", type: "SRV" as const };
    const mesh = meshOf({ services: { api: { dns } }, resolver, onStateChange });
    expect(await rejection(get(mesh))).toMatchObject({ code: "SSRF_REFUSED" });
    expect(events).toEqual(["instance.refused http://127.0.0.1/", "instance.added http://localhost/"]);
  });

  it("follows the DNS when its answer changes", async () => {
    const [a, b] = await Promise.all([hostOf(), hostOf()]);
    const time = new TestTime();
    let port = a.port;
    const asked: string[] = [];
    const resolver = resolverOf({
      resolveSrv: (name) => {
        asked.push(name);
        return Promise.resolve([{ name: "node.internal", port, priority: 1, weight: 1 }]);
      },
    });
    const dns = { name: "_http._tcp.api.internal", type: "SRV" as const, refresh_seconds: 10 };
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    const { events, onStateChange } = collector();
    const mesh = meshOf({
      services: { api: { dns, allow_private: true } },
      resolver,
      lookup,
      time,
      onStateChange,
    });
    expect((await get(mesh)).response).toBe(`node.internal:${a.port}`);
    port = b.port;
    await turn();
    time.advance(10_000);
    while (asked.length < 2) await turn();
    await turn();
    expect((await get(mesh)).response).toBe(`node.internal:${b.port}`);
    while (!a.sockets[0]!.destroyed) await turn(); // what was kept open there is closed
    expect(events).toEqual([
      `instance.added http://node.internal:${a.port}/`,
      `instance.removed http://node.internal:${a.port}/`,
      `instance.added http://node.internal:${b.port}/`,
    ]);
  });

  it("can't be called while the DNS knows no instance", async () => {
    const resolver = resolverOf({
      resolve4: () => Promise.reject(new Error("queryA ESERVFAIL api.internal")),
    });
    const { events, onStateChange } = collector();
    const mesh = meshOf({ services: { api: { dns: { name: "api.internal" } } }, resolver, onStateChange });
    const error = await rejection(get(mesh));
    expect(error).toMatchObject({
      code: "NO_INSTANCE",
      retryable: true,
      details: { sent: false, safe_to_repeat: true },
    });
    expect(error.message).toBe(
      'Service "api" (GET /): it was not sent: the service has no instance, and it can\'t be found out: queryA ESERVFAIL api.internal.',
    );
    expect(events).toEqual(["discovery.failed"]);
  });

  it("is waited for no longer than a request may take", async () => {
    const resolver = resolverOf({ resolve4: () => new Promise(() => undefined) });
    const mesh = meshOf({
      services: { api: { dns: { name: "api.internal" }, timeout_seconds: 0.05 } },
      resolver,
    });
    expect(await rejection(get(mesh))).toMatchObject({
      code: "SERVICE_TIMEOUT",
      details: { phase: "queue" },
    });
  });
});

describe("a service whose instances announce themselves", () => {
  it("is called as long as there are heartbeats", async () => {
    const server = await startServer((_seen, response) => json(response, "here"));
    const time = new TestTime();
    const registry = new ServiceRegistry(time);
    const mesh = meshOf({ services: { api: { registration: true, allow_private: true } }, registry, time });
    expect(await rejection(get(mesh))).toMatchObject({ code: "NO_INSTANCE" });
    const { id } = registry.register("api", { url: `${server.url}/v1`, ttlSeconds: 10 });
    expect((await get(mesh)).response).toBe("here");
    expect(server.requests[0]!.url).toBe("/v1/");
    time.advance(9000);
    registry.heartbeat("api", id);
    time.advance(9000);
    await get(mesh);
    time.advance(1000);
    expect((await rejection(get(mesh))).message).toContain("the service has no instance.");
    expect(statusOf(mesh)).toMatchObject({ source: "registration", instances: [], refused: 2 });
  });

  it("lets requests under way end when their instance goes", async () => {
    let answer: () => void = () => undefined;
    const server = await startServer((_seen, response) => (answer = () => json(response, "done")));
    const registry = new ServiceRegistry();
    const mesh = meshOf({ services: { api: { registration: true, allow_private: true } }, registry });
    const { id } = registry.register("api", { url: server.url });
    const request = get(mesh);
    while (server.requests.length === 0) await turn();
    registry.deregister("api", id);
    answer();
    expect((await request).response).toBe("done");
    while (!server.sockets[0]!.destroyed) await turn();
  });

  it("takes addresses that are not public only when that is allowed", () => {
    const registry = new ServiceRegistry();
    meshOf({ services: { api: { registration: true } }, registry });
    expect(() => registry.register("api", { url: "http://[::1]:80" })).toThrow(
      "Registration refused: api: ::1 is not a public address (loopback); if that is meant, set allow_private for this service.",
    );
    expect(registry.register("api", { url: "https://1.1.1.1" }).id).toBe("https://1.1.1.1/");
  });
});

describe("a service out of the environment", () => {
  it("is called where the environment says", async () => {
    const server = await startServer((_seen, response) => json(response, "moved"));
    const environment = { TUTTI_SERVICE_API_URL: server.url };
    const mesh = meshOf({
      services: { api: { url: "http://old.example", timeout_seconds: 5 } },
      environment,
    });
    expect((await get(mesh)).response).toBe("moved");
  });

  it("is found in the environment of the process by itself", () => {
    process.env["TUTTI_SERVICE_FOUND_URL"] = "http://127.0.0.1:7001";
    try {
      expect(
        meshOf({})
          .status()
          .services.map(({ name }) => name),
      ).toEqual(["found"]);
      expect(meshOf({ environment: {} }).status().services).toEqual([]);
    } finally {
      delete process.env["TUTTI_SERVICE_FOUND_URL"];
    }
  });
});
