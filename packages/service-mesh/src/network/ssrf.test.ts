import type { ActionError } from "@tutti/core";
import { ConnectionObserver } from "../testing/connection-observer";
import {
  FORBIDDEN_IPV4,
  FORBIDDEN_IPV6,
  hostSpellings,
  ipv6Holding,
  KNOWN_NAMES,
} from "../testing/host-spellings";
import { closeMeshes, meshOf, rejection } from "../testing/mesh";
import { closeServers, startServer, type TestServer } from "../testing/server";
import type { HostLookup } from "./guarded-lookup";

const lookupOf =
  (...addresses: readonly string[]): HostLookup =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));

/** Whatever is asked for leads to this machine: nothing is out of reach by luck. */
const toLoopback = lookupOf("127.0.0.1");

let observer: ConnectionObserver;
let trap: TestServer;

beforeEach(async () => {
  trap = await startServer((_seen, response) => response.end("caught"));
  observer = new ConnectionObserver();
});

afterEach(async () => {
  observer.stop();
  await closeMeshes();
  await closeServers();
});

/** How often each error came. */
function tally(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

describe("several hundred spellings of hosts", () => {
  const spellings = hostSpellings();

  it("are several hundred", () => expect(spellings.length).toBeGreaterThan(700));

  it("reach nothing as raw URLs", async () => {
    const mesh = meshOf({ allowed_hosts: ["api.example.com", "*.example.com"], lookup: toLoopback });
    const codes: string[] = [];
    for (const spelling of spellings) {
      const call = async (): Promise<unknown> =>
        mesh.getClient(`http://${spelling}:${trap.port}/`).makeRequest("GET", "/latest/meta-data");
      codes.push((await rejection(call())).code);
    }
    // What is a name below example.com is looked up, and its address refused: the code is the same.
    expect(tally(codes)).toEqual({ SSRF_REFUSED: spellings.length });
    expect(observer.attempts).toEqual([]);
    expect(trap.sockets).toEqual([]);
  });

  it("reach nothing through a redirect", async () => {
    let location = "";
    const server = await startServer((_seen, response) => response.writeHead(302, { location }).end());
    const client = meshOf({ services: { api: { url: server.url } }, lookup: toLoopback }).getClient("api");
    // A line break ends a header, so a server can't send it.
    const sent = spellings.filter((spelling) => !/[\n\t]/.test(spelling));
    const codes: string[] = [];
    for (const spelling of sent) {
      location = Buffer.from(`http://${spelling}:${trap.port}/`).toString("latin1");
      codes.push((await rejection(client.makeRequest("GET", "/"))).code);
    }
    expect(tally(codes)).toEqual({ SSRF_REFUSED: sent.length });
    expect(new Set(observer.attempts)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    expect(trap.sockets).toEqual([]);
  });

  it("reach nothing through an endpoint: it is refused, or stays a path of its service", async () => {
    const server = await startServer((_seen, response) => response.end("mine"));
    const client = meshOf({ services: { api: { url: server.url } } }).getClient("api");
    const outcomes: string[] = [];
    for (const spelling of spellings) {
      for (const before of ["//", "http://", String.raw`\\`, "@", ".", ":80@", "/..//", "/%2e%2e//"]) {
        const call = client.makeRequest("GET", `${before}${spelling}:${trap.port}/`);
        outcomes.push(
          await call.then(
            ({ response }) => (response === "mine" ? "mine" : "another's"),
            (error: unknown) => (error as ActionError).code,
          ),
        );
      }
    }
    expect(Object.keys(tally(outcomes)).toSorted()).toEqual(["INVALID_ENDPOINT", "mine"]);
    expect(new Set(observer.attempts)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    expect(trap.sockets).toEqual([]);
  });

  it("reach nothing as the names of services", async () => {
    for (const name of KNOWN_NAMES.filter((one) => !/localhost\.?$|ⓣ|ｔ|%/i.test(one))) {
      const services = { api: { url: `http://${name}:${trap.port}` } };
      const error = await rejection(
        meshOf({ services, lookup: toLoopback }).getClient("api").makeRequest("GET", "/"),
      );
      expect([name, error.code]).toEqual([name, "SSRF_REFUSED"]);
    }
    expect(observer.attempts).toEqual([]);
  });
});

describe("answers of the DNS", () => {
  const forbidden = [...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6, ...FORBIDDEN_IPV4.flatMap(ipv6Holding)];

  it("connect to no forbidden address, in whatever form it is held", async () => {
    expect(forbidden.length).toBeGreaterThan(300);
    const codes: string[] = [];
    for (const address of forbidden) {
      const services = { api: { url: `http://api.example.com:${trap.port}` } };
      const mesh = meshOf({ services, lookup: lookupOf(address) });
      codes.push((await rejection(mesh.getClient("api").makeRequest("GET", "/"))).code);
    }
    expect(tally(codes)).toEqual({ SSRF_REFUSED: forbidden.length });
    expect(observer.attempts).toEqual([]);
  });

  it("are checked with each connection: a name that moves on is refused then", async () => {
    const server = await startServer((_seen, response) =>
      response.setHeader("connection", "close").end("here"),
    );
    const answers = ["127.0.0.1", "127.0.0.2"];
    const lookup: HostLookup = () => lookupOf(answers.shift() ?? "127.0.0.2")("");
    const url = `http://rebind.example.com:${server.port}`;
    const client = meshOf({
      services: { api: { url, allow_addresses: ["127.0.0.1"] } },
      lookup,
    }).getClient("api");
    expect((await client.makeRequest("GET", "/")).response).toBe("here");
    expect(await rejection(client.makeRequest("GET", "/"))).toMatchObject({
      code: "SSRF_REFUSED",
      details: { address: "127.0.0.2" },
    });
    expect(observer.attempts).toEqual([`127.0.0.1:${server.port}`]);
  });

  it("are asked for once per connection, so what was checked is what is connected to", async () => {
    const server = await startServer((_seen, response) => response.end("here"));
    const lookup = jest.fn(toLoopback);
    const url = `http://rebind.example.com:${server.port}`;
    const services = { api: { url, allow_addresses: ["127.0.0.1"] } };
    await meshOf({ services, lookup }).getClient("api").makeRequest("GET", "/");
    expect(lookup).toHaveBeenCalledTimes(1);
    expect(server.sockets.map((socket) => socket.localAddress)).toEqual(["127.0.0.1"]);
  });
});
