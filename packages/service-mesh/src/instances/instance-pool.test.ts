import { RoundRobin } from "../balance/round-robin";
import type { InstanceSpec, SourceListener } from "../registry/source";
import type { Instance } from "./instance";
import { InstancePool } from "./instance-pool";

interface FakeInstance {
  readonly id: string;
  weight: number;
  well: boolean;
  available: boolean;
  retired: number;
  destroyed: number;
}

const spec = (id: string, weight = 1): InstanceSpec => ({
  id,
  url: new URL("http://a"),
  weight,
  trusted: true,
});

/** A pool of instances that are just what a choice looks at. */
function poolOf(...ids: string[]) {
  const events: string[] = [];
  const made = new Map<string, FakeInstance>();
  const stopped = jest.fn();
  let listener: SourceListener | undefined;
  const pool = new InstancePool({
    source: {
      kind: "static",
      nominalUrl: new URL("http://a"),
      start(given) {
        listener = given;
        if (ids.length > 0) given.update(ids.map((id) => spec(id)));
        return stopped;
      },
    },
    balancer: new RoundRobin(),
    create: ({ id, weight }) => {
      const fake = {
        id,
        weight,
        pending: 0,
        well: true,
        available: true,
        retired: 0,
        destroyed: 0,
        parts: {},
      };
      const instance = {
        ...fake,
        change: (changed: InstanceSpec) => (instance.weight = changed.weight),
        retire: () => (instance.retired += 1),
        destroy: () => (instance.destroyed += 1),
      };
      made.set(id, instance);
      return instance as unknown as Instance;
    },
    problemOf: ({ id }) => (id.startsWith("bad") ? "not allowed" : undefined),
    emit: ({ type, instance, reason }) => events.push([type, instance, reason].filter(Boolean).join(" ")),
  });
  const pick = (...tried: string[]): string | undefined =>
    pool.pick(new Set(tried.map((id) => made.get(id) as unknown as Instance)))?.id;
  return { pool, events, made, stopped, listener: listener!, pick };
}

describe("the choice of an instance", () => {
  it("goes around", () => {
    const { pick } = poolOf("a", "b");
    expect([pick(), pick(), pick()]).toEqual(["a", "b", "a"]);
  });

  it("leaves out what was tried, what is not well, and what has its breaker open", () => {
    const { made, pick } = poolOf("a", "b", "c", "d");
    made.get("b")!.well = false;
    made.get("c")!.available = false;
    expect([pick("a"), pick("a"), pick("a")]).toEqual(["d", "d", "d"]);
  });

  it("prefers one that is not well to none, and none to an open breaker", () => {
    const { made, pick } = poolOf("a", "b");
    made.get("a")!.well = false;
    made.get("b")!.available = false;
    expect([pick(), pick("a")]).toEqual(["a", undefined]);
  });

  it("knows none without instances", () => {
    const { listener, pick } = poolOf();
    listener.update([]);
    expect(pick()).toBeUndefined();
  });
});

describe("the instances of a pool", () => {
  it("follow the source, and keep what is known about those that stay", () => {
    const { pool, events, made, listener } = poolOf("a", "b");
    const [, b] = pool.instances;
    listener.update([spec("c"), spec("b", 7)]);
    expect(pool.instances.map(({ id }) => id)).toEqual(["c", "b"]);
    expect(pool.instances[1]).toBe(b);
    expect(made.get("b")!.weight).toBe(7);
    expect(made.get("a")!.retired).toBe(1);
    expect(events).toEqual([
      "instance.added a",
      "instance.added b",
      "instance.removed a",
      "instance.added c",
    ]);
  });

  it("stay when the source fails, which is told once", () => {
    const { pool, events, listener } = poolOf("a");
    listener.fail(new Error("SERVFAIL"));
    listener.fail(new Error("timeout"));
    expect(pool.instances).toHaveLength(1);
    expect(pool.problem?.message).toBe("timeout");
    listener.update([spec("a")]);
    expect(pool.problem).toBeUndefined();
    expect(events.slice(1)).toEqual(["discovery.failed SERVFAIL", "discovery.recovered"]);
  });

  it("are only those that may be used; each refusal is told once", () => {
    const { pool, events, listener } = poolOf();
    listener.update([spec("bad1"), spec("a")]);
    listener.update([spec("bad1"), spec("bad2"), spec("a")]);
    expect(pool.instances.map(({ id }) => id)).toEqual(["a"]);
    expect(events).toEqual([
      "instance.refused bad1 not allowed",
      "instance.added a",
      "instance.refused bad2 not allowed",
    ]);
  });

  it("are waited for until the source has answered", async () => {
    const { pool, listener } = poolOf();
    const waiting = pool.ready(new AbortController().signal);
    listener.update([]);
    await expect(waiting).resolves.toBeUndefined();
    await expect(pool.ready(new AbortController().signal)).resolves.toBeUndefined();
  });

  it("are waited for no longer than the caller does", async () => {
    const { pool, listener } = poolOf();
    const abort = new AbortController();
    const waiting = pool.ready(abort.signal);
    const reason = new Error("too late");
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    const other = pool.ready(new AbortController().signal);
    listener.fail(new Error("SERVFAIL"));
    await expect(other).resolves.toBeUndefined();
  });

  it("are destroyed with the pool", () => {
    const { pool, made, stopped } = poolOf("a", "b");
    pool.close();
    expect([made.get("a")!.destroyed, made.get("b")!.destroyed]).toEqual([1, 1]);
    expect(stopped).toHaveBeenCalledTimes(1);
  });
});
