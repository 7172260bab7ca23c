import { action, holds, settle, testOrchestrator, workflow } from "../engine/testing";
import { memory } from "../memory";
import { type Storage, wrapStorage } from "../ports";
import type { SubscribeOptions } from "./options";
import type { PublishedEvent } from "./publish";

/** A storage without a log of events. */
function withoutLog(): Storage {
  return wrapStorage(memory(), {
    abilities: { durable: false },
  });
}

describe("publishing", () => {
  it("stores an event before anybody sees it", async () => {
    const storage = memory();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = wrapStorage(storage, {
      publishEvent: async (event) => {
        await gate;
        return storage.publishEvent!(event);
      },
    });
    const { events, seen } = await testOrchestrator({ storage: slow });
    const published = events.publish({ type: "ping" });
    await settle();
    expect(seen).toEqual([]);
    release();
    expect([await published]).toEqual(await settle().then(() => seen));
  });

  it("shows nobody what could not be stored", async () => {
    const storage = wrapStorage(memory(), {
      publishEvent: () => Promise.reject(new Error("the disk is full")),
    });
    const { events, seen } = await testOrchestrator({ storage });
    await expect(events.publish({ type: "ping" })).rejects.toThrow("the disk is full");
    await settle();
    expect(seen).toEqual([]);
  });

  it("keeps subject, correlation and priority, and data as JSON sees it", async () => {
    const { events } = await testOrchestrator();
    const data = { at: new Date(0), gone: undefined } as never;
    expect(
      await events.publish({ id: "1", type: "a", source: "/s", subject: "7", priority: "high", data }),
    ).toEqual({
      specversion: "1.0",
      id: "1",
      source: "/s",
      type: "a",
      subject: "7",
      time: "2026-01-01T00:00:00.000Z",
      datacontenttype: "application/json",
      correlationid: "1",
      priority: "high",
      data: { at: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("publishes an event once, by id and source", async () => {
    const { events, seen } = await testOrchestrator();
    for (const source of ["/a", "/a", "/b"]) await events.publish({ id: "1", type: "x", source });
    await settle();
    expect(seen.map(({ source }) => source)).toEqual(["/a", "/b"]);
  });

  it("stores nothing of a transient event", async () => {
    const storage = memory();
    const { events, seen } = await testOrchestrator({ storage });
    await events.publish({ type: "x", id: "1", transient: true });
    await events.publish({ type: "x", id: "1", transient: true });
    await settle();
    expect([seen.length, await storage.lastPosition!()]).toEqual([2, 0]);
  });

  it("reaches who is subscribed now where the storage keeps no log", async () => {
    const { events, seen } = await testOrchestrator({ storage: withoutLog() });
    await events.publish({ type: "x" });
    await settle();
    expect(seen).toHaveLength(1);
  });

  it.each<[object, string]>([
    [{ type: "" }, 'type is ""'],
    [{ type: 5 }, "type is 5"],
    [{ type: "x", id: "" }, 'id is ""'],
    [{ type: "x", source: "" }, 'source is ""'],
    [{ type: "x", subject: "" }, 'subject is ""'],
    [{ type: "x", correlationId: 7 }, "correlationId is 7"],
    [{ type: "x", priority: "urgent" }, 'priority is "urgent"'],
    [{ type: "tutti.execution.started" }, 'type is "tutti.execution.started"'],
    [{ type: "x", data: 5n }, "data can't be stored"],
  ])("refuses %j", async (event, problem) => {
    const { events } = await testOrchestrator();
    await expect(events.publish(event as PublishedEvent)).rejects.toMatchObject({
      code: "INVALID_OPTIONS",
      message: expect.stringContaining(problem) as string,
    });
  });
});

describe("what is correlated", () => {
  it("is told in the order of time, over several executions and published events", async () => {
    const { clock, create, events, script, workflows } = await testOrchestrator();
    script.on("a", holds);
    const id = await create(workflow([action("a")]));
    const start = () => workflows.startWorkflow(id, {}, "ada", { correlationId: "order-1" });
    await events.publish({ type: "order.received", id: "r", correlationId: "order-1" });
    const { execution: first } = await start();
    await clock.advance(10);
    await events.publish({ type: "order.paid", id: "p", correlationId: "order-1" });
    await events.publish({ type: "order.paid", id: "other" });
    const { execution: second } = await start();
    await clock.advance(10);
    (await script.started("a")).complete();
    await workflows.waitForExecution(first?.execution_id ?? "");
    const told = (await events.correlated("order-1")).map(({ executionid, id: own, sequence }) => {
      if (executionid === undefined) return own;
      return `${executionid === first?.execution_id ? "first" : "second"} ${sequence}`;
    });
    expect(second).not.toBeNull();
    expect(told).toEqual([
      "first 1",
      "first 2",
      "first 3",
      "r",
      "second 1",
      "second 2",
      "second 3",
      "p",
      "first 4",
      "first 5",
    ]);
  });

  it("keeps each execution's order when the clock goes back", async () => {
    const storage = memory();
    const { create, events, script, workflows } = await testOrchestrator({ storage });
    script.on("a", holds);
    const id = await create(workflow([action("a")]));
    const { execution } = await workflows.startWorkflow(id, {}, "ada", { correlationId: "c" });
    await events.publish({ type: "x", correlationId: "c" });
    const back = wrapStorage(storage, {
      read: async (executionId, from) =>
        (await storage.read(executionId, from)).map((one) => ({ ...one, time: one.time - one.sequence })),
    });
    const { events: later } = await testOrchestrator({ storage: back, standby: true });
    const own = (await later.correlated("c")).filter(
      ({ executionid }) => executionid === execution?.execution_id,
    );
    expect(own.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it("is replayed to a subscription with the published events, each once", async () => {
    const storage = memory();
    const slow = wrapStorage(storage, {
      publishedEvents: async (id) => {
        await settle();
        return storage.publishedEvents!(id);
      },
    });
    const { events } = await testOrchestrator({ storage: slow });
    await events.publish({ type: "x", id: "before", correlationId: "c" });
    const got: string[] = [];
    events.subscribe({ correlationId: "c", fromSequence: 1 }, ({ id }) => void got.push(id));
    await events.publish({ type: "x", id: "meanwhile", correlationId: "c" });
    await settle();
    await settle();
    await events.publish({ type: "x", id: "after", correlationId: "c" });
    await settle();
    expect(got).toEqual(["before", "meanwhile", "after"]);
  });
});

describe("the options of a subscription", () => {
  const handler = (): void => undefined;

  it.each<[object, string]>([
    [{ group: "g", fromSequence: 1, executionId: "x" }, "fromSequence goes with neither"],
    [{ fromPosition: 1, fromSequence: 1, executionId: "x" }, "fromSequence goes with neither"],
    [{ fromPosition: -1 }, "fromPosition is -1"],
    [{ fromPosition: 1.5 }, "fromPosition is 1.5"],
    [{ group: "" }, 'group is ""'],
    [{ group: "g".repeat(201) }, 'group is "ggg'],
    [{ retry: {} }, "retry needs a group"],
    [{ group: "g", retry: { maxAttempts: 0 } }, "retry.maxAttempts is 0"],
    [{ group: "g", retry: { initialIntervalMs: -1 } }, "retry.initialIntervalMs is -1"],
    [{ group: "g", retry: { maxIntervalMs: Number.NaN } }, "retry.maxIntervalMs is NaN"],
  ])("%j are refused", async (options, problem) => {
    const { events } = await testOrchestrator();
    expect(() => events.subscribe(options as SubscribeOptions, handler)).toThrow(problem);
  });

  it("must be the same for all members of a group", async () => {
    const { events } = await testOrchestrator();
    events.subscribe({ group: "g", types: ["a"] }, handler);
    events.subscribe({ group: "g", types: ["a"] }, handler);
    for (const other of [{ types: ["b"] }, { types: ["a"], retry: { maxAttempts: 2 } }])
      expect(() => events.subscribe({ group: "g", ...other }, handler)).toThrow(/another filter or retry/);
  });

  it("can't ask for a log that the storage does not keep", async () => {
    const { events } = await testOrchestrator({ storage: withoutLog() });
    const message = /needs a log of events, and storage "memory" keeps none/;
    expect(() => events.subscribe({ group: "g" }, handler)).toThrow(message);
    expect(() => events.stream({ fromPosition: 1 })).toThrow(message);
    await expect(events.deadLetters("g")).rejects.toThrow(message);
    await expect(events.redeliver("g")).rejects.toThrow(message);
    await expect(events.discard("g")).rejects.toThrow(message);
  });
});
