import { EventEmitter, once } from "node:events";
import { ActionError } from "@tutti/core";
import { channelSet } from "./channel-set";
import { deliver } from "./deliver";
import { DeliveryMemory } from "./delivery-memory";
import { fakeContext } from "./testing/fake-context";
import type { NotificationChannel, Requirement } from "./types";

/** A channel that fails with each of these in turn, and then delivers; "ok" delivers at once. */
function scripted(name: string, ...script: readonly ("busy" | "no" | "ok")[]) {
  const keys: string[] = [];
  const channel: NotificationChannel = {
    name,
    description: name,
    async deliver(_notification, { idempotencyKey }) {
      await Promise.resolve();
      const step = script[keys.push(idempotencyKey) - 1] ?? "ok";
      if (step === "ok") return { id: `${name}-${keys.length}` };
      throw new ActionError({ code: "X", message: step, retryable: step === "busy" });
    },
  };
  return { channel, keys };
}

type Scripted = ReturnType<typeof scripted>;

/** Attempts of one action over some channels. */
function action(require: Requirement, ...scripts: readonly Scripted[]) {
  const channels = channelSet(scripts.map(({ channel }) => channel));
  const config = { message: "hi", channels: [...channels.keys()], priority: "normal", require } as const;
  const means = { channels, memory: new DeliveryMemory() };
  return async (attempt = 1, idempotencyKey = "key-1") =>
    deliver({ ...config, channels: [...config.channels] }, means, fakeContext({ attempt, idempotencyKey }));
}

describe("require", () => {
  it.each<[Requirement, "ok" | "no", "ok" | "no", boolean]>([
    ["all", "ok", "ok", true],
    ["all", "ok", "no", false],
    ["any", "ok", "no", true],
    ["any", "no", "ok", true],
    ["any", "no", "no", false],
    ["none", "no", "ok", true],
    ["none", "no", "no", true],
  ])("%s, with a: %s and b: %s, succeeds: %p", async (require, a, b, succeeds) => {
    const result = action(require, scripted("a", a), scripted("b", b))();
    if (!succeeds) return expect(result).rejects.toMatchObject({ details: { require } });
    const status = { ok: "delivered", no: "failed" };
    return expect(result).resolves.toMatchObject({
      deliveries: [
        { channel: "a", status: status[a] },
        { channel: "b", status: status[b] },
      ],
    });
  });

  it("reports what failed in the output of a success", async () => {
    await expect(action("any", scripted("a", "busy"), scripted("b"))()).resolves.toEqual({
      message: "hi",
      deliveries: [
        { channel: "a", status: "failed", error: { code: "X", message: "busy", retryable: true } },
        { channel: "b", status: "delivered", id: "b-1" },
      ],
    });
  });

  it.each<[Requirement, "busy" | "no", "busy" | "no", boolean]>([
    ["all", "busy", "busy", true],
    ["all", "busy", "no", false],
    ["any", "busy", "no", true],
    ["any", "no", "no", false],
  ])("%s, with a: %s and b: %s, is worth repeating: %p", async (require, a, b, retryable) => {
    const result = action(require, scripted("a", a), scripted("b", b))();
    await expect(result).rejects.toMatchObject({ code: "NOTIFICATION_FAILED", retryable });
  });

  it("none still fails with the signal's reason when the attempt was aborted", async () => {
    const channels = channelSet([scripted("a", "no").channel]);
    const config = { message: "hi", channels: ["a"], priority: "normal", require: "none" } as const;
    const signal = AbortSignal.abort(new Error("cancelled"));
    const means = { channels, memory: new DeliveryMemory() };
    await expect(deliver({ ...config, channels: ["a"] }, means, fakeContext({ signal }))).rejects.toThrow(
      "cancelled",
    );
  });
});

describe("a retry", () => {
  it("delivers only what was not delivered, and reports all", async () => {
    const [a, b] = [scripted("a"), scripted("b", "busy", "busy")];
    const run = action("all", a, b);
    await expect(run(1)).rejects.toMatchObject({ retryable: true });
    await expect(run(2)).rejects.toMatchObject({
      details: { deliveries: [{ channel: "a", status: "delivered", id: "a-1", attempt: 1 }, {}] },
    });
    await expect(run(3)).resolves.toEqual({
      message: "hi",
      deliveries: [
        { channel: "a", status: "delivered", id: "a-1", attempt: 1 },
        { channel: "b", status: "delivered", id: "b-3" },
      ],
    });
    expect([a.keys, b.keys]).toEqual([["key-1:a"], ["key-1:b", "key-1:b", "key-1:b"]]);
  });

  it("remembers a channel that returned at once", async () => {
    const said: string[] = [];
    const instant = { name: "log", description: "", deliver: () => void said.push("hi") };
    const run = action("all", { channel: instant, keys: [] }, scripted("b", "busy"));
    await expect(run(1)).rejects.toThrow("b: busy");
    await expect(run(2)).resolves.toMatchObject({ deliveries: [{ channel: "log", attempt: 1 }, {}] });
    expect(said).toEqual(["hi"]);
  });

  it("remembers what was delivered before the attempt was given up", async () => {
    const gate = new EventEmitter();
    const calls: string[] = [];
    const hanging: NotificationChannel = {
      name: "b",
      description: "b",
      async deliver(_notification, { signal, attempt }) {
        calls.push(`b${attempt}`);
        if (attempt === 1) await once(gate, "open", { signal });
        return undefined;
      },
    };
    const a = scripted("a");
    const means = { channels: channelSet([a.channel, hanging]), memory: new DeliveryMemory() };
    const config = { message: "hi", channels: ["a", "b"], priority: "normal", require: "all" } as const;
    const abort = new AbortController();
    const send = async (attempt: number, signal: AbortSignal) =>
      deliver({ ...config, channels: ["a", "b"] }, means, fakeContext({ attempt, signal }));
    const first = send(1, abort.signal);
    await new Promise(setImmediate);
    abort.abort(new Error("timeout"));
    await expect(first).rejects.toThrow("timeout");
    await expect(send(2, new AbortController().signal)).resolves.toMatchObject({
      deliveries: [{ channel: "a", attempt: 1 }, { channel: "b" }],
    });
    expect([a.keys, calls]).toEqual([["key-1:a"], ["b1", "b2"]]);
  });

  it("shares nothing with another action", async () => {
    const [a, b] = [scripted("a"), scripted("b", "busy", "busy")];
    const run = action("all", a, b);
    await expect(run(1, "one")).rejects.toThrow("b: busy");
    await expect(run(2, "two")).rejects.toThrow("b: busy");
    expect(a.keys).toEqual(["one:a", "two:a"]);
  });

  it("is a new delivery once the action had succeeded", async () => {
    const a = scripted("a");
    const run = action("all", a);
    await run(1);
    await run(2);
    expect(a.keys).toHaveLength(2);
  });
});
