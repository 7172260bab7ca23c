import type { ActionError } from "@tutti/core";
import { TestTime } from "../testing/time";
import { ServiceRegistry } from "./service-registry";

const url = "https://a.example.com/v1";

/** A registry, and what a mesh that reads `billing` there was told. */
function readRegistry(problemOf: () => string | undefined = () => undefined) {
  const time = new TestTime(0);
  const registry = new ServiceRegistry(time);
  const told: string[][] = [];
  const stop = registry.source("billing").start({
    update: (instances) => told.push(instances.map(({ id, weight }) => `${id} ${weight}`)),
    fail: () => undefined,
    problemOf,
  });
  return { time, registry, told, stop };
}

function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    return error as ActionError;
  }
  throw new Error("it was not refused");
}

describe("ServiceRegistry", () => {
  it("tells each change to its mesh", () => {
    const { registry, told } = readRegistry();
    const a = registry.register("billing", { url });
    registry.register("billing", { url: "https://b.example.com", weight: 2 });
    expect(registry.deregister("billing", a.id)).toBe(true);
    expect(told).toEqual([
      [],
      [`${url} 1`],
      [`${url} 1`, "https://b.example.com/ 2"],
      ["https://b.example.com/ 2"],
    ]);
    expect(registry.deregister("billing", a.id)).toBe(false);
  });

  it("shows what is registered", () => {
    const { registry } = readRegistry();
    const registered = registry.register("billing", { url, weight: 3, ttlSeconds: 5 });
    expect(registered).toEqual({ id: url, service: "billing", url, weight: 3, expiresAt: 5000 });
    expect(registry.list("billing")).toEqual([registered]);
    expect(registry.list("other")).toEqual([]);
  });

  it("forgets an instance without heartbeats", () => {
    const { time, registry, told } = readRegistry();
    const { id } = registry.register("billing", { url, ttlSeconds: 10 });
    time.advance(9999);
    expect(registry.heartbeat("billing", id)).toBe(true);
    expect(registry.list("billing")[0]!.expiresAt).toBe(19_999);
    time.advance(9999);
    expect(registry.list("billing")).toHaveLength(1);
    time.advance(1);
    expect(registry.list("billing")).toEqual([]);
    expect(told.at(-1)).toEqual([]);
    expect(registry.heartbeat("billing", id)).toBe(false);
  });

  it("takes the same URL again for a heartbeat with new values", () => {
    const { time, registry, told } = readRegistry();
    registry.register("billing", { url, ttlSeconds: 10 });
    time.advance(9000);
    registry.register("billing", { url, ttlSeconds: 20, weight: 5 });
    time.advance(19_000);
    expect(told.at(-1)).toEqual([`${url} 5`]);
    expect(time.timers).toBe(1);
  });

  it("lasts 30 s by default, and runs on real time", () => {
    const { registry } = readRegistry();
    expect(registry.register("billing", { url }).expiresAt).toBe(30_000);
    expect(() => new ServiceRegistry().register("billing", { url })).toThrow("no mesh takes registrations");
  });

  it.each([
    ["other", { url }, "UNKNOWN_SERVICE", 'no mesh takes registrations for "other"; set registration: true'],
    [
      "billing",
      { url: "billing:80" },
      "INVALID_REGISTRATION",
      "its url can't be used, because a service speaks http",
    ],
    ["billing", { url: "https://u:s3cret@h" }, "INVALID_REGISTRATION", "it has a user name or password"],
    ["billing", { url, weight: 0 }, "INVALID_REGISTRATION", "weight must be above 0 and at most 1000, not 0"],
    [
      "billing",
      { url, ttlSeconds: 0 },
      "INVALID_REGISTRATION",
      "ttlSeconds must be above 0 and at most 86400, not 0",
    ],
  ])("refuses for %s: %j", (service, registration, code, problem) => {
    const { registry, told } = readRegistry();
    const error = refusal(() => registry.register(service, registration));
    expect(error).toMatchObject({ code, retryable: false });
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("s3cret");
    expect(told).toHaveLength(1);
  });

  it("refuses what its mesh would not take", () => {
    const { registry } = readRegistry(() => "10.0.0.1 is not a public address");
    const error = refusal(() => registry.register("billing", { url: "http://10.0.0.1" }));
    expect(error).toMatchObject({
      code: "SSRF_REFUSED",
      message: "Registration refused: billing: 10.0.0.1 is not a public address.",
    });
  });

  it("forgets a service when its mesh closes", () => {
    const { time, registry, stop } = readRegistry();
    registry.register("billing", { url });
    stop();
    expect(time.timers).toBe(0);
    expect(registry.list("billing")).toEqual([]);
    expect(refusal(() => registry.register("billing", { url })).code).toBe("UNKNOWN_SERVICE");
  });
});
