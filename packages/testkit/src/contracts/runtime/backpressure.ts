import { holds } from "../../script";
import { same } from "../check";
import { executionOf } from "./bench";
import { action, child, failing, group, listen, scenario, undo, workflow } from "./scenario";

/** How many actions run at once. */
export const runningActions = group("a limit on running actions", [
  scenario("lets so many run at once, and executions take turns", async (given) => {
    const { start, script } = await given.orchestrator({ limits: { runningActions: 2 } });
    script.on("item", holds).on("a", holds);
    await start(workflow([action("item", { for_each: Array.from({ length: 100 }, (_, index) => index) })]));
    await start(workflow([action("a")]));
    same(script.order, ["item", "item"]);
    script.calls[0]?.complete();
    script.calls[1]?.complete();
    await given.rest();
    same(script.order, ["item", "item", "item", "a"]);
  }),
  scenario("gives the slot of an action that timed out, or was left behind, to the next", async (given) => {
    const limits = { runningActions: 1, abortGraceMs: 1000 };
    const { start, script, clock, workflows, ended } = await given.orchestrator({ limits });
    script.on("slow", holds).on("stuck", holds);
    const first = await start(workflow([action("slow", { timeout_seconds: 5 })]));
    const second = await start(workflow([action("stuck")]));
    const third = await start(workflow([action("last")]));
    await clock.advance(5000);
    same((await ended(first)).error?.code, "ACTION_TIMEOUT");
    await workflows.cancelExecution(second, "ada");
    await clock.advance(1000);
    same([(await ended(second)).status, (await ended(third)).status], ["cancelled", "completed"]);
  }),
  scenario("holds for compensation too", async (given) => {
    const { start, script, ended } = await given.orchestrator({ limits: { runningActions: 1 } });
    script.on("busy", holds).on("a", holds);
    const id = await start(workflow([action("a", undo()), failing("a")]));
    await start(workflow([action("busy")]));
    (await script.started("a")).complete();
    await given.rest();
    same(script.order, ["a", "busy"]);
    (await script.started("busy")).complete();
    same((await ended(id)).actions.a?.status, "compensated");
  }),
]);

/** How many executions are at work at once. */
export const runningExecutions = group("a limit on running executions", [
  scenario("leaves the others pending, and workflows take turns", async (given) => {
    const { create, workflows, script, statuses } = await given.orchestrator({
      limits: { runningExecutions: 1 },
    });
    script.on("flood", holds).on("other", holds);
    const flood = await create(workflow([action("flood")]));
    const other = await create(workflow([action("other")]));
    const ids: string[] = [];
    for (const id of [flood, flood, flood, other])
      ids.push(executionOf(await workflows.startWorkflow(id, {}, "ada")).execution_id);
    same(await statuses(ids), ["running", "pending", "pending", "pending"]);
    for (let ended = 0; ended < ids.length; ended++) {
      script.calls[ended]?.complete();
      await given.rest();
    }
    same(script.order, ["flood", "flood", "other", "flood"]);
    same(new Set(await statuses(ids)), new Set(["completed"]));
  }),
  scenario("does not count those that wait, nor children", async (given) => {
    const limits = { runningExecutions: 1 };
    const { create, start, workflows, ended, until } = await given.orchestrator({ limits });
    const waiting = await start(workflow([listen("listen", { signal: "go" })]));
    await until(waiting, "waiting");
    const parent = await start(workflow([child(await create(workflow([action("inner")])))]));
    same((await ended(parent)).status, "completed");
    await workflows.signalExecution(waiting, "go", null, "ada");
    same((await ended(waiting)).status, "completed");
  }),
  scenario(
    "refuses a start when too many wait for their turn already, and stores nothing of it",
    async (given) => {
      const limits = { runningExecutions: 1, pendingExecutions: 1 };
      const { create, workflows, script } = await given.orchestrator({ limits });
      script.on("a", holds);
      const id = await create(workflow([action("a")]));
      const results = [];
      for (let starts = 0; starts < 3; starts++) results.push(await workflows.startWorkflow(id, {}, "ada"));
      same(
        results.map(({ success, errors }) => [success, errors[0]?.code ?? null]),
        [
          [true, null],
          [true, null],
          [false, "OVERLOADED"],
        ],
      );
      same((await workflows.listExecutions()).executions.length, 2);
      (await script.started("a")).complete();
      await given.rest();
      same((await workflows.startWorkflow(id, {}, "ada")).success, true);
    },
  ),
]);
