import { action, holds, settle, testOrchestrator, throws, workflow } from "./testing";

const parameters = [{ name: "customer", type: "string", default_value: "any" }];

async function limited(concurrency: object, rest: object = {}) {
  const test = await testOrchestrator();
  test.script.on("a", holds);
  const workflowId = await test.create(
    workflow([action("a", { config: { customer: "{{customer}}" } })], { parameters, concurrency, ...rest }),
  );
  const begin = async (customer = "any"): Promise<string> =>
    (await test.workflows.startWorkflow(workflowId, { customer }, "ada")).execution?.execution_id ?? "";
  return { ...test, begin, workflowId };
}

describe("a concurrency limit", () => {
  it("lets so many run; the others are pending and follow in the order in which they came", async () => {
    const { begin, script, get } = await limited({ limit: 2 });
    const ids = [await begin(), await begin(), await begin(), await begin()];
    await settle();
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      "running",
      "running",
      "pending",
      "pending",
    ]);
    expect((await get(ids[2] as string)).started_at).toBeNull();
    script.of("a")[1]?.complete();
    await settle();
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      "running",
      "completed",
      "running",
      "pending",
    ]);
  });

  it("counts per key", async () => {
    const { begin, get } = await limited({ limit: 1, key: "{{customer}}" });
    const ids = [await begin("x"), await begin("y"), await begin("x")];
    await settle();
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      "running",
      "running",
      "pending",
    ]);
  });

  it("gives the place of one that fails, or is cancelled while it is pending, to the next", async () => {
    const { begin, script, workflows, get } = await limited({ limit: 1 });
    const ids = [await begin(), await begin(), await begin()];
    await workflows.cancelExecution(ids[1] as string, "ada");
    script.of("a")[0]?.fail(new Error("no"));
    await settle();
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      "failed",
      "cancelled",
      "running",
    ]);
  });

  it("holds for an execution that is retried too", async () => {
    const { begin, script, workflows, get, ended } = await limited({ limit: 1 });
    script.on("a", throws(new Error("no")), holds);
    const first = await begin();
    await ended(first);
    const second = await begin();
    expect((await workflows.retryExecution(first, "ada")).execution?.status).toBe("pending");
    (await script.started("a", 2)).complete();
    await ended(second);
    await script.started("a", 3);
    expect((await get(first)).status).toBe("running");
  });

  it("counts the timeout from the start, not from the wait for it", async () => {
    const { begin, script, clock, get } = await limited({ limit: 1 }, { timeout_seconds: 10 });
    const [first, second] = [await begin(), await begin()];
    await clock.advance(9_000);
    script.of("a")[0]?.complete();
    await clock.advance(9_000);
    expect([(await get(first)).status, (await get(second)).status]).toEqual(["completed", "running"]);
  });

  it("fails the start, and counts nothing, when the key can't be computed", async () => {
    const { create, workflows } = await testOrchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "o", type: "object" }],
        concurrency: { limit: 1, key: "{{o.a.b}}" },
      }),
    );
    await expect(workflows.startWorkflow(id, { o: {} }, "ada")).rejects.toThrow(/no value/i);
    expect((await workflows.listExecutions()).executions).toEqual([]);
  });

  it("takes a key of any type", async () => {
    const { create, workflows } = await testOrchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "o", type: "object" }],
        concurrency: { limit: 1, key: "{{$string(o) & $random()}}{{o}}" },
      }),
    );
    expect((await workflows.executeWorkflow(id, { o: {} }, "ada")).success).toBe(true);
    const other = await create(
      workflow([], { parameters: [{ name: "o", type: "object" }], concurrency: { limit: 1, key: "{{o}}" } }),
    );
    expect((await workflows.executeWorkflow(other, { o: { x: 1 } }, "ada")).success).toBe(true);
  });
});

describe("a start", () => {
  it("gives the execution of the first one with the same idempotency key", async () => {
    const { create, workflows, script, ended } = await testOrchestrator();
    const id = await create(workflow([action("a")]));
    const start = async (idempotencyKey: string, workflowId = id): Promise<string | undefined> =>
      (await workflows.startWorkflow(workflowId, {}, "ada", { idempotencyKey })).execution?.execution_id;
    const [first, second] = await Promise.all([start("k"), start("k")]);
    expect(second).toBe(first);
    await ended(first ?? "");
    expect(await start("k")).toBe(first);
    expect(await start("other")).not.toBe(first);
    expect(await start("k", await create(workflow([])))).not.toBe(first);
    expect(script.calls.length).toBe(2);
    expect(
      (await workflows.executeWorkflow(id, {}, "ada", { idempotencyKey: "k" })).execution?.execution_id,
    ).toBe(first);
  });

  it("takes on the caller's correlation id and trace", async () => {
    const { create, workflows, script, events } = await testOrchestrator();
    const id = await create(workflow([action("a")]));
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { execution } = await workflows.executeWorkflow(id, {}, "ada", {
      correlationId: "order-7",
      traceparent,
    });
    expect(execution?.correlation_id).toBe("order-7");
    const { context } = script.calls[0] ?? {};
    expect([context?.correlationId, context?.userId]).toEqual(["order-7", "ada"]);
    expect(context?.traceparent).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
    expect((await events.correlated("order-7")).length).toBe(5);
  });

  it("makes a trace of its own otherwise", async () => {
    const { execute, script } = await testOrchestrator();
    const { execution } = await execute(workflow([action("a")]));
    expect(script.calls[0]?.context.traceparent).toContain(execution.execution_id.replaceAll("-", ""));
  });

  it("is refused, with all errors, for parameters that do not fit, an unknown and an inactive workflow", async () => {
    const { create, workflows } = await testOrchestrator();
    const id = await create(
      workflow([], {
        parameters: [
          { name: "n", type: "integer" },
          { name: "s", type: "string" },
        ],
      }),
    );
    const refused = await workflows.startWorkflow(id, { n: "1", x: 1 }, "ada");
    expect([refused.success, refused.execution, refused.errors.length]).toEqual([false, null, 3]);
    expect((await workflows.executeWorkflow("none", {}, "ada")).errors[0]?.code).toBe("UNKNOWN_WORKFLOW");
    await workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    expect((await workflows.startWorkflow(id, { n: 1, s: "" }, "ada")).errors[0]?.code).toBe(
      "WORKFLOW_INACTIVE",
    );
  });

  it("keeps the revision it was started with", async () => {
    const { create, workflows, script, ended } = await testOrchestrator();
    script.on("a", holds);
    const id = await create(workflow([action("a"), action("old", { depends_on: "a" })]));
    const started = (await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "";
    await workflows.updateWorkflow(id, { actions: [action("a"), action("new", { depends_on: "a" })] }, "ada");
    await workflows.deleteWorkflow(id);
    (await script.started("a")).complete();
    expect(Object.keys((await ended(started)).actions)).toEqual(["a", "old"]);
    expect((await workflows.startWorkflow(id, {}, "ada")).errors[0]?.code).toBe("UNKNOWN_WORKFLOW");
  });
});
