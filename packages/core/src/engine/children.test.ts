import {
  action,
  holds,
  holdsUntilAborted,
  settle,
  testOrchestrator,
  type TestOrchestrator,
  throws,
  workflow,
  wrapStorage,
} from "./testing";
import { memory } from "../memory";

const child = (workflow_id: string, parameters: object = {}, rest: object = {}): object => ({
  action_id: "child",
  action_type: "run_workflow",
  config: {
    workflow_id,
    parameters,
  },
  ...rest,
});

/** The execution that another one started as its child. */
async function childOf({ workflows }: TestOrchestrator, parentId: string): Promise<string> {
  const { executions } = await workflows.listExecutions({ limit: 100 });
  return executions.find((one) => one.parent_execution_id === parentId)?.execution_id ?? "";
}

describe("run_workflow", () => {
  it("gives the child's result, under the parent's correlation and user", async () => {
    const test = await testOrchestrator();
    const inner = await test.create(
      workflow([action("a", { config: { returns: "{{n * 2}}" } })], {
        parameters: [{ name: "n", type: "integer" }],
        outputs: { twice: "{{a}}" },
      }),
    );
    const { execution } = await test.execute(
      workflow([child(inner, { n: 21 }), action("next", { config: { x: "{{child.twice}}" } })]),
    );
    expect(execution.actions.child?.output).toEqual({ twice: 42 });
    expect(test.script.of("next")[0]?.config).toEqual({ x: 42 });
    const found = await test.get(await childOf(test, execution.execution_id));
    expect(found).toMatchObject({
      status: "completed",
      parent_execution_id: execution.execution_id,
      correlation_id: execution.execution_id,
      created_by: "ada",
    });
  });

  it("is waiting while the child runs", async () => {
    const { create, start, script, until, ended } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([child(await create(workflow([action("a")])))]));
    await until(id, "waiting");
    (await script.started("a")).complete();
    expect((await ended(id)).actions.child).toMatchObject({ status: "completed", output: null });
  });

  it("fails with CHILD_FAILED, and a retry runs a new child", async () => {
    const { create, start, script, ended, clock, workflows } = await testOrchestrator();
    script.on("a", throws(new Error("first")), () => 1);
    const inner = await create(workflow([action("a")]));
    const id = await start(
      workflow([child(inner, {}, { retry: { max_attempts: 2, initial_interval_ms: 10, jitter: false } })]),
    );
    await clock.advance(10);
    expect((await ended(id)).actions.child).toMatchObject({ status: "completed", attempts: 2 });
    expect(
      (await workflows.listExecutions({ workflow_id: inner })).executions.map(({ status }) => status),
    ).toEqual(["completed", "failed"]);
  });

  it("names the child and its reason when it fails", async () => {
    const test = await testOrchestrator();
    test.script.on("a", throws(new Error("no luck")));
    const { execution } = await test.execute(workflow([child(await test.create(workflow([action("a")])))]));
    const id = await childOf(test, execution.execution_id);
    expect(execution.error).toMatchObject({
      code: "CHILD_FAILED",
      message: `Child execution ${id} ended as failed: Action "a" failed: no luck.`,
    });
  });

  it("fails for parameters that do not fit, for an unknown workflow and for one that is inactive", async () => {
    const { create, execute, workflows } = await testOrchestrator();
    const inner = await create(workflow([], { parameters: [{ name: "n", type: "integer" }] }));
    const refused = await execute(workflow([child(inner, { n: "one" }, { retry: { max_attempts: 3 } })]));
    expect(refused.execution.error).toMatchObject({ code: "INVALID_PARAMETERS", attempt: 1 });
    expect((await execute(workflow([child("nowhere")]))).execution.error?.code).toBe("UNKNOWN_WORKFLOW");
    await workflows.updateWorkflow(inner, { status: "inactive" }, "ada");
    expect((await execute(workflow([child(inner, { n: 1 })]))).execution.error?.code).toBe(
      "WORKFLOW_INACTIVE",
    );
  });

  it("fails when the nesting is too deep", async () => {
    const { create, execute, workflows } = await testOrchestrator({ limits: { childDepth: 3 } });
    const inner = await create(workflow([], { parameters: [{ name: "self", type: "string" }] }));
    await workflows.updateWorkflow(inner, { actions: [child("{{self}}", { self: "{{self}}" })] }, "ada");
    const { execution } = await execute(workflow([child(inner, { self: inner })]));
    expect(execution.error?.code).toBe("CHILD_FAILED");
    const { executions } = await workflows.listExecutions({ limit: 100 });
    expect(executions).toHaveLength(4);
    expect(executions[0]?.error?.code).toBe("CHILD_DEPTH");
  });

  it("runs a child per item, as many at once as max_concurrency lets", async () => {
    const { create, start, script, ended, workflows } = await testOrchestrator();
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
    await settle();
    expect((await workflows.listExecutions({ workflow_id: inner })).executions).toHaveLength(2);
    for (const number of [1, 2, 3]) (await script.started("a", number)).complete();
    expect((await ended(id)).actions.child?.output).toEqual([{ n: 5 }, { n: 6 }, { n: 7 }]);
  });

  it("cancels the child with the parent", async () => {
    const test = await testOrchestrator();
    test.script.on("a", holdsUntilAborted);
    const id = await test.start(workflow([child(await test.create(workflow([action("a")])))]));
    await test.script.started("a");
    await test.workflows.cancelExecution(id, "ada", { reason: "enough" });
    expect((await test.ended(id)).actions.child?.status).toBe("cancelled");
    const ended = await test.ended(await childOf(test, id));
    expect([ended.status, test.script.of("a")[0]?.aborted]).toEqual(["cancelled", true]);
    expect(ended.error?.message).toContain(id);
  });

  it("cancels the child when another action of the parent fails", async () => {
    const test = await testOrchestrator();
    test.script.on("a", holdsUntilAborted).on("bad", holds);
    const id = await test.start(workflow([child(await test.create(workflow([action("a")]))), action("bad")]));
    await test.script.started("a");
    test.script.of("bad")[0]?.fail(new Error("no"));
    expect((await test.ended(id)).status).toBe("failed");
    expect((await test.ended(await childOf(test, id))).status).toBe("cancelled");
  });

  it("starts no child any more for a parent that was cancelled meanwhile", async () => {
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const storage = wrapStorage(memory(), { getExecution: () => asked.then(() => undefined) });
    const { create, start, script, ended, workflows } = await testOrchestrator({ storage });
    const inner = await create(workflow([action("a")]));
    const id = await start(workflow([child(inner)]));
    await workflows.cancelExecution(id, "ada");
    release();
    await ended(id);
    expect([(await workflows.listExecutions({ workflow_id: inner })).executions, script.calls]).toEqual([
      [],
      [],
    ]);
  });

  it("passes secret parameters on without showing them", async () => {
    const test = await testOrchestrator();
    const secret = [{ name: "key", type: "string", secret: true }];
    const inner = await test.create(
      workflow([action("a", { config: { key: "{{key}}" } })], { parameters: secret }),
    );
    const { execution } = await test.execute(
      workflow([child(inner, { key: "{{key}}" })], { parameters: secret }),
      { key: "hunter2hunter2" },
    );
    expect(test.script.of("a")[0]?.config).toEqual({ key: "hunter2hunter2" });
    const everything = JSON.stringify([
      test.seen,
      test.logs,
      execution,
      await test.get(await childOf(test, execution.execution_id)),
    ]);
    expect(everything).not.toContain("hunter2hunter2");
  });
});
