import { settle, testOrchestrator, type TestOptions } from "../engine/testing";
import { memory } from "../memory";
import type { CloudEvent, DeadLetter, Delivery } from "../ports";
import { until, withEvents } from "./testing/published";

describe("dead letters", () => {
  /** A group `g` whose events a, b and c are dead letters while `isBroken`. */
  async function broken(options: TestOptions = {}) {
    const test = await withEvents(["a", "b", "c"], options);
    const state = { isBroken: true };
    const got: { id: string; delivery: Delivery }[] = [];
    const handler = ({ id }: CloudEvent, delivery: Delivery): void => {
      if (state.isBroken) throw new Error("no");
      got.push({ id, delivery });
    };
    const leave = test.events.subscribe({ group: "g", fromPosition: 1, retry: { maxAttempts: 1 } }, handler);
    await settle();
    const ids = async (page: object = {}): Promise<string[]> =>
      (await test.events.deadLetters("g", page)).map(({ event }) => event.id);
    return { ...test, state, got, handler, leave, ids };
  }

  it("are listed in parts", async () => {
    const { events, ids } = await broken();
    expect([await ids(), await ids({ limit: 2 }), await ids({ after: 2 })]).toEqual([
      ["a", "b", "c"],
      ["a", "b"],
      ["c"],
    ]);
    expect(await events.deadLetters("other")).toEqual([]);
  });

  it("are forgotten with their group, which then begins anew; not while it has members", async () => {
    const { events, got, handler, ids, leave, state } = await broken();
    await expect(events.forgetGroup("g")).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    await expect(events.forgetGroup("tutti:triggers")).rejects.toThrow(/tutti:triggers/);
    leave();
    await events.forgetGroup("g");
    expect(await ids()).toEqual([]);
    state.isBroken = false;
    events.subscribe({ group: "g", fromPosition: 2, retry: { maxAttempts: 1 } }, handler);
    await settle();
    expect(got.map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("are delivered again when somebody asks for it, and marked as such", async () => {
    const { events, got, ids, state } = await broken();
    state.isBroken = false;
    expect(await events.redeliver("g", [2, 99])).toBe(1);
    await settle();
    expect(got).toEqual([{ id: "b", delivery: { group: "g", attempt: 1, isRedelivered: true } }]);
    expect(await ids()).toEqual(["a", "c"]);
    expect(await events.redeliver("g")).toBe(2);
    await settle();
    expect([got.map(({ id }) => id), await ids()]).toEqual([["b", "a", "c"], []]);
  });

  it("are dead letters again when they fail again", async () => {
    const { events, got, ids, state } = await broken();
    await events.redeliver("g", [1]);
    await settle();
    expect([got, await ids()]).toEqual([[], ["a", "b", "c"]]);
    state.isBroken = false;
    expect(await events.redeliver("g", [1])).toBe(1);
    await settle();
    expect(await ids()).toEqual(["b", "c"]);
  });

  it("wait for a member when there is none, also through a restart", async () => {
    const storage = memory();
    const first = await broken({ storage });
    first.leave();
    await settle();
    expect(await first.events.redeliver("g", [1, 3])).toBe(2);
    await first.orchestrator.stop();
    const { events } = await testOrchestrator({ storage });
    const got: string[] = [];
    events.subscribe({ group: "g" }, ({ id }) => void got.push(id));
    await settle();
    expect(got).toEqual(["a", "c"]);
    expect((await events.deadLetters("g")).map(({ event }) => event.id)).toEqual(["b"]);
  });

  it("can be forgotten", async () => {
    const { events, ids } = await broken();
    expect([await events.discard("g", [2]), await ids()]).toEqual([1, ["a", "c"]]);
    expect([await events.discard("g"), await ids(), await events.discard("g")]).toEqual([2, [], 0]);
  });

  it("are all delivered again, however many there are", async () => {
    const storage = memory();
    const letters = Array.from({ length: 700 }, (_, n): DeadLetter => {
      const event = { id: `${n}`, source: "/", type: "x", correlationid: `${n}`, data: null } as CloudEvent;
      return { position: n + 1, event, attempts: 1, error: "no", time: 0, is_due: false };
    });
    await storage.saveGroup!({ group: "g", position: 700, keep: letters });
    const { events } = await testOrchestrator({ storage });
    const got: string[] = [];
    events.subscribe({ group: "g" }, ({ id }) => void got.push(id));
    expect(await events.redeliver("g")).toBe(700);
    await until(() => got.length === 700);
    await settle();
    expect([new Set(got).size, await events.deadLetters("g")]).toEqual([700, []]);
  });
});
