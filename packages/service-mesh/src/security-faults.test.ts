import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { ServiceMeshOptions } from "./options";
import { createAuthority } from "./testing/certificates";
import { ConnectionObserver } from "./testing/connection-observer";
import { closeMeshes, meshOf, rejection } from "./testing/mesh";
import { secretsWith } from "./testing/secrets";
import { type Answer, closeServers, json, startServer } from "./testing/server";
import { closeTlsServers, startTlsServer } from "./testing/tls-server";
import type { RequestOptions } from "./types";

type Service = NonNullable<ServiceMeshOptions["services"]>[string];

/** Every fault below ends before this, in ms, whatever the service does. */
const BUDGET_MS = 4000;
const LIMITS = { timeout_seconds: 3, connect_timeout_seconds: 0.3 };

const authority = createAuthority("Test CA");
const stranger = createAuthority("Another CA");
const ca = authority.cert;
let folder: string;
const raw: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tutti-faults-"));
});

afterEach(async () => {
  await closeMeshes();
  await closeServers();
  await closeTlsServers();
  for (const { server, sockets } of raw.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  await rm(folder, { recursive: true });
});

/** A server that takes connections and says nothing. */
async function silent(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  raw.push({ server, sockets });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const lookupOf =
  (...answers: readonly string[]): NonNullable<ServiceMeshOptions["lookup"]> =>
  () =>
    Promise.resolve(answers.map((address) => ({ address, family: 4 })));

interface Fault {
  readonly service: Service;
  readonly lookup?: ServiceMeshOptions["lookup"];
  readonly call?: RequestOptions;
}

async function endOf({ service, lookup, call }: Fault) {
  const mesh = meshOf({
    services: { api: { ...LIMITS, ...service } },
    lookup,
    secrets: secretsWith({ S: "s3cret" }),
    downloads: { folder, max_bytes: 100_000 },
  });
  const started = performance.now();
  const error = await rejection(mesh.getClient("api").makeRequest("GET", "/", {}, call));
  return { error, took: performance.now() - started };
}

const endless: Answer = (_seen, response) => {
  response.writeHead(200, { "content-type": "text/plain" });
  const more = (): void => {
    while (response.write("x".repeat(65_536)));
  };
  response.on("drain", more);
  more();
};
const zipped =
  (encoding: string, body: Buffer): Answer =>
  (_seen, response) =>
    response.writeHead(200, { "content-encoding": encoding }).end(body);
const zeros = Buffer.alloc(20_000_000);
const served = async (answer: Answer): Promise<Service> => ({ url: (await startServer(answer)).url });
const tokensFrom = (token_url: string, url = "http://127.0.0.1:9"): Service => ({
  url,
  auth: {
    type: "client_credentials",
    token_url,
    client_id: "a",
    client_secret: { secret: "S" },
    timeout_seconds: 0.3,
  },
});

describe("a fault on the wire ends in its documented error, in its time", () => {
  it.each<[string, string, () => Promise<Fault>]>([
    ["an endless body", "RESPONSE_TOO_LARGE", async () => ({ service: await served(endless) })],
    [
      "an endless body that is saved",
      "RESPONSE_TOO_LARGE",
      async () => ({ service: await served(endless), call: { saveTo: "a" } }),
    ],
    [
      "a gzip bomb",
      "RESPONSE_TOO_LARGE",
      async () => ({ service: await served(zipped("gzip", gzipSync(zeros))) }),
    ],
    [
      "a deflate bomb",
      "RESPONSE_TOO_LARGE",
      async () => ({ service: await served(zipped("deflate", deflateSync(zeros))) }),
    ],
    [
      "a brotli bomb",
      "RESPONSE_TOO_LARGE",
      async () => ({ service: await served(zipped("br", brotliCompressSync(zeros))) }),
    ],
    [
      "a bomb in a bomb that is saved",
      "RESPONSE_TOO_LARGE",
      async () => ({
        service: await served(zipped("gzip, gzip", gzipSync(gzipSync(zeros)))),
        call: { saveTo: "a" },
      }),
    ],
    [
      "half of a gzip body",
      "SERVICE_BAD_RESPONSE",
      async () => {
        const body = gzipSync(Buffer.from("text ".repeat(1000)));
        return { service: await served(zipped("gzip", body.subarray(0, 20))) };
      },
    ],
    [
      "an expired certificate",
      "SERVICE_TLS_FAILED",
      async () => {
        const server = await startTlsServer(authority.issue({ name: "127.0.0.1", fromDay: -9, toDay: -1 }));
        return { service: { url: server.url, tls: { ca } } };
      },
    ],
    [
      "a certificate of another CA",
      "SERVICE_TLS_FAILED",
      async () => {
        const server = await startTlsServer(stranger.issue({ name: "127.0.0.1" }));
        return { service: { url: server.url, tls: { ca } } };
      },
    ],
    [
      "a handshake that never ends",
      "SERVICE_TIMEOUT",
      async () => ({ service: { url: `https://${await silent()}`, tls: { ca } } }),
    ],
    [
      "a DNS that never answers",
      "SERVICE_TIMEOUT",
      () =>
        Promise.resolve({
          service: { url: "http://api.example.com" },
          lookup: () => new Promise(() => undefined),
        }),
    ],
    [
      "a DNS that leads to this machine",
      "SSRF_REFUSED",
      () => Promise.resolve({ service: { url: "http://api.example.com" }, lookup: lookupOf("127.0.0.1") }),
    ],
    [
      "a redirect to a cloud's metadata",
      "SSRF_REFUSED",
      async () => ({
        service: await served((_seen, response) =>
          response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
        ),
      }),
    ],
    [
      "a token endpoint that is silent",
      "SERVICE_AUTH_FAILED",
      async () => ({ service: tokensFrom(`http://${await silent()}/token`) }),
    ],
    [
      "a token endpoint that never stops",
      "SERVICE_AUTH_FAILED",
      async () => ({ service: tokensFrom((await startServer(endless)).url) }),
    ],
  ])("%s: %s", async (_what, code, fault) => {
    const made = await fault();
    const { error, took } = await endOf(made);
    expect(error.code).toBe(code);
    expect(took).toBeLessThan(BUDGET_MS);
    expect(error.message + JSON.stringify(error.details)).not.toContain("s3cret");
    expect(await readdir(folder)).toEqual([]);
  });

  it("a name that moves between check and connection can't exist: one answer is both", async () => {
    const server = await startServer((_seen, response) => response.end("here"));
    const observer = new ConnectionObserver();
    const asked = jest.fn(lookupOf("127.0.0.1"));
    // Every answer after the first would lead somewhere else.
    asked.mockImplementationOnce(lookupOf("10.255.255.1"));
    const url = `http://rebind.example.com:${server.port}`;
    const { error } = await endOf({ service: { url, allow_addresses: ["127.0.0.1"] }, lookup: asked });
    observer.stop();
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "10.255.255.1" } });
    expect(asked).toHaveBeenCalledTimes(1);
    expect([observer.attempts, server.sockets]).toEqual([[], []]);
  });
});

describe("several instances", () => {
  const statusOf = (mesh: ReturnType<typeof meshOf>) => mesh.status().services[0]!;

  it("take over from one whose certificate is not accepted, also for a POST", async () => {
    const bad = await startTlsServer(authority.issue({ name: "127.0.0.1", fromDay: -9, toDay: -1 }));
    const good = await startTlsServer(authority.issue({ name: "127.0.0.1" }));
    const instances = [{ url: bad.url }, { url: good.url }];
    const mesh = meshOf({ services: { api: { instances, tls: { ca } } } });
    for (let n = 0; n < 12; n++) {
      const { response } = await mesh.getClient("api").makeRequest("POST", "/", { n });
      expect(response).toBe("secure");
    }
    expect(statusOf(mesh).instances.map(({ health }) => health)).toEqual(["ejected", "healthy"]);
    expect(statusOf(mesh).moved).toBe(5);
  });

  it("are not to blame when there is no token, and are not tried one after the other", async () => {
    const issuer = await startServer((_seen, response) => json(response, { error: "down" }, 503));
    const one = await startServer((_seen, response) => json(response, 1));
    const { auth } = tokensFrom(issuer.url);
    const mesh = meshOf({
      services: { api: { instances: [{ url: one.url }, { url: `${one.url}/two` }], auth } },
      secrets: secretsWith({ S: "s3cret" }),
    });
    for (let n = 0; n < 12; n++) {
      const error = await rejection(mesh.getClient("api").makeRequest("POST", "/", { n }));
      expect(error).toMatchObject({
        code: "SERVICE_AUTH_FAILED",
        retryable: true,
        details: { sent: false, safe_to_repeat: true },
      });
    }
    expect(issuer.requests).toHaveLength(12);
    expect(statusOf(mesh)).toMatchObject({
      moved: 0,
      instances: [
        { health: "healthy", breaker: "closed" },
        { health: "healthy", breaker: "closed" },
      ],
    });
    expect(one.requests).toEqual([]);
  });

  it("are asked for their health over the connections that requests use", async () => {
    const server = await startTlsServer(authority.issue({ name: "127.0.0.1" }));
    const changes: string[] = [];
    const health_check = { interval_seconds: 60, unhealthy_after: 1 };
    const instances = [{ url: server.url }];
    const mesh = meshOf({
      services: {
        trusted: { instances, tls: { ca }, health_check },
        distrusted: { instances, tls: { ca: stranger.cert }, health_check },
      },
      onStateChange: ({ type, service, reason }) => changes.push(`${service} ${type}: ${reason}`),
    });
    while (!changes.some((change) => change.includes("instance.unhealthy"))) await new Promise(setImmediate);
    expect(changes.filter((change) => change.includes("healthy"))).toEqual([
      expect.stringMatching(/^distrusted instance\.unhealthy: its health check fails/),
    ]);
    while (server.clients.length === 0) await new Promise(setImmediate);
    expect(mesh.status().services.map(({ instances: [one] }) => one!.health)).toEqual([
      "healthy",
      "unhealthy",
    ]);
  });
});
