import { holds, throws } from "../../script";
import { matches, same } from "../check";
import { action, failing, group, scenario, workflow, undo } from "./scenario";

/** What is undone, and in which order. */
export const compensation = group("compensation", [
  scenario("undoes what completed in the reverse order of completion", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(
      workflow([action("a", undo()), action("b", undo()), action("c", undo()), failing("a", "b", "c")]),
    );
    (await script.started("b")).complete();
    (await script.started("a")).complete();
    const { actions } = await ended(id);
    same(
      script.order.filter((name) => name.startsWith("undo")),
      ["undo:a", "undo:b", "undo:c"],
    );
    same(
      ["a", "b", "c"].map((name) => actions[name]?.status),
      ["compensated", "compensated", "compensated"],
    );
  }),
  scenario("reads the action's own output, others' and $error, with a key of its own", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("book", () => ({ id: 7 }));
    const config = { id: "{{book.id}}", other: "{{first}}", code: "{{$error.code}}" };
    const { execution } = await execute(
      workflow([
        action("first", { config: { returns: 1 } }),
        action("book", undo(config)),
        failing("book", "first"),
      ]),
    );
    const [call] = script.of("undo:book");
    same(call?.config, { id: 7, other: 1, code: "BROKEN" });
    same(call?.idempotencyKey, `compensation:${execution.execution_id}:book`);
  }),
  scenario("undoes only what completed, once", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("bad", throws(new Error("no")));
    const actions = [
      action("done", undo()),
      action("skipped", { condition: false, ...undo() }),
      action("bad", { ...undo(), on_error: "continue" }),
    ];
    await execute(workflow([...actions, failing("done", "skipped", "bad")]));
    same(
      script.order.filter((name) => name.startsWith("undo")),
      ["undo:done"],
    );
  }),
  scenario("undoes completed items, each with its item, index and output", async (given) => {
    const { execute, script } = await given.orchestrator();
    const config = { item: "{{$item}}", index: "{{$index}}", all: "{{fan}}" };
    const fan = action("fan", {
      for_each: ["x", "y"],
      config: { returns: "{{$item & '!'}}" },
      ...undo(config),
    });
    await execute(workflow([fan, failing("fan")]));
    same(
      script.of("undo:fan").map((call) => call.config),
      [
        { item: "y", index: 1, all: ["x!", "y!"] },
        { item: "x", index: 0, all: ["x!", "y!"] },
      ],
    );
  }),
  scenario("undoes the completed items of a for_each that failed", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("fan", ({ index }) => {
      if (index === 2) throw new Error("third");
      return index;
    });
    await execute(
      workflow([action("fan", { for_each: [0, 1, 2, 3], max_concurrency: 1, ...undo({ all: "{{fan}}" }) })]),
    );
    same(
      script.of("undo:fan").map(({ index, config }) => [index, config.all]),
      [
        [1, [0, 1, null, null]],
        [0, [0, 1, null, null]],
      ],
    );
  }),
  scenario("goes on with the others when one fails, and leaves that one completed", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("undo:b", throws(new Error("can't")));
    const { execution } = await execute(
      workflow([action("a", undo()), action("b", { ...undo(), depends_on: "a" }), failing("b")]),
    );
    same([execution.actions.a?.status, execution.actions.b?.status], ["compensated", "completed"]);
    same(execution.error?.code, "BROKEN");
  }),
  scenario("is retried by the action's policy", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("undo:a", throws(new Error("once")), throws(new Error("twice")), () => null);
    const id = await start(
      workflow([
        action("a", { ...undo(), retry: { initial_interval_ms: 50, jitter: false, backoff_coefficient: 1 } }),
        failing("a"),
      ]),
    );
    await clock.advance(49);
    same(script.of("undo:a").length, 1);
    await clock.advance(51);
    same((await ended(id)).actions.a?.status, "compensated");
    same(
      script.of("undo:a").map(({ attempt }) => attempt),
      [1, 2, 3],
    );
  }),
  scenario("keeps to the action's timeout", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("undo:a", holds);
    const id = await start(workflow([action("a", { ...undo(), timeout_seconds: 1 }), failing("a")]));
    await clock.advance(1000);
    same((await ended(id)).actions.a?.status, "completed");
    same(script.of("undo:a")[0]?.aborted, true);
  }),
  scenario("can't be an action that waits", async (given) => {
    const { workflows } = await given.orchestrator();
    const compensate = { action_type: "run_workflow", config: { workflow_id: "x" } };
    same((await workflows.createWorkflow(workflow([action("a", { compensate })]), "ada")).success, false);
  }),
  scenario("fails when its config can't be resolved", async (given) => {
    const { execute, seen } = await given.orchestrator();
    await execute(
      workflow([
        action("a", { config: { returns: {} }, ...undo({ x: "{{a.missing.deep}}" }) }),
        failing("a"),
      ]),
    );
    matches(seen.find(({ type }) => type === "tutti.compensation.failed")?.data, {
      error: { code: "MISSING_VALUE" },
    });
  }),
]);
