import { action, holds, settle, slowStorage, testOrchestrator, throws, workflow } from "./testing";
import { memory } from "../memory";

const undo = { compensate: { action_type: "undo", config: {} } };

describe("retryExecution", () => {
  it("keeps what completed and starts the rest again, with the same keys", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("b", throws(new Error("no")), () => "now");
    const id = await start(
      workflow([
        action("a", { config: { returns: 1 } }),
        action("b", { depends_on: "a" }),
        action("c", { config: { b: "{{b}}", a: "{{a}}" } }),
      ]),
    );
    expect((await ended(id)).status).toBe("failed");
    expect((await workflows.retryExecution(id, "bob")).success).toBe(true);
    const { status, error, actions, completed_at } = await ended(id);
    expect([status, error, script.order]).toEqual(["completed", null, ["a", "b", "b", "c"]]);
    expect([actions.b?.attempts, completed_at]).toEqual([2, "2026-01-01T00:00:00.000Z"]);
    expect(script.of("c")[0]?.config).toEqual({ b: "now", a: 1 });
    expect(new Set(script.of("b").map((call) => call.idempotencyKey)).size).toBe(1);
  });

  it("gives each action its whole retry policy anew", async () => {
    const { start, script, workflows, ended, clock } = await testOrchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(
      workflow([action("a", { retry: { max_attempts: 2, initial_interval_ms: 10, jitter: false } })]),
    );
    await clock.advance(10);
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await clock.advance(10);
    expect((await ended(id)).error?.attempt).toBe(4);
    expect(script.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  });

  it("runs compensated actions again under a new idempotency key", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("b", throws(new Error("no")), throws(new Error("again")), () => 1);
    const id = await start(workflow([action("a", undo), action("b", { depends_on: "a" })]));
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await ended(id);
    await workflows.retryExecution(id, "ada");
    expect((await ended(id)).status).toBe("completed");
    expect(script.of("a").map((call) => call.idempotencyKey)).toEqual([`${id}:a`, `${id}:a#1`, `${id}:a#2`]);
    expect(script.of("undo:a").map((call) => call.idempotencyKey)).toEqual([
      `compensation:${id}:a`,
      `compensation:${id}:a#1`,
    ]);
    expect(script.of("b").map((call) => call.idempotencyKey)).toEqual([`${id}:b`, `${id}:b`, `${id}:b`]);
  });

  it("goes on with the items that did not complete", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on(
      "fan",
      () => 0,
      throws(new Error("no")),
      ({ context }) => context.item,
    );
    const id = await start(workflow([action("fan", { for_each: [0, 1, 2], max_concurrency: 1 })]));
    await ended(id);
    await workflows.retryExecution(id, "ada");
    expect((await ended(id)).actions.fan).toMatchObject({ status: "completed", output: [0, 1, 2] });
    expect(script.calls.map(({ index }) => index)).toEqual([0, 1, 1, 2]);
  });

  it("begins a for_each anew when what it reads is made anew", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script
      .on("source", () => [1, 2], holds)
      .on(
        "fan",
        () => 1,
        throws(new Error("no")),
        ({ context }) => context.item,
      );
    const id = await start(
      workflow([action("source", undo), action("fan", { for_each: "{{source}}", max_concurrency: 1 })]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    const source = await script.started("source", 2);
    await settle();
    expect(script.of("fan").length).toBe(2);
    source.complete([7, 8, 9]);
    expect((await ended(id)).actions.fan).toMatchObject({
      output: [7, 8, 9],
      items: { total: 3, completed: 3, failed: 0 },
    });
    expect(script.of("fan").map((call) => call.idempotencyKey)).toEqual(
      ["0", "1", "0#1", "1#1", "2#1"].map((item) => `${id}:fan:${item}`),
    );
  });

  it("runs compensated items again under new keys", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("last", throws(new Error("no")), () => 1);
    const id = await start(
      workflow([action("fan", { for_each: [0, 1], ...undo }), action("last", { depends_on: "fan" })]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    expect((await ended(id)).status).toBe("completed");
    expect(script.of("fan").map((call) => call.idempotencyKey)).toEqual(
      ["0", "1", "0#1", "1#1"].map((item) => `${id}:fan:${item}`),
    );
  });

  it("cleans up once more, under a new key, when it fails once more", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(
      workflow([action("a")], { on_failure: [action("tidy"), action("fan", { for_each: [1] })] }),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await ended(id);
    expect(script.order).toEqual(["a", "tidy", "fan", "a", "tidy", "fan"]);
    expect(script.of("tidy").map((call) => call.idempotencyKey)).toEqual([`${id}:tidy`, `${id}:tidy#1`]);
    expect(script.of("fan").map((call) => call.idempotencyKey)).toEqual([`${id}:fan:0`, `${id}:fan:0#1`]);
  });

  it("keeps tolerated failures and skips as they are", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("soft", throws(new Error("soft"))).on("hard", throws(new Error("hard")), () => 1);
    const id = await start(
      workflow([
        action("soft", { on_error: "continue" }),
        action("skips", { condition: false }),
        action("hard", { depends_on: ["soft", "skips"] }),
      ]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    const { actions } = await ended(id);
    expect(["soft", "skips", "hard"].map((name) => actions[name]?.status)).toEqual([
      "failed",
      "skipped",
      "completed",
    ]);
    expect(script.of("soft").length).toBe(1);
  });

  it("takes a cancelled execution up again, also one that had never started", async () => {
    const { create, script, workflows, ended } = await testOrchestrator();
    script.on("a", holds, () => 1);
    const workflowId = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    const started = async (): Promise<string> =>
      (await workflows.startWorkflow(workflowId, {}, "ada")).execution?.execution_id ?? "";
    const [first, second] = [await started(), await started()];
    await workflows.cancelExecution(second, "ada");
    expect((await workflows.retryExecution(second, "ada")).execution?.status).toBe("pending");
    (await script.started("a")).complete();
    expect([(await ended(first)).status, (await ended(second)).status]).toEqual(["completed", "completed"]);
  });

  it("is refused while the execution goes on, and once it has completed", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    expect((await workflows.retryExecution(id, "ada")).errors[0]?.code).toBe("INVALID_STATE");
    (await script.started("a")).complete();
    await ended(id);
    expect((await workflows.retryExecution(id, "ada")).errors[0]?.code).toBe("INVALID_STATE");
  });

  it("happens once when two ask for it at the same time", async () => {
    const storage = slowStorage(memory());
    const { start, script, workflows, ended } = await testOrchestrator({ storage });
    script.on("a", throws(new Error("no")), holds);
    const id = await start(workflow([action("a")]));
    await ended(id);
    const answers = await Promise.all([
      workflows.retryExecution(id, "ada"),
      workflows.retryExecution(id, "bob"),
    ]);
    expect(answers.map(({ success }) => success)).toEqual([true, false]);
    (await script.started("a", 2)).complete();
    expect((await ended(id)).status).toBe("completed");
  });

  it("is possible before the end is durable", async () => {
    const storage = slowStorage(memory(), 3);
    const { start, script, workflows, until, ended } = await testOrchestrator({ storage });
    script.on("a", throws(new Error("no")), () => 1);
    const id = await start(workflow([action("a")], { concurrency: { limit: 1 } }));
    await until(id, "failed");
    expect((await workflows.retryExecution(id, "ada")).success).toBe(true);
    expect((await ended(id)).status).toBe("completed");
  });
});

describe("rerunExecution", () => {
  it("starts a new execution with the same parameters on the newest revision", async () => {
    const { execute, script, workflows, ended } = await testOrchestrator();
    const definition = workflow([action("a", { config: { n: "{{n}}" } })], {
      parameters: [{ name: "n", type: "integer" }],
    });
    const { execution } = await execute(definition, { n: 3 });
    await workflows.updateWorkflow(execution.workflow_id, { name: "newer" }, "ada");
    const again = await workflows.rerunExecution(execution.execution_id, "bob");
    const id = again.execution?.execution_id ?? "";
    expect(await ended(id)).toMatchObject({
      parameters: { n: 3 },
      rerun_of: execution.execution_id,
      created_by: "bob",
      workflow_revision: 2,
      workflow_name: "newer",
    });
    expect(script.of("a").map((call) => call.config)).toEqual([{ n: 3 }, { n: 3 }]);
    expect(id).not.toBe(execution.execution_id);
  });

  it("is refused for an execution that is not there", async () => {
    const { workflows } = await testOrchestrator();
    expect((await workflows.rerunExecution("nobody", "ada")).errors[0]?.code).toBe("UNKNOWN_EXECUTION");
  });
});
