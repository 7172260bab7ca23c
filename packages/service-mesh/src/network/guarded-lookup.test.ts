import type { LookupAddress, LookupOptions } from "node:dns";
import { closeMeshes, meshOf, rejection } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { guardedLookup, type HostLookup, openLookup, systemLookup } from "./guarded-lookup";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const answering = (...addresses: readonly string[]): HostLookup & jest.Mock =>
  jest.fn(() =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
  );

async function callByName(lookup: HostLookup, service: { port: number; allow_private?: boolean }) {
  const { port, ...rest } = service;
  const mesh = meshOf({ services: { api: { url: `http://api.example.com:${port}`, ...rest } }, lookup });
  return mesh.getClient("api").makeRequest("GET", "/");
}

describe("a host name", () => {
  it.each([
    "127.0.0.1",
    "169.254.169.254",
    "10.0.0.7",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
  ])("is refused when it leads to %s", async (address) => {
    const server = await startServer((_seen, response) => json(response, null));
    const error = await rejection(callByName(answering(address), { port: server.port }));
    expect(error).toMatchObject({
      code: "SSRF_REFUSED",
      retryable: false,
      details: { host: "api.example.com", address },
    });
    expect(error.message).toBe(
      `Service "api" (GET /): api.example.com resolves to ${address}, which is not a public address; ` +
        "if that is meant, set allow_private for this service.",
    );
    expect(server.sockets).toEqual([]);
  });

  it("is refused when one of its addresses is not public", async () => {
    const error = await rejection(callByName(answering("93.184.215.14", "127.0.0.1"), { port: 9 }));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", details: { address: "127.0.0.1" } });
  });

  it("may lead anywhere with allow_private", async () => {
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
    expect(await ask(openLookup(answering("10.0.0.1")), {})).toMatchObject({ address: "10.0.0.1" });
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
