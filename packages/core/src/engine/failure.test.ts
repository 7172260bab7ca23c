import { ActionError } from "../errors";
import { action, holds, holdsUntilAborted, testOrchestrator, throws, turn, workflow } from "./testing";

const undo = (config: object = {}): object => ({ compensate: { action_type: "undo", config } });
const fails = (depends_on?: string | string[]): object =>
  action("fails", {
    action_type: "fail",
    config: { code: "BROKEN", message: "It broke." },
    ...(depends_on === undefined ? {} : { depends_on }),
  });

describe("the first failure", () => {
  it("lets nothing new start, stops what runs and waits for it", async () => {
    const { start, script, until, ended, get } = await testOrchestrator();
    script.on("slow", holds).on("bad", holds);
    const id = await start(
      workflow([action("slow"), action("bad"), action("other"), action("next", { depends_on: "slow" })]),
    );
    (await script.started("bad")).fail(new Error("no"));
    const slow = await script.started("slow");
    await until(id, "running");
    while (!slow.aborted) await turn();
    expect((await get(id)).status).toBe("running");
    slow.fail(new Error("stopped"));
    const { status, actions, error } = await ended(id);
    expect([status, error?.action_id]).toEqual(["failed", "bad"]);
    expect(["slow", "bad", "other", "next"].map((name) => actions[name]?.status)).toEqual([
      "cancelled",
      "failed",
      "completed",
      "pending",
    ]);
  });

  it("keeps the output of an action that completes although it was asked to stop", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("slow", holds).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow", undo({ what: "{{slow}}" })), action("bad")]));
    (await script.started("slow")).complete("done after all");
    const { actions } = await ended(id);
    expect(actions.slow).toMatchObject({ status: "compensated", output: "done after all" });
    expect(script.of("undo:slow")[0]?.config).toEqual({ what: "done after all" });
  });

  it("leaves behind what does not stop within the grace", async () => {
    const { start, script, ended, clock, until } = await testOrchestrator({ limits: { abortGraceMs: 2000 } });
    script.on("slow", holds).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow"), action("bad")]));
    await clock.advance(1999);
    await until(id, "running");
    await clock.advance(1);
    const { actions } = await ended(id);
    expect(actions.slow?.status).toBe("cancelled");
    script.of("slow")[0]?.complete("far too late");
  });

  it("cancels what waits", async () => {
    const { execute } = await testOrchestrator();
    const nap = action("nap", { action_type: "wait", config: { seconds: 60 } });
    const listen = action("listen", { action_type: "wait_for_signal", config: { signal: "go" } });
    const { execution } = await execute(workflow([nap, listen, fails()]));
    expect(execution.error).toEqual({ code: "BROKEN", message: "It broke.", action_id: "fails", attempt: 1 });
    expect([execution.actions.nap?.status, execution.actions.listen?.status]).toEqual([
      "cancelled",
      "cancelled",
    ]);
  });

  it("makes no difference under on_error: continue", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("bad", throws(new Error("no")));
    const { execution, success } = await execute(
      workflow([action("bad", { on_error: "continue" }), action("next", { depends_on: "bad" })]),
    );
    expect([success, execution.actions.bad?.status, execution.actions.next?.status]).toEqual([
      true,
      "failed",
      "completed",
    ]);
  });

  it("takes the first of two failures", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b")]));
    (await script.started("b")).fail(new ActionError({ code: "B", message: "b" }));
    (await script.started("a")).fail(new ActionError({ code: "A", message: "a" }));
    const { error, actions } = await ended(id);
    expect([error?.code, actions.a?.status]).toEqual(["B", "cancelled"]);
  });
});

describe("compensation", () => {
  it("undoes what completed in the reverse order of completion", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(
      workflow([action("a", undo()), action("b", undo()), action("c", undo()), fails(["a", "b", "c"])]),
    );
    (await script.started("b")).complete();
    (await script.started("a")).complete();
    const { actions } = await ended(id);
    expect(script.order.filter((name) => name.startsWith("undo"))).toEqual(["undo:a", "undo:b", "undo:c"]);
    expect(["a", "b", "c"].map((name) => actions[name]?.status)).toEqual([
      "compensated",
      "compensated",
      "compensated",
    ]);
  });

  it("reads the action's own output, others' and $error, with a key of its own", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("book", () => ({ id: 7 }));
    const config = { id: "{{book.id}}", other: "{{first}}", code: "{{$error.code}}" };
    const { execution } = await execute(
      workflow([
        action("first", { config: { returns: 1 } }),
        action("book", undo(config)),
        fails(["book", "first"]),
      ]),
    );
    const [call] = script.of("undo:book");
    expect(call?.config).toEqual({ id: 7, other: 1, code: "BROKEN" });
    expect(call?.idempotencyKey).toBe(`compensation:${execution.execution_id}:book`);
  });

  it("undoes only what completed, once", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("bad", throws(new Error("no")));
    const actions = [
      action("done", undo()),
      action("skipped", { condition: false, ...undo() }),
      action("bad", { ...undo(), on_error: "continue" }),
    ];
    await execute(workflow([...actions, fails(["done", "skipped", "bad"])]));
    expect(script.order.filter((name) => name.startsWith("undo"))).toEqual(["undo:done"]);
  });

  it("undoes completed items, each with its item, index and output", async () => {
    const { execute, script } = await testOrchestrator();
    const config = { item: "{{$item}}", index: "{{$index}}", all: "{{fan}}" };
    const fan = action("fan", {
      for_each: ["x", "y"],
      config: { returns: "{{$item & '!'}}" },
      ...undo(config),
    });
    await execute(workflow([fan, fails("fan")]));
    expect(script.of("undo:fan").map((call) => call.config)).toEqual([
      { item: "y", index: 1, all: ["x!", "y!"] },
      { item: "x", index: 0, all: ["x!", "y!"] },
    ]);
  });

  it("undoes the completed items of a for_each that failed", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("fan", ({ index }) => {
      if (index === 2) throw new Error("third");
      return index;
    });
    await execute(
      workflow([action("fan", { for_each: [0, 1, 2, 3], max_concurrency: 1, ...undo({ all: "{{fan}}" }) })]),
    );
    expect(script.of("undo:fan").map(({ index, config }) => [index, config.all])).toEqual([
      [1, [0, 1, null, null]],
      [0, [0, 1, null, null]],
    ]);
  });

  it("goes on with the others when one fails, and leaves that one completed", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("undo:b", throws(new Error("can't")));
    const { execution } = await execute(
      workflow([action("a", undo()), action("b", { ...undo(), depends_on: "a" }), fails("b")]),
    );
    expect([execution.actions.a?.status, execution.actions.b?.status]).toEqual(["compensated", "completed"]);
    expect(execution.error?.code).toBe("BROKEN");
  });

  it("is retried by the action's policy", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("undo:a", throws(new Error("once")), throws(new Error("twice")), () => null);
    const id = await start(
      workflow([
        action("a", { ...undo(), retry: { initial_interval_ms: 50, jitter: false, backoff_coefficient: 1 } }),
        fails("a"),
      ]),
    );
    await clock.advance(49);
    expect(script.of("undo:a").length).toBe(1);
    await clock.advance(51);
    expect((await ended(id)).actions.a?.status).toBe("compensated");
    expect(script.of("undo:a").map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it("keeps to the action's timeout", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("undo:a", holds);
    const id = await start(workflow([action("a", { ...undo(), timeout_seconds: 1 }), fails("a")]));
    await clock.advance(1000);
    expect((await ended(id)).actions.a?.status).toBe("completed");
    expect(script.of("undo:a")[0]?.aborted).toBe(true);
  });

  it("can't be an action that waits", async () => {
    const { workflows } = await testOrchestrator();
    const compensate = { action_type: "run_workflow", config: { workflow_id: "x" } };
    expect((await workflows.createWorkflow(workflow([action("a", { compensate })]), "ada")).success).toBe(
      false,
    );
  });

  it("fails when its config can't be resolved", async () => {
    const { execute, seen } = await testOrchestrator();
    await execute(
      workflow([action("a", { config: { returns: {} }, ...undo({ x: "{{a.missing.deep}}" }) }), fails("a")]),
    );
    expect(seen.find(({ type }) => type === "tutti.compensation.failed")?.data).toMatchObject({
      error: { code: "MISSING_VALUE" },
    });
  });
});

describe("on_failure", () => {
  it("runs after compensation, in the order of its own dependencies, and sees $error and outputs", async () => {
    const { execute, script } = await testOrchestrator();
    const on_failure = [
      action("second", {
        config: { code: "{{$error.code}}", by: "{{$error.action_id}}", a: "{{a}}", first: "{{first}}" },
      }),
      action("first", { config: { returns: 1 } }),
    ];
    const { execution } = await execute(
      workflow([action("a", { config: { returns: "A" }, ...undo() }), fails("a")], { on_failure }),
    );
    expect(script.order).toEqual(["a", "undo:a", "first", "second"]);
    expect(script.of("second")[0]?.config).toEqual({ code: "BROKEN", by: "fails", a: "A", first: 1 });
    expect(execution.status).toBe("failed");
  });

  it("keeps the execution's own error when it fails itself, and runs what does not depend on that", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("bad", throws(new Error("worse")));
    const on_failure = [action("bad"), action("after_bad", { depends_on: "bad" }), action("other")];
    const { execution } = await execute(workflow([fails()], { on_failure }));
    expect(execution.error?.code).toBe("BROKEN");
    expect(["bad", "after_bad", "other"].map((name) => execution.actions[name]?.status)).toEqual([
      "failed",
      "skipped",
      "completed",
    ]);
  });

  it("does not run when the execution completes", async () => {
    const { execute, script } = await testOrchestrator();
    const { execution } = await execute(workflow([action("a")], { on_failure: [action("tidy")] }));
    expect([script.order, execution.actions.tidy?.status]).toEqual([["a"], "pending"]);
  });

  it("has retries, conditions and for_each as other actions have", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("flaky", throws(new Error("once")), () => 1);
    const on_failure = [
      action("flaky", { retry: { initial_interval_ms: 10, jitter: false } }),
      action("skips", { condition: "$error.code = 'OTHER'" }),
      action("fan", { for_each: [1, 2], config: { returns: "{{$item}}" } }),
    ];
    const id = await start(workflow([fails()], { on_failure }));
    await clock.advance(10);
    const { actions } = await ended(id);
    expect(["flaky", "skips", "fan"].map((name) => actions[name]?.status)).toEqual([
      "completed",
      "skipped",
      "completed",
    ]);
  });
});

describe("outputs", () => {
  it("keep their types", async () => {
    const { execute } = await testOrchestrator();
    const values = { zero: 0, no: false, empty: "", none: null, list: [1, [2]], map: { a: { b: null } } };
    const outputs = Object.fromEntries(Object.keys(values).map((key) => [key, `{{a.${key}}}`]));
    const { execution } = await execute(
      workflow([action("a", { config: { returns: values } })], {
        outputs: { ...outputs, text: "{{a.zero}}/{{a.list}}" },
      }),
    );
    expect(execution.result).toEqual({ ...values, text: "0/[1,[2]]" });
  });

  it("fail the execution, with everything undone, when they can't be computed", async () => {
    const { execute, script } = await testOrchestrator();
    const { execution } = await execute(
      workflow([action("a", { config: { returns: {} }, ...undo() })], {
        outputs: { x: "{{a.missing}}" },
        on_failure: [action("tidy")],
      }),
    );
    expect(execution.error).toMatchObject({ code: "MISSING_VALUE", action_id: null });
    expect([execution.status, execution.result, script.order]).toEqual([
      "failed",
      null,
      ["a", "undo:a", "tidy"],
    ]);
  });

  it("may be computed by an expression that takes its time, while the execution is cancelled", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a", undo())], { outputs: { x: "{{$error('never mind')}}" } }));
    (await script.started("a")).complete();
    await workflows.cancelExecution(id, "ada");
    const { status, error } = await ended(id);
    expect([status, error?.code]).toEqual(["cancelled", "EXECUTION_CANCELLED"]);
    expect(script.order).toEqual(["a", "undo:a"]);
  });
});

describe("an abort", () => {
  it("says why", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("slow", holdsUntilAborted).on("bad", throws(new Error("no")));
    const id = await start(workflow([action("slow"), action("bad")]));
    await ended(id);
    expect(script.of("slow")[0]?.context.signal.reason).toMatchObject({ code: "ACTION_STOPPED" });
  });

  it("is noticed by heartbeat()", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    const beats: number[] = [];
    script.on("busy", async ({ context }) => {
      for (;;) {
        await context.heartbeat();
        beats.push(beats.length);
      }
    });
    const id = await start(workflow([action("busy")]));
    while (beats.length < 3) await turn();
    await workflows.cancelExecution(id, "ada");
    expect((await ended(id)).actions.busy?.status).toBe("cancelled");
  });
});
