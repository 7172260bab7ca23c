import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { closeMeshes, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("the connections of a mesh", () => {
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
    const idle = { requests: { total: 0, failed: 0, in_flight: 0 }, connections: { active: 0, idle: 0 } };
    expect(mesh.status()).toEqual({
      services: [
        {
          name: "api",
          url: server.url,
          requests: { total: 3, failed: 1, in_flight: 1 },
          connections: { active: 1, idle: 0 },
        },
        { name: "other", url: "http://127.0.0.1:9/base", ...idle },
      ],
      raw_urls: idle,
    });
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
