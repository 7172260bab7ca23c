import { settle, testOrchestrator, workflow } from "../engine/testing";
import { memory } from "../memory";
import { type CloudEvent, wrapStorage } from "../ports";
import { flood, until, withEvents } from "./testing/published";

const nothing = workflow([]);

describe("reading from a position", () => {
  it("begins with what has happened, of executions and published, and goes on with what happens", async () => {
    const { events, execute } = await withEvents(["one", "two"]);
    await execute(nothing);
    const got: unknown[] = [];
    events.subscribe({ fromPosition: 2 }, ({ position, type }) => void got.push([position, type]));
    await settle();
    await events.publish({ type: "three" });
    await settle();
    expect(got).toEqual([
      [2, "two"],
      [3, "tutti.execution.created"],
      [4, "tutti.execution.started"],
      [5, "tutti.execution.completed"],
      [6, "three"],
    ]);
  });

  it("can begin behind the newest", async () => {
    const { events } = await withEvents(["one", "two"]);
    expect(await events.lastPosition()).toBe(2);
  });

  it("gives the same events as those that are seen live, with their position", async () => {
    const { events, execute, seen } = await withEvents([]);
    await execute(nothing);
    const got: CloudEvent[] = [];
    events.subscribe({ fromPosition: 1 }, (event) => void got.push(event));
    await settle();
    expect(got).toEqual(seen.map((event, index) => ({ ...event, position: index + 1 })));
  });

  it("reads no faster than the handler takes, and holds few in hand", async () => {
    const limits: number[] = [];
    const storage = memory();
    const wrapped = wrapStorage(storage, {
      readEvents: (after, limit) => {
        limits.push(limit);
        return storage.readEvents!(after, limit);
      },
    });
    const test = await testOrchestrator({ storage: wrapped });
    await flood(test, 2000);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const got: string[] = [];
    const end = test.events.subscribe({ fromPosition: 1 }, async ({ id }) => {
      await gate;
      got.push(id);
    });
    await settle();
    expect([limits, got]).toEqual([[256], []]);
    release();
    await until(() => got.length === 2000);
    expect(got).toEqual(Array.from({ length: 2000 }, (_, n) => `${n}`));
    expect(Math.max(...limits)).toBeLessThanOrEqual(256);
    end();
    await test.events.publish({ type: "late" });
    await settle();
    expect(got).toHaveLength(2000);
  });

  it("streams to a loop that takes its time, without a growing queue", async () => {
    const test = await testOrchestrator();
    await flood(test, 1500);
    const got: string[] = [];
    for await (const { id } of test.events.stream({ fromPosition: 1 })) {
      got.push(id);
      if (got.length === 1500) break;
    }
    expect(got).toEqual(Array.from({ length: 1500 }, (_, n) => `${n}`));
  });

  it("ends a loop, at the orchestrator's stop, behind everything there is", async () => {
    const test = await withEvents(["one", "two"]);
    const stream = test.events.stream({ fromPosition: 1 });
    const got: string[] = [];
    const loop = (async () => {
      for await (const { id } of stream) got.push(id);
    })();
    await test.orchestrator.stop();
    await loop;
    expect(got).toEqual(["one", "two"]);
  });

  it("logs what a handler throws, and goes on", async () => {
    const { events, logs } = await withEvents(["one", "two"]);
    const got: string[] = [];
    events.subscribe({ fromPosition: 1 }, ({ id }) => {
      got.push(id);
      throw new Error("no");
    });
    await settle();
    expect(got).toEqual(["one", "two"]);
    expect(logs.map(({ fields, message }) => [fields.event_id, message])).toEqual([
      ["one", "An event handler failed."],
      ["two", "An event handler failed."],
    ]);
  });
});
