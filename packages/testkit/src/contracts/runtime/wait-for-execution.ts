import { holds } from "../../script";
import { matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** Waiting for an execution's end. */
export const waitForExecution = group("waitForExecution", [
  scenario("gives up after timeoutMs, and the execution goes on", async (given) => {
    const { start, workflows, clock, ended, script } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    const waiting = workflows.waitForExecution(id, { timeoutMs: 1000 });
    await clock.advance(1000);
    const result = await waiting;
    same(
      [result.success, result.errors[0]?.code, result.execution?.status],
      [false, "WAIT_TIMEOUT", "running"],
    );
    script.of("a")[0]?.complete();
    same((await ended(id)).status, "completed");
  }),
  scenario("gives up at once with no time at all", async (given) => {
    const { start, workflows, script } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    same((await workflows.waitForExecution(id, { timeoutMs: 0 })).errors[0]?.code, "WAIT_TIMEOUT");
  }),
  scenario("leaves no timer behind when the execution ends in time", async (given) => {
    const { start, workflows, script, clock } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    const waiting = workflows.waitForExecution(id, { timeoutMs: 60_000 });
    (await script.started("a")).complete(5);
    same([(await waiting).success, clock.size], [true, 0]);
  }),
  scenario("answers for an execution that has ended, that failed, and that is not there", async (given) => {
    const { execute, workflows } = await given.orchestrator();
    const { execution } = await execute(workflow([action("a")]));
    same((await workflows.waitForExecution(execution.execution_id)).success, true);
    const failed = await execute(
      workflow([{ action_id: "a", action_type: "fail", config: { code: "NO", message: "No." } }]),
    );
    matches(failed, { success: false, message: "a: No.", errors: [{ code: "NO", path: "a" }] });
    same((await workflows.waitForExecution("nobody")).errors[0]?.code, "UNKNOWN_EXECUTION");
  }),
]);
