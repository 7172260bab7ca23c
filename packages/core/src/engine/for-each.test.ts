import { action, holds, type ScriptedCall, testOrchestrator, throws, workflow } from "./testing";

const list = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const byItem = (fails: (call: ScriptedCall) => boolean) => (call: ScriptedCall) => {
  if (fails(call)) throw new Error(`item ${call.index} is bad`);
  return call.context.item;
};

describe("for_each", () => {
  it("runs once per item with $item and $index, and gives the outputs in the items' order", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("fan", holds);
    const fan = action("fan", {
      for_each: ["a", "b", "c"],
      config: { item: "{{$item}}", index: "{{$index}}" },
    });
    const id = await start(workflow([fan], { outputs: { all: "{{fan}}" } }));
    await script.started("fan", 3);
    for (const call of script.of("fan").toReversed())
      call.complete(`${String(call.config.item)}${String(call.config.index)}`);
    const execution = await ended(id);
    expect(execution.result).toEqual({ all: ["a0", "b1", "c2"] });
    expect(execution.actions.fan).toMatchObject({
      status: "completed",
      attempts: 1,
      items: { total: 3, completed: 3, failed: 0 },
    });
  });

  it("gives the executor the item and the index, which a plain action has not", async () => {
    const { execute, script } = await testOrchestrator();
    await execute(workflow([action("plain"), action("fan", { for_each: [null, 0] })]));
    expect([script.of("plain")[0]?.context.item, script.of("plain")[0]?.index]).toEqual([
      undefined,
      undefined,
    ]);
    expect(script.of("fan").map(({ context }) => [context.item, context.index])).toEqual([
      [null, 0],
      [0, 1],
    ]);
    expect(script.of("fan")[1]?.idempotencyKey).toMatch(/:fan:1$/);
  });

  it("never has more items at work than max_concurrency, and fills up at once", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("fan", holds);
    const id = await start(workflow([action("fan", { for_each: list(5), max_concurrency: 2 })]));
    for (let next = 0; next < 5; next++) {
      const call = await script.started("fan", next + 1);
      expect(script.calls.length).toBe(Math.min(5, next === 0 ? 2 : next + 2));
      call.complete();
      await script.started("fan", Math.min(5, next + 3));
    }
    expect((await ended(id)).status).toBe("completed");
  });

  it("completes with an empty array when there are no items", async () => {
    const { execute, script } = await testOrchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: [] }), action("next", { config: { all: "{{fan}}" } })]),
    );
    expect(execution.actions.fan).toMatchObject({ status: "completed", output: [] });
    expect(script.of("next")[0]?.config).toEqual({ all: [] });
  });

  it.each([
    ["text", "a value of type string"],
    [{ a: 1 }, "a value of type object"],
    [null, "null"],
  ])("fails the action when it gives %j", async (value, actual) => {
    const { execute, script } = await testOrchestrator();
    script.on("source", () => ({ value }));
    const { execution } = await execute(
      workflow([
        action("source"),
        action("fan", { for_each: "{{source.value}}", retry: { max_attempts: 3 } }),
      ]),
    );
    expect(execution.error).toMatchObject({ code: "INVALID_FOR_EACH", action_id: "fan", attempt: 1 });
    expect(execution.error?.message).toContain(actual);
    expect(script.of("fan")).toEqual([]);
  });

  it("fails the action when it gives more items than the limit", async () => {
    const { execute } = await testOrchestrator({ limits: { forEachItems: 3 } });
    const { execution } = await execute(workflow([action("fan", { for_each: list(4) })]));
    expect(execution.error).toMatchObject({ code: "LIMIT_EXCEEDED", action_id: "fan" });
  });

  it("fails the execution with the first failing item, and starts no more items", async () => {
    const { execute, script } = await testOrchestrator();
    script.on(
      "fan",
      byItem(({ index }) => index === 1),
    );
    const { execution } = await execute(workflow([action("fan", { for_each: list(5), max_concurrency: 1 })]));
    expect(execution.error).toMatchObject({ action_id: "fan", index: 1, attempt: 1 });
    expect(execution.actions.fan).toMatchObject({
      status: "failed",
      items: { total: 5, completed: 1, failed: 1 },
    });
    expect(script.calls.length).toBe(2);
  });

  it("goes on after a failing item under on_error: continue, with null as its output", async () => {
    const { execute, script } = await testOrchestrator();
    script.on(
      "fan",
      byItem(({ index }) => index === 1),
    );
    const { execution } = await execute(
      workflow([action("fan", { for_each: list(3), on_error: "continue" })]),
    );
    expect(execution.status).toBe("completed");
    expect(execution.actions.fan).toMatchObject({
      status: "completed",
      output: [0, null, 2],
      items: { total: 3, completed: 2, failed: 1 },
    });
  });

  it("retries single items, each by the policy", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on(
      "fan",
      byItem(({ index, attempt }) => index === 1 && attempt < 3),
    );
    const id = await start(
      workflow([
        action("fan", {
          for_each: list(3),
          retry: { max_attempts: 3, initial_interval_ms: 10, jitter: false },
        }),
      ]),
    );
    await clock.advance(30);
    expect((await ended(id)).actions.fan?.output).toEqual([0, 1, 2]);
    expect(script.order.length).toBe(5);
    expect(
      script.calls
        .filter(({ index }) => index === 1)
        .map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey]),
    ).toEqual([1, 2, 3].map((attempt) => [attempt, `${id}:fan:1`]));
  });

  it("counts an item that waits for its retry as at work", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on(
      "fan",
      byItem(({ index, attempt }) => index === 0 && attempt === 1),
    );
    const id = await start(
      workflow([
        action("fan", {
          for_each: list(2),
          max_concurrency: 1,
          retry: { max_attempts: 2, initial_interval_ms: 10, jitter: false },
        }),
      ]),
    );
    await clock.advance(9);
    expect(script.calls.map(({ index }) => index)).toEqual([0]);
    await clock.advance(1);
    await ended(id);
    expect(script.calls.map(({ index }) => index)).toEqual([0, 0, 1]);
  });

  it("runs control actions per item", async () => {
    const { start, ended, clock } = await testOrchestrator();
    const id = await start(
      workflow([
        action("naps", { action_type: "wait", for_each: [1, 2, 3], config: { seconds: "{{$item}}" } }),
      ]),
    );
    await clock.advance(3_000);
    const { actions } = await ended(id);
    expect(actions.naps?.output).toEqual(
      [1, 2, 3].map((second) => ({ until: `2026-01-01T00:00:0${second}.000Z` })),
    );
  });

  it("runs 10,000 items", async () => {
    const { execute } = await testOrchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: list(10_000), config: { returns: "{{$index}}" } })]),
    );
    expect(execution.actions.fan?.output).toEqual(list(10_000));
  });

  it("does not run when its condition is false", async () => {
    const { execute } = await testOrchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: [1], condition: false })], { outputs: { x: "{{fan}}" } }),
    );
    expect([execution.actions.fan?.status, execution.result]).toEqual(["skipped", { x: null }]);
  });

  it("stops items that run and cancels items that wait when another one fails", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on(
      "fan",
      throws(new Error("bad")),
      (call) =>
        new Promise((_, reject) =>
          call.context.signal.addEventListener("abort", () => reject(new Error("stopped"))),
        ),
    );
    const id = await start(workflow([action("fan", { for_each: list(3), max_concurrency: 3 })]));
    const { actions, status } = await ended(id);
    expect([status, actions.fan?.status]).toEqual(["failed", "failed"]);
    expect(script.calls.slice(1).map((call) => call.aborted)).toEqual([]);
  });
});
