import { holds, holdsUntilAborted } from "../../script";
import { matches, same } from "../check";
import { action, group, nap, scenario, workflow, undo } from "./scenario";

/** Cancelling an execution. */
export const cancelling = group("cancelling", [
  scenario("stops what runs, undoes what completed, and runs on_failure", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("b", holdsUntilAborted);
    const on_failure = [action("tidy", { config: { why: "{{$error.message}}" } })];
    const id = await start(workflow([action("a", undo()), action("b", { depends_on: "a" })], { on_failure }));
    await script.started("b");
    const answer = await workflows.cancelExecution(id, "bob", { reason: "no longer needed" });
    matches(answer, { success: true, message: "cancel accepted." });
    const { status, actions, error } = await ended(id);
    same([status, actions.a?.status, actions.b?.status], ["cancelled", "compensated", "cancelled"]);
    same(error, {
      code: "EXECUTION_CANCELLED",
      message: "Cancelled by bob: no longer needed.",
      action_id: null,
      attempt: null,
    });
    same(script.of("tidy")[0]?.config, { why: "Cancelled by bob: no longer needed." });
  }),
  scenario("cancels a waiting execution at once", async (given) => {
    const { start, workflows, until, clock } = await given.orchestrator();
    const id = await start(workflow([nap("a", { seconds: 60 })]));
    await until(id, "waiting");
    await workflows.cancelExecution(id, "ada");
    const { actions } = await until(id, "cancelled");
    same([actions.a?.status, clock.size], ["cancelled", 0]);
  }),
  scenario("cancels a pending execution, which has done nothing and needs no cleaning up", async (given) => {
    const { create, workflows, script, until } = await given.orchestrator();
    script.on("a", holds);
    const workflowId = await create(
      workflow([action("a")], { concurrency: { limit: 1 }, on_failure: [action("tidy")] }),
    );
    await workflows.startWorkflow(workflowId, {}, "ada");
    const second = (await workflows.startWorkflow(workflowId, {}, "ada")).execution?.execution_id ?? "";
    await until(second, "pending");
    await workflows.cancelExecution(second, "ada");
    await until(second, "cancelled");
    same(script.order, ["a"]);
  }),
  scenario("cancels a paused execution", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a"), action("b", { depends_on: "a" })]));
    await workflows.pauseExecution(id, "ada");
    await workflows.cancelExecution(id, "ada");
    same((await ended(id)).status, "cancelled");
  }),
  scenario(
    "changes nothing when it is cancelled already, and is refused once it has ended",
    async (given) => {
      const { start, script, workflows, ended, history } = await given.orchestrator();
      script.on("a", holds);
      const id = await start(workflow([action("a")]));
      await workflows.cancelExecution(id, "ada");
      same((await workflows.cancelExecution(id, "bob")).success, true);
      (await script.started("a")).complete();
      await ended(id);
      same((await history(id)).filter((event) => event === "execution.cancelling").length, 1);
      const late = await workflows.cancelExecution(id, "ada");
      matches(late.errors[0], {
        code: "INVALID_STATE",
        message: /is cancelled; cancel needs/,
      });
    },
  ),
  scenario("is refused for an execution that is not there", async (given) => {
    const { workflows } = await given.orchestrator();
    const answer = await workflows.cancelExecution("nobody", "ada");
    same([answer.success, answer.execution, answer.errors[0]?.code], [false, null, "UNKNOWN_EXECUTION"]);
  }),
]);
