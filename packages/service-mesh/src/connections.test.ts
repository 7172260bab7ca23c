import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { closeMeshes, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("the connections of a mesh", () => {
  it("are as many to an instance as its service allows", async () => {
    const server = await startServer((_seen, response) => void setTimeout(() => json(response, null), 10));
    const mesh = meshOf({ services: { api: { url: server.url, max_connections: 2 } } });
    const client = mesh.getClient("api");
    await Promise.all(Array.from({ length: 8 }, () => client.makeRequest("GET", "/")));
    expect(server.requests).toHaveLength(8);
    expect(server.sockets).toHaveLength(2);
  });

  it("are closed when nothing used them for long enough", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const mesh = meshOf({ services: { api: { url: server.url, keep_alive_seconds: 0.03 } } });
    await mesh.getClient("api").makeRequest("GET", "/");
    await once(server.sockets[0]!, "close");
    while (mesh.status().services[0]!.connections.idle > 0) await wait(1);
    expect(mesh.status().services[0]!.connections).toEqual({ active: 0, idle: 0 });
  });

  it("are kept open between requests, also after errors and redirects", async () => {
    const server = await startServer((seen, response) => {
      if (seen.url === "/moved") response.writeHead(307, { location: "/here" }).end("moved");
      else if (seen.url === "/bad") json(response, { bad: true }, 500);
      else json(response, { ok: true });
    });
    const mesh = meshOf({ services: { api: { url: server.url } } });
    const client = mesh.getClient("api");
    await client.makeRequest("POST", "/a", { n: 1 });
    await client.makeRequest("GET", "/moved");
    await rejection(client.makeRequest("GET", "/bad"));
    await mesh.getClient("api").makeRequest("GET", "/b");
    expect(server.requests).toHaveLength(5);
    expect(server.sockets).toHaveLength(1);
  });

  it("are counted, with the requests that use them", async () => {
    const server = await startServer((seen, response) => {
      if (seen.url !== "/hang") json(response, null, seen.url === "/bad" ? 404 : 200);
    });
    const mesh = meshOf({
      services: { api: { url: server.url }, other: { url: "http://127.0.0.1:9/base" } },
    });
    const client = mesh.getClient("api");
    await client.makeRequest("GET", "/");
    await rejection(client.makeRequest("GET", "/bad"));
    const abort = new AbortController();
    const hanging = rejection(client.makeRequest("GET", "/hang", undefined, { signal: abort.signal }));
    while (server.requests.length < 3) await wait(5);
    const [api, other] = mesh.status().services;
    expect(api).toMatchObject({
      name: "api",
      source: "static",
      requests: { total: 3, failed: 1, in_flight: 1 },
      connections: { active: 1, idle: 0 },
    });
    expect(api!.instances).toEqual([
      {
        id: server.url,
        url: `${server.url}/`,
        weight: 1,
        health: "healthy",
        breaker: "closed",
        // A 404 is a failed request, and shows that the instance works.
        requests: { total: 3, failed: 0, in_flight: 1 },
        connections: { active: 1, idle: 0 },
      },
    ]);
    const idle = { requests: { total: 0, failed: 0, in_flight: 0 }, connections: { active: 0, idle: 0 } };
    expect(other).toMatchObject({
      ...idle,
      name: "other",
      refused: 0,
      queued: 0,
      moved: 0,
      latency_ms: { p50: null, p95: null, p99: null },
      instances: [{ ...idle, url: "http://127.0.0.1:9/base" }],
    });
    expect(mesh.status().raw_urls).toEqual(idle);
    abort.abort();
    await hanging;
    expect(mesh.status().services[0]!.requests).toEqual({ total: 3, failed: 1, in_flight: 0 });
  });

  it("are closed with the mesh, which refuses further requests", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const mesh = meshOf({ services: { api: { url: server.url } } });
    const client = mesh.getClient("api");
    await client.makeRequest("GET", "/");
    expect(mesh.status().services[0]!.connections).toEqual({ active: 0, idle: 1 });
    const ended = once(server.sockets[0]!, "close");
    await mesh.close();
    await ended;
    await mesh.close();
    const error = await rejection(client.makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "MESH_CLOSED", retryable: true });
    expect(server.sockets).toHaveLength(1);
  });

  it("end requests under way when the mesh closes", async () => {
    const server = await startServer(() => undefined);
    const mesh = meshOf({ services: { api: { url: server.url } } });
    const error = rejection(mesh.getClient("api").makeRequest("GET", "/"));
    while (server.requests.length === 0) await wait(5);
    await mesh.close();
    expect(await error).toMatchObject({
      code: "MESH_CLOSED",
      message: 'Service "api" (GET /): the service mesh is closed, as its orchestrator stopped.',
    });
  });
});
