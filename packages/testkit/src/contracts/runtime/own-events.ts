import { holds, Script } from "../../script";
import { lacks, same } from "../check";
import { action, group, needing, scenario, workflow } from "./scenario";

/** Events of plugins. */
export const ownEvents = group("an action's own events", [
  scenario("are in the journal and the stream, in their place", async (given) => {
    const { execute, script, seen, history } = await given.orchestrator();
    script.on("a", ({ context }) => {
      context.emit({ type: "progress", data: { percent: 50 } });
      context.emit({ type: "nothing" });
    });
    const { execution } = await execute(workflow([action("a", { for_each: [1] })]));
    same((await history(execution.execution_id)).slice(3, 6), [
      "item.started a[0]",
      "action.emitted a[0]",
      "action.emitted a[0]",
    ]);
    same(
      seen.filter(({ type }) => type === "tutti.action.emitted").map(({ data }) => data),
      [
        { action_id: "a", index: 0, event_type: "progress", payload: { percent: 50 } },
        { action_id: "a", index: 0, event_type: "nothing", payload: null },
      ],
    );
  }),
  scenario("are refused when they can't be stored, and the plugin learns it", async (given) => {
    const { execute, script } = await given.orchestrator({ limits: { outputBytes: 100 } });
    script
      .on("a", ({ context }) => context.emit({ type: "x", data: 1n as never }))
      .on("b", ({ context }) => context.emit({ type: "x", data: "x".repeat(100) }));
    const { execution } = await execute(
      workflow([action("a", { on_error: "continue" }), action("b", { on_error: "continue" })]),
    );
    same(
      [execution.actions.a?.error?.code, execution.actions.b?.error?.code],
      ["INVALID_OPTIONS", "LIMIT_EXCEEDED"],
    );
  }),
  scenario("are given back to later attempts of the same action or item, by their type", async (given) => {
    const { clock, ended, start, script } = await given.orchestrator();
    const seen: unknown[] = [];
    script.on("a", ({ context }) => {
      seen.push([context.index, context.attempt, context.emitted?.("done")]);
      context.emit({ type: "done", data: { n: context.attempt, key: Number(context.index) } });
      context.emit({ type: "other" });
      if (context.attempt === 1) throw new Error("once more");
    });
    const retry = { max_attempts: 2, initial_interval_ms: 1, jitter: false };
    const id = await start(workflow([action("a", { for_each: [1, 2], retry, max_concurrency: 1 })]));
    await clock.advance(10);
    same((await ended(id)).status, "completed");
    same(seen, [
      [0, 1, []],
      [0, 2, [{ n: 1, key: 0 }]],
      [1, 1, []],
      [1, 2, [{ n: 1, key: 1 }]],
    ]);
  }),
  ...needing(
    "restart",
    scenario("are given back after a crash", async (given) => {
      const storage = await given.crashed(async (bench) => {
        bench.script.on("a", (call) => {
          call.context.emit({ type: "done", data: "half of it" });
          return holds(call);
        });
        await bench.start(workflow([action("a")]));
      });
      const seen: unknown[] = [];
      const script = new Script().on(
        "a",
        ({ context }) => void seen.push([context.attempt, context.emitted?.("done")]),
      );
      await given.orchestrator({ storage, script });
      await given.rest();
      same(seen, [[1, ["half of it"]]]);
    }),
  ),
  scenario("come too late once the attempt has ended", async (given) => {
    const { execute, script, history } = await given.orchestrator();
    const { execution } = await execute(workflow([action("a")]));
    script.calls[0]?.context.emit({ type: "late" });
    lacks(await history(execution.execution_id), "action.emitted a");
  }),
]);
