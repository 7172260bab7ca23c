import { holds, holdsUntilAborted, throws } from "../../script";
import { wrapStorage } from "../../storages";
import { contains, lacks, matches, same } from "../check";
import { action, child, group, scenario, workflow } from "./scenario";
import type { Bench } from "./bench";

/** The execution that another one started as its child. */
async function childOf({ workflows }: Bench, parentId: string): Promise<string> {
  const { executions } = await workflows.listExecutions({ limit: 100 });
  return executions.find((one) => one.parent_execution_id === parentId)?.execution_id ?? "";
}

/** The action `run_workflow`. */
export const children = group("run_workflow", [
  scenario("gives the child's result, under the parent's correlation and user", async (given) => {
    const test = await given.orchestrator();
    const inner = await test.create(
      workflow([action("a", { config: { returns: "{{n * 2}}" } })], {
        parameters: [{ name: "n", type: "integer" }],
        outputs: { twice: "{{a}}" },
      }),
    );
    const { execution } = await test.execute(
      workflow([child(inner, { n: 21 }), action("next", { config: { x: "{{child.twice}}" } })]),
    );
    same(execution.actions.child?.output, { twice: 42 });
    same(test.script.of("next")[0]?.config, { x: 42 });
    const found = await test.get(await childOf(test, execution.execution_id));
    matches(found, {
      status: "completed",
      parent_execution_id: execution.execution_id,
      correlation_id: execution.execution_id,
      created_by: "ada",
    });
  }),
  scenario("is waiting while the child runs", async (given) => {
    const { create, start, script, until, ended } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([child(await create(workflow([action("a")])))]));
    await until(id, "waiting");
    (await script.started("a")).complete();
    matches((await ended(id)).actions.child, { status: "completed", output: null });
  }),
  scenario("fails with CHILD_FAILED, and a retry runs a new child", async (given) => {
    const { create, start, script, ended, clock, workflows } = await given.orchestrator();
    script.on("a", throws(new Error("first")), () => 1);
    const inner = await create(workflow([action("a")]));
    const id = await start(
      workflow([child(inner, {}, { retry: { max_attempts: 2, initial_interval_ms: 10, jitter: false } })]),
    );
    await clock.advance(10);
    matches((await ended(id)).actions.child, { status: "completed", attempts: 2 });
    same(
      (await workflows.listExecutions({ workflow_id: inner })).executions.map(({ status }) => status),
      ["completed", "failed"],
    );
  }),
  scenario("names the child and its reason when it fails", async (given) => {
    const test = await given.orchestrator();
    test.script.on("a", throws(new Error("no luck")));
    const { execution } = await test.execute(workflow([child(await test.create(workflow([action("a")])))]));
    const id = await childOf(test, execution.execution_id);
    matches(execution.error, {
      code: "CHILD_FAILED",
      message: `Child execution ${id} ended as failed: Action "a" failed: no luck.`,
    });
  }),
  scenario(
    "fails for parameters that do not fit, for an unknown workflow and for one that is inactive",
    async (given) => {
      const { create, execute, workflows } = await given.orchestrator();
      const inner = await create(workflow([], { parameters: [{ name: "n", type: "integer" }] }));
      const refused = await execute(workflow([child(inner, { n: "one" }, { retry: { max_attempts: 3 } })]));
      matches(refused.execution.error, { code: "INVALID_PARAMETERS", attempt: 1 });
      same((await execute(workflow([child("nowhere")]))).execution.error?.code, "UNKNOWN_WORKFLOW");
      await workflows.updateWorkflow(inner, { status: "inactive" }, "ada");
      same((await execute(workflow([child(inner, { n: 1 })]))).execution.error?.code, "WORKFLOW_INACTIVE");
    },
  ),
  scenario("fails when the nesting is too deep", async (given) => {
    const { create, execute, workflows } = await given.orchestrator({ limits: { childDepth: 3 } });
    const inner = await create(workflow([], { parameters: [{ name: "self", type: "string" }] }));
    await workflows.updateWorkflow(inner, { actions: [child("{{self}}", { self: "{{self}}" })] }, "ada");
    const { execution } = await execute(workflow([child(inner, { self: inner })]));
    same(execution.error?.code, "CHILD_FAILED");
    const { executions } = await workflows.listExecutions({ limit: 100 });
    same(executions.length, 4);
    same(executions[0]?.error?.code, "CHILD_DEPTH");
  }),
  scenario("runs a child per item, as many at once as max_concurrency lets", async (given) => {
    const { create, start, script, ended, workflows } = await given.orchestrator();
    script.on("a", holds);
    const inner = await create(
      workflow([action("a", { config: { n: "{{n}}" } })], {
        parameters: [{ name: "n", type: "integer" }],
        outputs: { n: "{{n}}" },
      }),
    );
    const id = await start(
      workflow([child(inner, { n: "{{$item}}" }, { for_each: [5, 6, 7], max_concurrency: 2 })]),
    );
    await script.started("a", 2);
    await given.rest();
    same((await workflows.listExecutions({ workflow_id: inner })).executions.length, 2);
    for (const number of [1, 2, 3]) (await script.started("a", number)).complete();
    same((await ended(id)).actions.child?.output, [{ n: 5 }, { n: 6 }, { n: 7 }]);
  }),
  scenario("cancels the child with the parent", async (given) => {
    const test = await given.orchestrator();
    test.script.on("a", holdsUntilAborted);
    const id = await test.start(workflow([child(await test.create(workflow([action("a")])))]));
    await test.script.started("a");
    await test.workflows.cancelExecution(id, "ada", { reason: "enough" });
    same((await test.ended(id)).actions.child?.status, "cancelled");
    const ended = await test.ended(await childOf(test, id));
    same([ended.status, test.script.of("a")[0]?.aborted], ["cancelled", true]);
    contains(ended.error?.message, id);
  }),
  scenario("cancels the child when another action of the parent fails", async (given) => {
    const test = await given.orchestrator();
    test.script.on("a", holdsUntilAborted).on("bad", holds);
    const id = await test.start(workflow([child(await test.create(workflow([action("a")]))), action("bad")]));
    await test.script.started("a");
    test.script.of("bad")[0]?.fail(new Error("no"));
    same((await test.ended(id)).status, "failed");
    same((await test.ended(await childOf(test, id))).status, "cancelled");
  }),
  scenario("starts no child any more for a parent that was cancelled meanwhile", async (given) => {
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const storage = wrapStorage(await given.storage(), { getExecution: () => asked.then(() => undefined) });
    const { create, start, script, ended, workflows } = await given.orchestrator({ storage });
    const inner = await create(workflow([action("a")]));
    const id = await start(workflow([child(inner)]));
    await workflows.cancelExecution(id, "ada");
    release();
    await ended(id);
    same([(await workflows.listExecutions({ workflow_id: inner })).executions, script.calls], [[], []]);
  }),
  scenario("passes secret parameters on without showing them", async (given) => {
    const test = await given.orchestrator();
    const secret = [{ name: "key", type: "string", secret: true }];
    const inner = await test.create(
      workflow([action("a", { config: { key: "{{key}}" } })], { parameters: secret }),
    );
    const { execution } = await test.execute(
      workflow([child(inner, { key: "{{key}}" })], { parameters: secret }),
      { key: "hunter2hunter2" },
    );
    same(test.script.of("a")[0]?.config, { key: "hunter2hunter2" });
    const everything = JSON.stringify([
      test.seen,
      test.logs,
      execution,
      await test.get(await childOf(test, execution.execution_id)),
    ]);
    lacks(everything, "hunter2hunter2");
  }),
]);
