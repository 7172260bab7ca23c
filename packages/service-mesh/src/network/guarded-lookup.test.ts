import type { LookupAddress, LookupOptions } from "node:dns";
import { closeMeshes, meshOf, rejection } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { addressPolicy } from "./address-policy";
import { guardedLookup, type HostLookup, systemLookup } from "./guarded-lookup";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const answering = (...addresses: readonly string[]): HostLookup & jest.Mock =>
  jest.fn(() =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
  );

interface ByName {
  readonly port: number;
  readonly allow_private?: boolean;
  readonly allow_addresses?: string[];
}

async function callByName(lookup: HostLookup, service: ByName) {
  const { port, ...rest } = service;
  const mesh = meshOf({ services: { api: { url: `http://api.example.com:${port}`, ...rest } }, lookup });
  return mesh.getClient("api").makeRequest("GET", "/");
}

describe("a host name", () => {
  it.each([
    ["127.0.0.1", "loopback", "allow_private"],
    ["169.254.169.254", "metadata", "allow_addresses"],
    ["10.0.0.7", "private", "allow_private"],
    ["100.64.0.1", "shared", "allow_private"],
    ["0.0.0.0", "reserved", "allow_addresses"],
    ["::1", "loopback", "allow_private"],
    ["fd00::1", "private", "allow_private"],
    ["::ffff:10.0.0.1", "private", "allow_private"],
    ["64:ff9b::7f00:1", "loopback", "allow_private"],
  ])("is refused when it leads to %s, which is %s", async (address, kind, option) => {
    const server = await startServer((_seen, response) => json(response, null));
    const error = await rejection(callByName(answering(address), { port: server.port }));
    expect(error).toMatchObject({
      code: "SSRF_REFUSED",
      retryable: false,
      details: { host: "api.example.com", address, kind },
    });
    expect(error.message).toBe(
      `Service "api" (GET /): api.example.com resolves to ${address}, which is not a public address (${kind}); ` +
        `if that is meant, set ${option} for this service.`,
    );
    expect(server.sockets).toEqual([]);
  });

  it("is refused when one of its addresses is not public", async () => {
    const error = await rejection(callByName(answering("93.184.215.14", "127.0.0.1"), { port: 9 }));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "127.0.0.1" } });
  });

  it("may lead to a block that the service allows, and to no other", async () => {
    const server = await startServer((_seen, response) => json(response, "here"));
    const service = { port: server.port, allow_addresses: ["127.0.0.0/30"] };
    expect((await callByName(answering("127.0.0.1"), service)).response).toBe("here");
    const error = await rejection(callByName(answering("127.0.0.9"), service));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "127.0.0.9" } });
  });

  it("never leads to a cloud's metadata through allow_private", async () => {
    const error = await rejection(callByName(answering("169.254.169.254"), { port: 9, allow_private: true }));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { kind: "metadata" } });
  });

  it("called localhost leads to this machine only", async () => {
    const mesh = meshOf({
      services: { api: { url: "http://localhost:9" } },
      lookup: answering("10.0.0.1"),
    });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "10.0.0.1" } });
  });

  it("may lead to machines nearby with allow_private", async () => {
    const server = await startServer((_seen, response) => json(response, "here"));
    const answer = await callByName(answering("127.0.0.1"), { port: server.port, allow_private: true });
    expect(answer.response).toBe("here");
    expect(server.requests[0]!.headers.host).toBe(`api.example.com:${server.port}`);
  });

  it("that is an address or localhost is taken as configured", async () => {
    const server = await startServer((_seen, response) => json(response, "here"));
    const lookup = answering("127.0.0.1");
    const services = { literal: { url: server.url }, local: { url: `http://localhost:${server.port}` } };
    const mesh = meshOf({ services, lookup });
    expect((await mesh.getClient("literal").makeRequest("GET", "/")).response).toBe("here");
    expect(lookup).not.toHaveBeenCalled();
    expect((await mesh.getClient("local").makeRequest("GET", "/")).response).toBe("here");
    expect(lookup).toHaveBeenCalledWith("localhost");
  });

  it("that nobody knows makes its service unreachable", async () => {
    for (const lookup of [
      answering(),
      jest.fn(() => Promise.reject(Object.assign(new Error("EAI_AGAIN"), { code: "EAI_AGAIN" }))),
    ]) {
      const error = await rejection(callByName(lookup, { port: 9 }));
      expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", retryable: true });
      expect(error.message).toMatch(
        /no connection, or it was lost: (getaddrinfo ENOTFOUND api.example.com|EAI_AGAIN)\.$/,
      );
    }
  });
});

describe("a lookup for sockets", () => {
  const ask = (lookup: ReturnType<typeof guardedLookup>, options: LookupOptions) =>
    new Promise((resolve) => {
      lookup("h.example", options, (error, address: LookupAddress[] | string, family?: number) =>
        resolve({ error, address, family }),
      );
    });

  it("answers one address or all, as it is asked", async () => {
    const lookup = guardedLookup(answering("8.8.8.8", "2606:4700::1111"));
    expect(await ask(lookup, {})).toEqual({ error: null, address: "8.8.8.8", family: 4 });
    expect(await ask(lookup, { all: true })).toEqual({
      error: null,
      address: [
        { address: "8.8.8.8", family: 4 },
        { address: "2606:4700::1111", family: 6 },
      ],
    });
    const open = addressPolicy({ allow_private: true, allow_addresses: [] });
    expect(await ask(guardedLookup(answering("10.0.0.1"), open), {})).toMatchObject({ address: "10.0.0.1" });
  });

  it("gives the very addresses it checked, so a second answer can't be another one", async () => {
    const resolve = answering("127.0.0.1");
    resolve.mockResolvedValueOnce([{ address: "8.8.8.8", family: 4 }]);
    const lookup = guardedLookup(resolve);
    expect(await ask(lookup, { all: true })).toMatchObject({ address: [{ address: "8.8.8.8", family: 4 }] });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(await ask(lookup, { all: true })).toMatchObject({ error: { address: "127.0.0.1" } });
  });

  it("asks the system by default", async () => {
    expect((await systemLookup("localhost")).map(({ address }) => address)).toContain("127.0.0.1");
  });
});
