import { holds, throws, type ScriptedCall } from "../../script";
import { contains, matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const list = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const byItem = (fails: (call: ScriptedCall) => boolean) => (call: ScriptedCall) => {
  if (fails(call)) throw new Error(`item ${call.index} is bad`);
  return call.context.item;
};

/** An action that runs once per item. */
export const forEach = group("for_each", [
  scenario(
    "runs once per item with $item and $index, and gives the outputs in the items' order",
    async (given) => {
      const { start, script, ended } = await given.orchestrator();
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
      same(execution.result, { all: ["a0", "b1", "c2"] });
      matches(execution.actions.fan, {
        status: "completed",
        attempts: 1,
        items: { total: 3, completed: 3, failed: 0 },
      });
    },
  ),
  scenario("gives the executor the item and the index, which a plain action has not", async (given) => {
    const { execute, script } = await given.orchestrator();
    await execute(workflow([action("plain"), action("fan", { for_each: [null, 0] })]));
    same([script.of("plain")[0]?.context.item, script.of("plain")[0]?.index], [undefined, undefined]);
    same(
      script.of("fan").map(({ context }) => [context.item, context.index]),
      [
        [null, 0],
        [0, 1],
      ],
    );
    matches(script.of("fan")[1]?.idempotencyKey, /:fan:1$/);
  }),
  scenario("never has more items at work than max_concurrency, and fills up at once", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("fan", holds);
    const id = await start(workflow([action("fan", { for_each: list(5), max_concurrency: 2 })]));
    for (let next = 0; next < 5; next++) {
      const call = await script.started("fan", next + 1);
      same(script.calls.length, Math.min(5, next === 0 ? 2 : next + 2));
      call.complete();
      await script.started("fan", Math.min(5, next + 3));
    }
    same((await ended(id)).status, "completed");
  }),
  scenario("completes with an empty array when there are no items", async (given) => {
    const { execute, script } = await given.orchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: [] }), action("next", { config: { all: "{{fan}}" } })]),
    );
    matches(execution.actions.fan, { status: "completed", output: [] });
    same(script.of("next")[0]?.config, { all: [] });
  }),
  ...(
    [
      ["text", "a value of type string"],
      [{ a: 1 }, "a value of type object"],
      [null, "null"],
    ] as const
  ).map(([value, actual]) =>
    scenario(`fails the action when it gives ${JSON.stringify(value)}`, async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("source", () => ({ value }));
      const { execution } = await execute(
        workflow([
          action("source"),
          action("fan", { for_each: "{{source.value}}", retry: { max_attempts: 3 } }),
        ]),
      );
      matches(execution.error, { code: "INVALID_FOR_EACH", action_id: "fan", attempt: 1 });
      contains(execution.error?.message, actual);
      same(script.of("fan"), []);
    }),
  ),
  scenario("fails the action when it gives more items than the limit", async (given) => {
    const { execute } = await given.orchestrator({ limits: { forEachItems: 3 } });
    const { execution } = await execute(workflow([action("fan", { for_each: list(4) })]));
    matches(execution.error, { code: "LIMIT_EXCEEDED", action_id: "fan" });
  }),
  scenario("fails the execution with the first failing item, and starts no more items", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on(
      "fan",
      byItem(({ index }) => index === 1),
    );
    const { execution } = await execute(workflow([action("fan", { for_each: list(5), max_concurrency: 1 })]));
    matches(execution.error, { action_id: "fan", index: 1, attempt: 1 });
    matches(execution.actions.fan, {
      status: "failed",
      items: { total: 5, completed: 1, failed: 1 },
    });
    same(script.calls.length, 2);
  }),
  scenario(
    "goes on after a failing item under on_error: continue, with null as its output",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on(
        "fan",
        byItem(({ index }) => index === 1),
      );
      const { execution } = await execute(
        workflow([action("fan", { for_each: list(3), on_error: "continue" })]),
      );
      same(execution.status, "completed");
      matches(execution.actions.fan, {
        status: "completed",
        output: [0, null, 2],
        items: { total: 3, completed: 2, failed: 1 },
      });
    },
  ),
  scenario("retries single items, each by the policy", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
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
    same((await ended(id)).actions.fan?.output, [0, 1, 2]);
    same(script.order.length, 5);
    same(
      script.calls
        .filter(({ index }) => index === 1)
        .map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey]),
      [1, 2, 3].map((attempt) => [attempt, `${id}:fan:1`]),
    );
  }),
  scenario("counts an item that waits for its retry as at work", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
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
    same(
      script.calls.map(({ index }) => index),
      [0],
    );
    await clock.advance(1);
    await ended(id);
    same(
      script.calls.map(({ index }) => index),
      [0, 0, 1],
    );
  }),
  scenario("runs control actions per item", async (given) => {
    const { start, ended, clock } = await given.orchestrator();
    const id = await start(
      workflow([
        action("naps", { action_type: "wait", for_each: [1, 2, 3], config: { seconds: "{{$item}}" } }),
      ]),
    );
    await clock.advance(3_000);
    const { actions } = await ended(id);
    same(
      actions.naps?.output,
      [1, 2, 3].map((second) => ({ until: `2026-01-01T00:00:0${second}.000Z` })),
    );
  }),
  scenario("runs 10,000 items", async (given) => {
    const { execute } = await given.orchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: list(10_000), config: { returns: "{{$index}}" } })]),
    );
    same(execution.actions.fan?.output, list(10_000));
  }),
  scenario("does not run when its condition is false", async (given) => {
    const { execute } = await given.orchestrator();
    const { execution } = await execute(
      workflow([action("fan", { for_each: [1], condition: false })], { outputs: { x: "{{fan}}" } }),
    );
    same([execution.actions.fan?.status, execution.result], ["skipped", { x: null }]);
  }),
  scenario("stops items that run and cancels items that wait when another one fails", async (given) => {
    const { start, script, ended } = await given.orchestrator();
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
    same([status, actions.fan?.status], ["failed", "failed"]);
    same(
      script.calls.slice(1).map((call) => call.aborted),
      [],
    );
  }),
]);
