import { action, holds, holdsUntilAborted, settle, testOrchestrator, throws, workflow } from "./testing";

const nap = (action_id: string, config: object): object => ({ action_id, action_type: "wait", config });
const undo = { compensate: { action_type: "undo", config: {} } };

describe("cancelling", () => {
  it("stops what runs, undoes what completed, and runs on_failure", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("b", holdsUntilAborted);
    const on_failure = [action("tidy", { config: { why: "{{$error.message}}" } })];
    const id = await start(workflow([action("a", undo), action("b", { depends_on: "a" })], { on_failure }));
    await script.started("b");
    const answer = await workflows.cancelExecution(id, "bob", { reason: "no longer needed" });
    expect(answer).toMatchObject({ success: true, message: "cancel accepted." });
    const { status, actions, error } = await ended(id);
    expect([status, actions.a?.status, actions.b?.status]).toEqual(["cancelled", "compensated", "cancelled"]);
    expect(error).toEqual({
      code: "EXECUTION_CANCELLED",
      message: "Cancelled by bob: no longer needed.",
      action_id: null,
      attempt: null,
    });
    expect(script.of("tidy")[0]?.config).toEqual({ why: "Cancelled by bob: no longer needed." });
  });

  it("cancels a waiting execution at once", async () => {
    const { start, workflows, until, clock } = await testOrchestrator();
    const id = await start(workflow([nap("a", { seconds: 60 })]));
    await until(id, "waiting");
    await workflows.cancelExecution(id, "ada");
    const { actions } = await until(id, "cancelled");
    expect([actions.a?.status, clock.size]).toEqual(["cancelled", 0]);
  });

  it("cancels a pending execution, which has done nothing and needs no cleaning up", async () => {
    const { create, workflows, script, until } = await testOrchestrator();
    script.on("a", holds);
    const workflowId = await create(
      workflow([action("a")], { concurrency: { limit: 1 }, on_failure: [action("tidy")] }),
    );
    await workflows.startWorkflow(workflowId, {}, "ada");
    const second = (await workflows.startWorkflow(workflowId, {}, "ada")).execution?.execution_id ?? "";
    await until(second, "pending");
    await workflows.cancelExecution(second, "ada");
    await until(second, "cancelled");
    expect(script.order).toEqual(["a"]);
  });

  it("cancels a paused execution", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a"), action("b", { depends_on: "a" })]));
    await workflows.pauseExecution(id, "ada");
    await workflows.cancelExecution(id, "ada");
    expect((await ended(id)).status).toBe("cancelled");
  });

  it("changes nothing when it is cancelled already, and is refused once it has ended", async () => {
    const { start, script, workflows, ended, history } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    await workflows.cancelExecution(id, "ada");
    expect((await workflows.cancelExecution(id, "bob")).success).toBe(true);
    (await script.started("a")).complete();
    await ended(id);
    expect((await history(id)).filter((event) => event === "execution.cancelling")).toHaveLength(1);
    const late = await workflows.cancelExecution(id, "ada");
    expect(late.errors[0]).toMatchObject({
      code: "INVALID_STATE",
      message: expect.stringContaining("is cancelled; cancel needs") as string,
    });
  });

  it("is refused for an execution that is not there", async () => {
    const { workflows } = await testOrchestrator();
    const answer = await workflows.cancelExecution("nobody", "ada");
    expect([answer.success, answer.execution, answer.errors[0]?.code]).toEqual([
      false,
      null,
      "UNKNOWN_EXECUTION",
    ]);
  });
});

describe("pausing", () => {
  it("lets what runs end and starts nothing until it is resumed", async () => {
    const { start, script, workflows, ended, until } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(
      workflow([
        action("a"),
        action("b", { depends_on: "a" }),
        action("fan", { depends_on: "a", for_each: [1, 2] }),
      ]),
    );
    await script.started("a");
    await workflows.pauseExecution(id, "ada");
    script.of("a")[0]?.complete("kept");
    await settle();
    const paused = await until(id, "paused");
    expect([paused.actions.a?.status, paused.actions.b?.status, script.order]).toEqual([
      "completed",
      "pending",
      ["a"],
    ]);
    await workflows.resumeExecution(id, "ada");
    expect((await ended(id)).status).toBe("completed");
    expect(script.order).toEqual(["a", "b", "fan", "fan"]);
  });

  it("starts no further items", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("fan", holds);
    const id = await start(workflow([action("fan", { for_each: [1, 2, 3], max_concurrency: 1 })]));
    await workflows.pauseExecution(id, "ada");
    (await script.started("fan")).complete();
    await settle();
    expect(script.calls.length).toBe(1);
    script.on("fan", () => null);
    await workflows.resumeExecution(id, "ada");
    expect((await ended(id)).actions.fan?.items).toEqual({ total: 3, completed: 3, failed: 0 });
  });

  it("makes a retry that comes due wait until it is resumed", async () => {
    const { start, script, workflows, ended, clock } = await testOrchestrator();
    script.on("a", throws(new Error("once")), () => 1);
    const id = await start(workflow([action("a", { retry: { initial_interval_ms: 100, jitter: false } })]));
    await workflows.pauseExecution(id, "ada");
    await clock.advance(1000);
    expect(script.calls.length).toBe(1);
    await workflows.resumeExecution(id, "ada");
    expect((await ended(id)).actions.a).toMatchObject({ status: "completed", attempts: 2 });
  });

  it("lets waits and signals come to their end", async () => {
    const { start, workflows, clock, get } = await testOrchestrator();
    const id = await start(
      workflow([
        nap("a", { seconds: 1 }),
        { action_id: "b", action_type: "wait_for_signal", config: { signal: "go" } },
        action("c", { depends_on: ["a", "b"] }),
      ]),
    );
    await workflows.pauseExecution(id, "ada");
    await clock.advance(1000);
    await workflows.signalExecution(id, "go", 1, "ada");
    const { status, actions } = await get(id);
    expect([status, actions.a?.status, actions.b?.status, actions.c?.status]).toEqual([
      "paused",
      "completed",
      "completed",
      "pending",
    ]);
  });

  it("holds compensation back as well", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("b", holds);
    const id = await start(workflow([action("a", undo), action("b", { depends_on: "a" })]));
    await script.started("b");
    await workflows.pauseExecution(id, "ada");
    script.of("b")[0]?.fail(new Error("no"));
    await settle();
    expect(script.order).toEqual(["a", "b"]);
    await workflows.resumeExecution(id, "ada");
    expect([(await ended(id)).status, script.order.at(-1)]).toEqual(["failed", "undo:a"]);
  });

  it("prepares again what was being prepared when the pause came", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    const id = await start(
      workflow([
        action("a", { condition: "$sum([1, 2]) = 3" }),
        action("b", { condition: "$sum([1, 2]) = 4" }),
        action("c", { for_each: "{{[1..2]}}" }),
      ]),
    );
    await workflows.pauseExecution(id, "ada");
    await settle();
    expect(script.order).toEqual([]);
    await workflows.resumeExecution(id, "ada");
    const { actions } = await ended(id);
    expect(["a", "b", "c"].map((name) => actions[name]?.status)).toEqual([
      "completed",
      "skipped",
      "completed",
    ]);
  });

  it("may be asked for twice; resuming needs a pause", async () => {
    const { start, script, workflows } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    expect((await workflows.resumeExecution(id, "ada")).errors[0]?.code).toBe("INVALID_STATE");
    expect((await workflows.pauseExecution(id, "ada")).success).toBe(true);
    expect((await workflows.pauseExecution(id, "ada")).success).toBe(true);
  });
});

describe("waiting", () => {
  it.each([
    [{ seconds: 90 }, 90_000, "2026-01-01T00:01:30.000Z"],
    [{ seconds: "{{minutes * 60}}" }, 120_000, "2026-01-01T00:02:00.000Z"],
    [{ until: "2026-01-01T00:00:05Z" }, 5000, "2026-01-01T00:00:05.000Z"],
    [{ until: "2026-01-01T01:00:05+01:00" }, 5000, "2026-01-01T00:00:05.000Z"],
  ])("waits as %j says, not a ms less", async (config, ms, until) => {
    const { start, clock, get, ended } = await testOrchestrator();
    const id = await start(
      workflow([nap("a", config)], { parameters: [{ name: "minutes", type: "integer", default_value: 2 }] }),
    );
    await clock.advance(ms - 1);
    expect((await get(id)).status).toBe("waiting");
    await clock.advance(1);
    expect((await ended(id)).actions.a?.output).toEqual({ until });
  });

  it.each([{ seconds: 0 }, { until: "2020-02-02T00:00:00Z" }])("goes on at once after %j", async (config) => {
    const { execute } = await testOrchestrator();
    expect((await execute(workflow([nap("a", config)]))).success).toBe(true);
  });

  it.each(["tomorrow", "2026-01-01T00:00:05", "2026-01-01", "1", "2026-99-01T00:00:00Z"])(
    "fails for %s, which is no point in time",
    async (until) => {
      const { execute } = await testOrchestrator();
      const parameters = [{ name: "until", type: "string" }];
      const { execution } = await execute(workflow([nap("a", { until: "{{until}}" })], { parameters }), {
        until,
      });
      expect(execution.error?.code).toBe("INVALID_WAIT");
    },
  );

  it("keeps nothing running", async () => {
    const { start, get, clock } = await testOrchestrator();
    const id = await start(workflow([nap("a", { seconds: 60 })]));
    expect([(await get(id)).actions.a?.status, clock.size]).toEqual(["waiting", 1]);
  });
});

describe("fail", () => {
  it("fails with the author's code and message, and is never repeated", async () => {
    const { execute } = await testOrchestrator();
    const stock = {
      action_id: "stock",
      action_type: "fail",
      config: { code: "OUT_OF_STOCK", message: "No {{what}} left." },
      retry: { max_attempts: 5 },
    };
    const { execution } = await execute(
      workflow([stock], { parameters: [{ name: "what", type: "string" }] }),
      { what: "tea" },
    );
    expect(execution.error).toEqual({
      code: "OUT_OF_STOCK",
      message: "No tea left.",
      action_id: "stock",
      attempt: 1,
    });
  });
});

describe("waitForExecution", () => {
  it("gives up after timeoutMs, and the execution goes on", async () => {
    const { start, workflows, clock, ended, script } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    const waiting = workflows.waitForExecution(id, { timeoutMs: 1000 });
    await clock.advance(1000);
    const result = await waiting;
    expect([result.success, result.errors[0]?.code, result.execution?.status]).toEqual([
      false,
      "WAIT_TIMEOUT",
      "running",
    ]);
    script.of("a")[0]?.complete();
    expect((await ended(id)).status).toBe("completed");
  });

  it("gives up at once with no time at all", async () => {
    const { start, workflows, script } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    expect((await workflows.waitForExecution(id, { timeoutMs: 0 })).errors[0]?.code).toBe("WAIT_TIMEOUT");
  });

  it("leaves no timer behind when the execution ends in time", async () => {
    const { start, workflows, script, clock } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    const waiting = workflows.waitForExecution(id, { timeoutMs: 60_000 });
    (await script.started("a")).complete(5);
    expect([(await waiting).success, clock.size]).toEqual([true, 0]);
  });

  it("answers for an execution that has ended, that failed, and that is not there", async () => {
    const { execute, workflows } = await testOrchestrator();
    const { execution } = await execute(workflow([action("a")]));
    expect((await workflows.waitForExecution(execution.execution_id)).success).toBe(true);
    const failed = await execute(
      workflow([{ action_id: "a", action_type: "fail", config: { code: "NO", message: "No." } }]),
    );
    expect(failed).toMatchObject({ success: false, message: "a: No.", errors: [{ code: "NO", path: "a" }] });
    expect((await workflows.waitForExecution("nobody")).errors[0]?.code).toBe("UNKNOWN_EXECUTION");
  });
});
