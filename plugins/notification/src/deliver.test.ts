import { EventEmitter, once } from "node:events";
import { type ActionContext, ActionError, TuttiError } from "@tutti/core";
import { type ChannelSet, channelSet } from "./channel-set";
import { logChannel } from "./channels/log";
import type { NotificationConfig } from "./config";
import { deliver as deliverWith } from "./deliver";
import { DeliveryMemory } from "./delivery-memory";
import { fakeContext } from "./testing/fake-context";
import type { ChannelContext, Notification, NotificationChannel } from "./types";

function channel(name: string, run: NotificationChannel["deliver"] = () => undefined): NotificationChannel {
  return { name, description: name, deliver: run };
}

function config(overrides: Partial<NotificationConfig> = {}): NotificationConfig {
  return { message: "hi", channels: ["log"], priority: "normal", require: "all", ...overrides };
}

function deliver(settings: NotificationConfig, channels: ChannelSet, context: ActionContext) {
  return deliverWith(settings, { channels, memory: new DeliveryMemory() }, context);
}

const busy = { code: "X_BUSY", retryable: true };
const unavailable = (message: string, retryAfterMs?: number) =>
  new ActionError({ code: "X_BUSY", message, ...(retryAfterMs !== undefined && { retryAfterMs }) });
const rejected = (message: string) => new ActionError({ code: "X_NO", message, retryable: false });

describe("deliver", () => {
  it("returns without a promise when no channel needed to wait", () => {
    const context = fakeContext();
    expect(deliver(config(), channelSet([logChannel]), context)).toEqual({
      message: "hi",
      deliveries: [{ channel: "log", status: "delivered" }],
    });
    expect(context.records).toHaveLength(1);
  });

  it("writes an id only where a channel gave one", async () => {
    const channels = channelSet([
      channel("a", () => ({ id: "1" })),
      channel("b", () => Promise.resolve({ id: "2" })),
      channel("c", () => Promise.resolve(undefined)),
      channel("d", () => ({})),
    ]);
    const output = await deliver(config({ channels: ["c", "a", "b", "d"] }), channels, fakeContext());
    expect(JSON.stringify(output.deliveries)).toBe(
      JSON.stringify([
        { channel: "c", status: "delivered" },
        { channel: "a", status: "delivered", id: "1" },
        { channel: "b", status: "delivered", id: "2" },
        { channel: "d", status: "delivered" },
      ]),
    );
  });

  it("hands on the notification as text, frozen, and a context with a key of the channel's own", async () => {
    const got: [Notification, ChannelContext][] = [];
    const keep = (name: string) =>
      channel(name, (notification, context) => void got.push([notification, context]));
    const context = fakeContext();
    const full = config({ message: 42, subject: 7, channels: ["a", "b"], recipients: ["r"], data: { n: 1 } });
    const output = await deliver(full, channelSet([keep("a"), keep("b")]), context);
    expect(output.message).toBe("42");
    const [[notification, first], [, second]] = got as [(typeof got)[number], (typeof got)[number]];
    const sent = { message: "42", subject: "7", recipients: ["r"], priority: "normal", data: { n: 1 } };
    expect(notification).toEqual(sent);
    expect(Object.isFrozen(notification)).toBe(true);
    expect([first.idempotencyKey, second.idempotencyKey]).toEqual(["key-1:a", "key-1:b"]);
    expect(first).toMatchObject({ signal: context.signal, logger: context.logger, clock: context.clock });
    expect(first).toMatchObject({ executionId: "execution-1", actionId: "notify", secrets: context.secrets });
  });

  it("runs the channels at the same time", async () => {
    const started: string[] = [];
    const gate = new EventEmitter();
    const slow = (name: string) =>
      channel(name, async () => {
        started.push(name);
        await once(gate, "open");
        return undefined;
      });
    const sending = deliver(
      config({ channels: ["a", "b"] }),
      channelSet([slow("a"), slow("b")]),
      fakeContext(),
    );
    expect(started).toEqual(["a", "b"]);
    gate.emit("open");
    await expect(sending).resolves.toMatchObject({ deliveries: [{ channel: "a" }, { channel: "b" }] });
  });

  it("fails when one channel failed, after all were tried, and lists each", async () => {
    const channels = channelSet([
      channel("a", () => Promise.reject(unavailable("HTTP 503", 2000))),
      channel("b", () => ({ id: "1" })),
      channel("c", () => {
        throw unavailable("HTTP 429", 5000);
      }),
    ]);
    await expect(
      deliver(config({ channels: ["a", "b", "c"] }), channels, fakeContext()),
    ).rejects.toMatchObject({
      code: "NOTIFICATION_FAILED",
      message: "Not delivered over 2 of 3 channels: a: HTTP 503; c: HTTP 429",
      retryable: true,
      retryAfterMs: 5000,
      details: {
        require: "all",
        deliveries: [
          { channel: "a", status: "failed", error: { ...busy, message: "HTTP 503", retry_after_ms: 2000 } },
          { channel: "b", status: "delivered", id: "1" },
          { channel: "c", status: "failed", error: { ...busy, message: "HTTP 429", retry_after_ms: 5000 } },
        ],
      },
    });
  });

  it("is not retryable as soon as one failure is permanent", async () => {
    const channels = channelSet([
      channel("a", () => Promise.reject(unavailable("busy"))),
      channel("b", () => Promise.reject(rejected("no"))),
    ]);
    const sending = deliver(config({ channels: ["a", "b"] }), channels, fakeContext());
    await expect(sending).rejects.toBeInstanceOf(ActionError);
    await expect(sending).rejects.toMatchObject({ retryable: false, retryAfterMs: undefined });
  });

  it.each([
    [new Error("boom"), "boom"],
    ["just text", "just text"],
  ])("takes %p thrown by a channel as a retryable CHANNEL_FAILED", async (thrown, message) => {
    const broken = channel("a", () => {
      throw thrown as Error;
    });
    await expect(
      deliver(config({ channels: ["a"] }), channelSet([broken]), fakeContext()),
    ).rejects.toMatchObject({
      retryable: true,
      details: { deliveries: [{ error: { code: "CHANNEL_FAILED", message, retryable: true } }] },
    });
  });

  it("hands on an error of Tutti's own, such as a secret that is not there, as permanent", async () => {
    const secretive = channel("a", () => {
      throw TuttiError.of("UNKNOWN_SECRET", { name: "SMS_KEY" });
    });
    const sending = deliver(config({ channels: ["a"] }), channelSet([secretive]), fakeContext());
    await expect(sending).rejects.toMatchObject({
      retryable: false,
      details: { deliveries: [{ error: { code: "UNKNOWN_SECRET", retryable: false } }] },
    });
  });

  it("sends nothing when a name is unknown", async () => {
    const context = fakeContext();
    const sending = deliver(config({ channels: ["log", "fax"] }), channelSet([logChannel]), context);
    await expect(sending).rejects.toMatchObject({
      code: "UNKNOWN_CHANNEL",
      message: 'Unknown channel "fax". Installed: log',
      retryable: false,
      details: { channel: "fax", installed: ["log"] },
    });
    expect(context.records).toEqual([]);
  });

  it("fails with the signal's reason when the abort is what made a channel fail", async () => {
    const abort = new AbortController();
    const waiting = channel("a", (_notification, { signal }) => {
      return new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(rejected("aborted"))),
      );
    });
    const sending = deliver(
      config({ channels: ["a"] }),
      channelSet([waiting]),
      fakeContext({ signal: abort.signal }),
    );
    abort.abort(new Error("timeout"));
    await expect(sending).rejects.toThrow("timeout");
  });
});
