import { action, holds, testOrchestrator, workflow } from "../engine/testing";

describe("workflows", () => {
  it("are stored, read, listed, changed and deleted", async () => {
    const { workflows, create, clock } = await testOrchestrator();
    const id = await create({
      ...workflow([action("a")], { tags: ["x"], description: "Sorts orders" }),
      name: "first",
    });
    await clock.advance(1000);
    const other = await create({ ...workflow([]), name: "second" });
    const found = await workflows.getWorkflow(id);
    expect(found.workflow).toMatchObject({
      workflow_id: id,
      revision: 1,
      status: "active",
      name: "first",
      created_by: "ada",
      created_at: "2026-01-01T00:00:00.000Z",
    });
    const listed = async (options: object): Promise<string[]> =>
      (await workflows.listWorkflows(options)).workflows.map(({ name }) => name);
    expect([
      await listed({}),
      await listed({ q: "orders" }),
      await listed({ tag: "x", status: "active" }),
      await listed({ created_by: "bob" }),
    ]).toEqual([["second", "first"], ["first"], ["first"], []]);
    const page = await workflows.listWorkflows({ limit: 1 });
    expect(
      (await workflows.listWorkflows({ limit: 1, cursor: page.next_cursor ?? "" })).workflows.map(
        ({ name }) => name,
      ),
    ).toEqual(["first"]);
    expect((await workflows.deleteWorkflow(other)).success).toBe(true);
    expect((await workflows.deleteWorkflow(other)).errors[0]?.code).toBe("UNKNOWN_WORKFLOW");
    expect((await workflows.getWorkflow(other)).success).toBe(false);
    expect((await workflows.getWorkflow(other, { revision: 1 })).success).toBe(true);
  });

  it("are changed key by key, in a new revision", async () => {
    const { workflows, create } = await testOrchestrator();
    const id = await create(workflow([action("a")], { description: "old", tags: ["x"] }));
    const updated = await workflows.updateWorkflow(
      id,
      { description: null, tags: ["y"], workflow_id: "other", revision: 7 },
      "bob",
      { expectedRevision: 1 },
    );
    expect(updated.workflow).toMatchObject({
      workflow_id: id,
      revision: 2,
      tags: ["y"],
      updated_by: "bob",
      created_by: "ada",
    });
    expect(updated.workflow).not.toHaveProperty("description");
    expect((await workflows.getWorkflow(id, { revision: 1 })).workflow?.tags).toEqual(["x"]);
    const refusals = [
      await workflows.updateWorkflow(id, { tags: [] }, "bob", { expectedRevision: 1 }),
      await workflows.updateWorkflow(id, { status: "gone" }, "bob"),
      await workflows.updateWorkflow(id, { actions: [{ action_id: "a" }] }, "bob"),
      await workflows.updateWorkflow("none", {}, "bob"),
    ];
    expect(refusals.map(({ success, errors }) => [success, errors[0]?.code])).toEqual([
      [false, "REVISION_CONFLICT"],
      [false, "INVALID_DEFINITION"],
      [false, "INVALID_DEFINITION"],
      [false, "UNKNOWN_WORKFLOW"],
    ]);
    expect((await workflows.getWorkflow(id)).workflow?.revision).toBe(2);
    for (const changes of [null, [], "text"])
      expect((await workflows.updateWorkflow(id, changes as never, "bob")).success).toBe(false);
  });

  it("are validated without being stored; the plan says what waits for what", async () => {
    const { workflows } = await testOrchestrator();
    const actions = [
      action("a"),
      action("b", { depends_on: { action: "a", on: ["failed"] }, condition: true, for_each: [1] }),
    ];
    const valid = await workflows.validateWorkflow(workflow(actions, { on_failure: [action("tidy")] }));
    expect(valid).toMatchObject({ success: true, valid: true, errors: [] });
    expect(valid.plan?.actions).toEqual([
      {
        action_id: "a",
        action_type: "scripted",
        stage: "main",
        waits_for: [],
        has_condition: false,
        is_for_each: false,
      },
      {
        action_id: "b",
        action_type: "scripted",
        stage: "main",
        waits_for: [{ action_id: "a", on: ["failed"] }],
        has_condition: true,
        is_for_each: true,
      },
      {
        action_id: "tidy",
        action_type: "scripted",
        stage: "cleanup",
        waits_for: [],
        has_condition: false,
        is_for_each: false,
      },
    ]);
    const invalid = await workflows.validateWorkflow(
      workflow([action("a", { depends_on: "nobody" }), action("a")]),
    );
    expect([invalid.success, invalid.valid, invalid.plan, invalid.errors.map(({ code }) => code)]).toEqual([
      false,
      false,
      null,
      ["UNKNOWN_DEPENDENCY", "DUPLICATE_ACTION_ID"],
    ]);
    expect((await workflows.listWorkflows()).workflows).toEqual([]);
  });
});

describe("executions", () => {
  it("are listed, newest first, by what they are and when they were", async () => {
    const { create, workflows, script, clock } = await testOrchestrator();
    script.on("a", () => 1, holds);
    const id = await create(workflow([action("a")]));
    const first = await workflows.executeWorkflow(id, {}, "ada", { correlationId: "c" });
    await clock.advance(60_000);
    const second = await workflows.startWorkflow(id, {}, "bob");
    const listed = async (options: object): Promise<unknown[]> =>
      (await workflows.listExecutions(options)).executions.map(({ execution_id }) => execution_id);
    const [one, two] = [first.execution?.execution_id, second.execution?.execution_id];
    expect(await listed({})).toEqual([two, one]);
    expect(await listed({ status: "completed" })).toEqual([one]);
    expect(await listed({ status: ["completed", "running"] })).toEqual([two, one]);
    expect(await listed({ workflow_id: id, created_by: "bob" })).toEqual([two]);
    expect(await listed({ correlation_id: "c" })).toEqual([one]);
    expect(await listed({ since: "2026-01-01T00:01:00Z" })).toEqual([two]);
    expect(await listed({ until: "2026-01-01T00:01:00Z" })).toEqual([one]);
    const [summary] = (await workflows.listExecutions({ status: "completed" })).executions;
    expect(summary).toEqual({
      execution_id: one,
      workflow_id: id,
      workflow_revision: 1,
      workflow_name: "test",
      status: "completed",
      error: null,
      created_by: "ada",
      correlation_id: "c",
      parent_execution_id: null,
      created_at: "2026-01-01T00:00:00.000Z",
      started_at: "2026-01-01T00:00:00.000Z",
      completed_at: "2026-01-01T00:00:00.000Z",
    });
  });

  it("can't be listed by what makes no sense", async () => {
    const { workflows } = await testOrchestrator();
    for (const limit of [0, 1001, 1.5, Number.NaN]) {
      await expect(workflows.listExecutions({ limit })).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
      await expect(workflows.listWorkflows({ limit })).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    }
    for (const options of [{ since: "yesterday" }, { until: "" }, { cursor: "nonsense" }]) {
      await expect(workflows.listExecutions(options)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    }
  });

  it("are unknown when they are not there", async () => {
    const { workflows } = await testOrchestrator();
    expect(await workflows.getExecution("x")).toMatchObject({
      success: false,
      execution: null,
      errors: [{ code: "UNKNOWN_EXECUTION" }],
    });
  });

  it("show their times and attempts", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a"), action("b", { depends_on: "a" })]));
    await clock.advance(1000);
    (await script.started("a")).complete();
    const { actions, completed_at } = await ended(id);
    expect([actions.a, completed_at]).toMatchObject([
      { started_at: "2026-01-01T00:00:00.000Z", completed_at: "2026-01-01T00:00:01.000Z" },
      "2026-01-01T00:00:01.000Z",
    ]);
  });
});
