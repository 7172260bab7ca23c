import { ActionError } from "@tutti/core";
import { holds, holdsUntilAborted, throws } from "../../script";
import { turn } from "../../clock";
import { matches, same } from "../check";
import { executionOf } from "./bench";
import { action, failing, group, scenario, workflow, undo } from "./scenario";

/** What the first failure stops. */
export const firstFailure = group("the first failure", [
  scenario("lets nothing new start, stops what runs and waits for it", async (given) => {
    const { start, script, until, ended, get } = await given.orchestrator();
    script.on("slow", holds).on("bad", holds);
    const id = await start(
      workflow([action("slow"), action("bad"), action("other"), action("next", { depends_on: "slow" })]),
    );
    (await script.started("bad")).fail(new Error("no"));
    const slow = await script.started("slow");
    await until(id, "running");
    await given.rest();
    same((await get(id)).status, "running");
    slow.fail(new Error("stopped"));
    const { status, actions, error } = await ended(id);
    same([status, error?.action_id], ["failed", "bad"]);
    same(
      ["slow", "bad", "other", "next"].map((name) => actions[name]?.status),
      ["cancelled", "failed", "completed", "pending"],
    );
  }),
  scenario("keeps the output of an action that completes although it was asked to stop", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("slow", holds).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow", undo({ what: "{{slow}}" })), action("bad")]));
    (await script.started("slow")).complete("done after all");
    const { actions } = await ended(id);
    matches(actions.slow, { status: "compensated", output: "done after all" });
    same(script.of("undo:slow")[0]?.config, { what: "done after all" });
  }),
  scenario("leaves behind what does not stop within the grace", async (given) => {
    const { start, script, ended, clock, until } = await given.orchestrator({
      limits: { abortGraceMs: 2000 },
    });
    script.on("slow", holds).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow"), action("bad")]));
    await clock.advance(1999);
    await until(id, "running");
    await clock.advance(1);
    const { actions } = await ended(id);
    same(actions.slow?.status, "cancelled");
    script.of("slow")[0]?.complete("far too late");
  }),
  scenario("cancels what waits", async (given) => {
    const { execute } = await given.orchestrator();
    const nap = action("nap", { action_type: "wait", config: { seconds: 60 } });
    const listen = action("listen", { action_type: "wait_for_signal", config: { signal: "go" } });
    const { execution } = await execute(workflow([nap, listen, failing()]));
    same(execution.error, { code: "BROKEN", message: "It broke.", action_id: "fails", attempt: 1 });
    same([execution.actions.nap?.status, execution.actions.listen?.status], ["cancelled", "cancelled"]);
  }),
  scenario("makes no difference under on_error: continue", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("bad", throws(new Error("no")));
    const { execution, success } = await execute(
      workflow([action("bad", { on_error: "continue" }), action("next", { depends_on: "bad" })]),
    );
    same(
      [success, execution.actions.bad?.status, execution.actions.next?.status],
      [true, "failed", "completed"],
    );
  }),
  scenario("takes the first of two failures", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b")]));
    (await script.started("b")).fail(new ActionError({ code: "B", message: "b" }));
    (await script.started("a")).fail(new ActionError({ code: "A", message: "a" }));
    const { error, actions } = await ended(id);
    same([error?.code, actions.a?.status], ["B", "cancelled"]);
  }),
]);

/** What an action notices when it is to stop. */
export const abort = group("an abort", [
  scenario("says why", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("slow", holdsUntilAborted).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow"), action("bad")]));
    await ended(id);
    matches(script.of("slow")[0]?.context.signal.reason, { code: "ACTION_STOPPED" });
  }),
  scenario("is noticed by heartbeat()", async (given) => {
    const { create, script, workflows, ended } = await given.orchestrator();
    script.on("busy", async ({ context }) => {
      for (;;) {
        await context.heartbeat();
        await turn();
      }
    });
    // Nothing is at rest while it beats, so `start` would wait for ever.
    const workflowId = await create(workflow([action("busy")]));
    const id = executionOf(await workflows.startWorkflow(workflowId, {}, "ada")).execution_id;
    await script.started("busy");
    await workflows.cancelExecution(id, "ada");
    same((await ended(id)).actions.busy?.status, "cancelled");
  }),
]);
