import { throws } from "../../script";
import { same } from "../check";
import { action, failing, group, scenario, workflow, undo } from "./scenario";

/** Cleaning up. */
export const onFailure = group("on_failure", [
  scenario(
    "runs after compensation, in the order of its own dependencies, and sees $error and outputs",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      const on_failure = [
        action("second", {
          config: { code: "{{$error.code}}", by: "{{$error.action_id}}", a: "{{a}}", first: "{{first}}" },
        }),
        action("first", { config: { returns: 1 } }),
      ];
      const { execution } = await execute(
        workflow([action("a", { config: { returns: "A" }, ...undo() }), failing("a")], { on_failure }),
      );
      same(script.order, ["a", "undo:a", "first", "second"]);
      same(script.of("second")[0]?.config, { code: "BROKEN", by: "fails", a: "A", first: 1 });
      same(execution.status, "failed");
    },
  ),
  scenario(
    "keeps the execution's own error when it fails itself, and runs what does not depend on that",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("bad", throws(new Error("worse")));
      const on_failure = [action("bad"), action("after_bad", { depends_on: "bad" }), action("other")];
      const { execution } = await execute(workflow([failing()], { on_failure }));
      same(execution.error?.code, "BROKEN");
      same(
        ["bad", "after_bad", "other"].map((name) => execution.actions[name]?.status),
        ["failed", "skipped", "completed"],
      );
    },
  ),
  scenario("does not run when the execution completes", async (given) => {
    const { execute, script } = await given.orchestrator();
    const { execution } = await execute(workflow([action("a")], { on_failure: [action("tidy")] }));
    same([script.order, execution.actions.tidy?.status], [["a"], "pending"]);
  }),
  scenario("has retries, conditions and for_each as other actions have", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("flaky", throws(new Error("once")), () => 1);
    const on_failure = [
      action("flaky", { retry: { initial_interval_ms: 10, jitter: false } }),
      action("skips", { condition: "$error.code = 'OTHER'" }),
      action("fan", { for_each: [1, 2], config: { returns: "{{$item}}" } }),
    ];
    const id = await start(workflow([failing()], { on_failure }));
    await clock.advance(10);
    const { actions } = await ended(id);
    same(
      ["flaky", "skips", "fan"].map((name) => actions[name]?.status),
      ["completed", "skipped", "completed"],
    );
  }),
]);
