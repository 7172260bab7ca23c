import { setImmediate as turn } from "node:timers/promises";
import { TestTime } from "../testing/time";
import { dnsSource, type RecordResolver } from "./dns-source";
import { dnsDiscovery } from "./options";

type Answer = readonly object[] | Error;

/** Follows a source whose questions get these answers, one after the other. */
function following(config: object, ...answers: Answer[]) {
  const time = new TestTime();
  const asked: string[] = [];
  const told: string[] = [];
  const answer = (question: string): Promise<never[]> => {
    asked.push(question);
    const next = answers.shift() ?? new Error("no more");
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next as never[]);
  };
  const resolver: RecordResolver = {
    resolve4: (name) => answer(`A ${name}`),
    resolve6: (name) => answer(`AAAA ${name}`),
    resolveSrv: (name) => answer(`SRV ${name}`),
  };
  const source = dnsSource({
    config: dnsDiscovery.parse({ name: "billing.internal", ...config }),
    resolver,
    time,
  });
  const stop = source.start({
    update: (instances) =>
      told.push(
        instances
          .map(({ id, url, weight, address }) => `${id} | ${url.href} | ${weight} | ${address}`)
          .join("\n"),
      ),
    fail: (error) => told.push(`failed: ${error.message}`),
    problemOf: () => undefined,
  });
  const after = async (ms: number): Promise<void> => {
    await turn();
    time.advance(ms);
    await turn();
  };
  return { time, source, asked, told, stop, after };
}

describe("dnsSource", () => {
  it("lists an instance for each address, under the name's own URL", async () => {
    const { source, asked, told, after } = following({ scheme: "https", port: 8443, path: "/v1" }, [
      { address: "10.0.0.1", ttl: 60 },
      { address: "10.0.0.2", ttl: 60 },
    ]);
    expect(source.nominalUrl.href).toBe("https://billing.internal:8443/v1");
    await after(0);
    expect(asked).toEqual(["A billing.internal"]);
    expect(told).toEqual([
      "https://billing.internal:8443 at 10.0.0.1 | https://billing.internal:8443/v1 | 1 | 10.0.0.1\n" +
        "https://billing.internal:8443 at 10.0.0.2 | https://billing.internal:8443/v1 | 1 | 10.0.0.2",
    ]);
  });

  it("asks for IPv6 when told so", async () => {
    const { asked, told, after } = following({ type: "AAAA" }, [{ address: "fd00::1", ttl: 60 }]);
    await after(0);
    expect(asked).toEqual(["AAAA billing.internal"]);
    expect(told).toEqual(["http://billing.internal at fd00::1 | http://billing.internal/ | 1 | fd00::1"]);
  });

  it("lists the targets of SRV records with the best priority, by weight", async () => {
    const { asked, told, after } = following({ type: "SRV", name: "_http._tcp.billing.internal" }, [
      { name: "backup.internal", port: 80, priority: 20, weight: 1 },
      { name: "a.internal.", port: 8001, priority: 10, weight: 60 },
      { name: "b.internal", port: 8002, priority: 10, weight: 0 },
    ]);
    await after(0);
    expect(asked).toEqual(["SRV _http._tcp.billing.internal"]);
    expect(told).toEqual([
      "http://a.internal:8001/ | http://a.internal:8001/ | 60 | undefined\n" +
        "http://b.internal:8002/ | http://b.internal:8002/ | 0.1 | undefined",
    ]);
  });

  it("asks again when the shortest TTL is over, but not more than once in a second", async () => {
    const { asked, after } = following(
      { refresh_seconds: 30 },
      [
        { address: "10.0.0.1", ttl: 9 },
        { address: "10.0.0.2", ttl: 7 },
      ],
      [{ address: "10.0.0.1", ttl: 0 }],
      [{ address: "10.0.0.1", ttl: 3600 }],
      [],
      [],
    );
    await after(6999);
    expect(asked).toHaveLength(1);
    await after(1);
    expect(asked).toHaveLength(2);
    await after(999);
    expect(asked).toHaveLength(2);
    await after(1);
    expect(asked).toHaveLength(3);
    await after(29_999);
    expect(asked).toHaveLength(3);
    await after(1);
    expect(asked).toHaveLength(4);
    await after(30_000);
    expect(asked).toHaveLength(5);
  });

  it("tells a failure, and asks again soon", async () => {
    const { told, after } = following({}, new Error("SERVFAIL"), [{ address: "10.0.0.1", ttl: 60 }]);
    await after(0);
    expect(told).toEqual(["failed: SERVFAIL"]);
    await after(5000);
    expect(told).toHaveLength(2);
  });

  it("ends", async () => {
    const { time, asked, told, stop, after } = following(
      {},
      [{ address: "10.0.0.1", ttl: 1 }],
      new Error("late"),
    );
    await after(1000);
    expect(asked).toHaveLength(2);
    stop();
    await after(100_000);
    expect(time.timers).toBe(0);
    expect([asked.length, told.length]).toEqual([2, 2]);
  });

  it("takes no answer after its end", async () => {
    const { told, stop, after } = following({}, [{ address: "10.0.0.1", ttl: 1 }]);
    stop();
    await after(0);
    expect(told).toEqual([]);
    const other = following({}, new Error("late"));
    other.stop();
    await other.after(0);
    expect(other.told).toEqual([]);
  });
});

describe("the options of dns", () => {
  it.each([
    [{ name: "http://a" }, "it is not a host name"],
    [{ name: "10.0.0.1" }, "it is an address: use url"],
    [{ type: "SRV", port: 80 }, "SRV records bring their ports: leave it out"],
    [{ path: "v1" }, "it is not a path: write /v1"],
    [{ path: "/v1?a" }, "it is not a path: write /v1"],
    [{ type: "MX" }, "Invalid option"],
    [{ refresh_seconds: 0 }, "Too small"],
  ])("refuse %j", (options, problem) => {
    const { error } = dnsDiscovery.safeParse({ name: "a.internal", ...options });
    expect(error?.issues.map(({ message }) => message).join()).toContain(problem);
  });
});
