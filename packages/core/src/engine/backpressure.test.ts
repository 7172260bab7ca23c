import { action, holds, settle, testOrchestrator, workflow } from "./testing";

describe("a limit on running actions", () => {
  it("lets so many run at once, and executions take turns", async () => {
    const { start, script } = await testOrchestrator({ limits: { runningActions: 2 } });
    script.on("item", holds).on("a", holds);
    const items = Array.from({ length: 100 }, (_, index) => index);
    await start(workflow([action("item", { for_each: items })]));
    await start(workflow([action("a")]));
    await settle();
    expect(script.order).toEqual(["item", "item"]);
    script.calls[0]?.complete();
    script.calls[1]?.complete();
    await settle();
    expect(script.order).toEqual(["item", "item", "item", "a"]);
  });

  it("gives the slot of an action that timed out, or was left behind, to the next", async () => {
    const limits = { runningActions: 1, abortGraceMs: 1000 };
    const { start, script, clock, workflows, ended } = await testOrchestrator({ limits });
    script.on("slow", holds).on("stuck", holds);
    const first = await start(workflow([action("slow", { timeout_seconds: 5 })]));
    const second = await start(workflow([action("stuck")]));
    const third = await start(workflow([action("last")]));
    await clock.advance(5000);
    expect((await ended(first)).error?.code).toBe("ACTION_TIMEOUT");
    await workflows.cancelExecution(second, "ada");
    await clock.advance(1000);
    expect([(await ended(second)).status, (await ended(third)).status]).toEqual(["cancelled", "completed"]);
  });

  it("holds for compensation too", async () => {
    const { start, script, ended } = await testOrchestrator({ limits: { runningActions: 1 } });
    script.on("busy", holds);
    const id = await start(
      workflow([
        action("a", { compensate: { action_type: "undo", config: {} } }),
        { action_id: "no", action_type: "fail", config: { code: "NO", message: "no" }, depends_on: "a" },
      ]),
    );
    await start(workflow([action("busy")]));
    await settle();
    (await script.started("busy")).complete();
    expect((await ended(id)).actions.a?.status).toBe("compensated");
  });
});

describe("a limit on running executions", () => {
  it("leaves the others pending, and workflows take turns", async () => {
    const { create, workflows, script, get } = await testOrchestrator({ limits: { runningExecutions: 1 } });
    script.on("flood", holds).on("other", holds);
    const flood = await create(workflow([action("flood")]));
    const other = await create(workflow([action("other")]));
    const begin = async (id: string) =>
      (await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "";
    const ids = [await begin(flood), await begin(flood), await begin(flood), await begin(other)];
    await settle();
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      "running",
      "pending",
      "pending",
      "pending",
    ]);
    for (let ended = 0; ended < 4; ended++) {
      script.calls[ended]?.complete();
      await settle();
    }
    expect(script.order).toEqual(["flood", "flood", "other", "flood"]);
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual(
      Array(4).fill("completed"),
    );
  });

  it("does not count those that wait, nor children", async () => {
    const { create, start, workflows, ended, until } = await testOrchestrator({
      limits: { runningExecutions: 1 },
    });
    const waiting = await start(
      workflow([{ action_id: "w", action_type: "wait_for_signal", config: { signal: "go" } }]),
    );
    await until(waiting, "waiting");
    const inner = await create(workflow([action("in")]));
    const parent = await start(
      workflow([{ action_id: "c", action_type: "run_workflow", config: { workflow_id: inner } }]),
    );
    expect((await ended(parent)).status).toBe("completed");
    await workflows.signalExecution(waiting, "go", null, "ada");
    expect((await ended(waiting)).status).toBe("completed");
  });

  it("refuses a start when too many wait for their turn already, and stores nothing of it", async () => {
    const limits = { runningExecutions: 1, pendingExecutions: 1 };
    const { create, workflows, script } = await testOrchestrator({ limits });
    script.on("a", holds);
    const id = await create(workflow([action("a")]));
    const results = [];
    for (let starts = 0; starts < 3; starts++) results.push(await workflows.startWorkflow(id, {}, "ada"));
    expect(results.map(({ success, errors }) => [success, errors[0]?.code])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, "OVERLOADED"],
    ]);
    expect((await workflows.listExecutions()).executions.length).toBe(2);
    script.calls[0]?.complete();
    await settle();
    expect((await workflows.startWorkflow(id, {}, "ada")).success).toBe(true);
  });
});
