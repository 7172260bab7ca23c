import { lacks, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

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
  scenario("come too late once the attempt has ended", async (given) => {
    const { execute, script, history } = await given.orchestrator();
    const { execution } = await execute(workflow([action("a")]));
    script.calls[0]?.context.emit({ type: "late" });
    lacks(await history(execution.execution_id), "action.emitted a");
  }),
]);
