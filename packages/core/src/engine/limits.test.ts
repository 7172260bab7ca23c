import type { ActionInterceptor } from "./interceptors";
import { action, holds, testOrchestrator, throws, workflow } from "./testing";

const strict = (config: object, rest: object = {}): object => ({
  action_id: "s",
  action_type: "strict",
  config,
  ...rest,
});

describe("what an action is given", () => {
  it("is checked once more when its templates are resolved", async () => {
    const { execute, script } = await testOrchestrator();
    const parameters = [{ name: "count", type: "string" }];
    const { execution } = await execute(
      workflow([strict({ count: "{{count}}" }, { retry: { max_attempts: 3 } })], { parameters }),
      { count: "many" },
    );
    expect(execution.error).toMatchObject({
      code: "INVALID_CONFIG",
      action_id: "s",
      attempt: 1,
      message: expect.stringContaining("count") as string,
    });
    expect(script.calls).toEqual([]);
  });

  it("fails the action when a path is missing, with the keys that were there", async () => {
    const { execute } = await testOrchestrator();
    const { execution } = await execute(
      workflow([action("a", { config: { returns: { x: 1 } } }), action("b", { config: { y: "{{a.y}}" } })]),
    );
    expect(execution.error).toMatchObject({ code: "MISSING_VALUE", action_id: "b" });
    expect(execution.error?.message).toContain("x");
  });
});

describe("what an action gives", () => {
  it.each([
    ["a bigint", { count: 1n }],
    ["a bigint inside", { count: 1, list: [{ big: 2n }] }],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    [
      "a getter that throws",
      {
        get count(): number {
          throw new Error("never");
        },
      },
    ],
    [
      "a toJSON that throws text",
      {
        toJSON() {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a careless plugin may do
          throw "text";
        },
      },
    ],
  ])("can't be %s", async (_what, output) => {
    const { execute, script } = await testOrchestrator();
    script.on("a", () => output);
    const { execution } = await execute(workflow([action("a", { retry: { max_attempts: 3 } })]));
    expect(execution.error).toMatchObject({ code: "INVALID_OUTPUT", attempt: 1 });
    expect(execution.actions.a?.output).toBeNull();
  });

  it("can't hold itself", async () => {
    const { execute, script } = await testOrchestrator();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    script.on("a", () => cyclic);
    expect((await execute(workflow([action("a")]))).execution.error?.code).toBe("INVALID_OUTPUT");
  });

  it("has to fit the output schema", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("s", () => ({ count: "one" }));
    const { execution } = await execute(workflow([strict({ count: 1 })]));
    expect(execution.error).toMatchObject({
      code: "INVALID_OUTPUT",
      message: expect.stringContaining("count") as string,
    });
  });

  it("may be as big as the limit says, and not a byte more", async () => {
    const { execute, script } = await testOrchestrator({ limits: { outputBytes: 20 } });
    script.on(
      "a",
      () => "é".repeat(9),
      () => `${"é".repeat(9)}x`,
    );
    expect((await execute(workflow([action("a")]))).execution.actions.a?.output).toBe("é".repeat(9));
    const { execution } = await execute(workflow([action("a")]));
    expect(execution.error).toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("21") as string,
    });
    expect(execution.actions.a?.output).toBeNull();
  });

  it("is what a restarted process would read: dates are text, undefined is null", async () => {
    const { execute, script } = await testOrchestrator();
    script
      .on("a", () => ({ at: new Date(0), gone: undefined, list: [undefined, Number.NaN] }))
      .on("b", () => undefined);
    const { execution } = await execute(workflow([action("a"), action("b")]));
    expect([execution.actions.a?.output, execution.actions.b?.output]).toEqual([
      { at: "1970-01-01T00:00:00.000Z", list: [null, null] },
      null,
    ]);
  });

  it("shares nothing with what the executor keeps", async () => {
    const { execute, script, get } = await testOrchestrator();
    const kept = { list: [1] };
    script.on("a", () => kept);
    const { execution } = await execute(workflow([action("a")]));
    kept.list.push(2);
    expect((await get(execution.execution_id)).actions.a?.output).toEqual({ list: [1] });
  });

  it("can't poison prototypes", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("a", () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown);
    const { execution } = await execute(workflow([action("a"), action("b", { config: { all: "{{a}}" } })]));
    expect([execution.status, ({} as { polluted?: boolean }).polluted]).toEqual(["completed", undefined]);
  });
});

describe("an action's own events", () => {
  it("are in the journal and the stream, in their place", async () => {
    const { execute, script, seen, history } = await testOrchestrator();
    script.on("a", ({ context }) => {
      context.emit({ type: "progress", data: { percent: 50 } });
      context.emit({ type: "nothing" });
    });
    const { execution } = await execute(workflow([action("a", { for_each: [1] })]));
    expect((await history(execution.execution_id)).slice(3, 6)).toEqual([
      "item.started a[0]",
      "action.emitted a[0]",
      "action.emitted a[0]",
    ]);
    expect(seen.filter(({ type }) => type === "tutti.action.emitted").map(({ data }) => data)).toEqual([
      { action_id: "a", index: 0, event_type: "progress", payload: { percent: 50 } },
      { action_id: "a", index: 0, event_type: "nothing", payload: null },
    ]);
  });

  it("are refused when they can't be stored, and the plugin learns it", async () => {
    const { execute, script } = await testOrchestrator({ limits: { outputBytes: 100 } });
    script
      .on("a", ({ context }) => context.emit({ type: "x", data: 1n as never }))
      .on("b", ({ context }) => context.emit({ type: "x", data: "x".repeat(100) }));
    const { execution } = await execute(
      workflow([action("a", { on_error: "continue" }), action("b", { on_error: "continue" })]),
    );
    expect([execution.actions.a?.error?.code, execution.actions.b?.error?.code]).toEqual([
      "INVALID_OPTIONS",
      "LIMIT_EXCEEDED",
    ]);
  });

  it("come too late once the attempt has ended", async () => {
    const { execute, script, history } = await testOrchestrator();
    const { execution } = await execute(workflow([action("a")]));
    script.calls[0]?.context.emit({ type: "late" });
    expect(await history(execution.execution_id)).not.toContain("action.emitted a");
  });
});

describe("interceptors", () => {
  it("stand around every call, the first outermost, and can change call and result", async () => {
    const trace: string[] = [];
    const around =
      (name: string): ActionInterceptor =>
      async (call, next) => {
        trace.push(`${name} before ${call.descriptor.type} ${call.context.actionId}`);
        const result = await next({ ...call, config: { ...(call.config as object), [name]: true } });
        trace.push(`${name} after`);
        return result;
      };
    const { execute, script } = await testOrchestrator({
      interceptors: [around("outer"), around("inner"), (call, next) => [next(call)]],
    });
    const { execution } = await execute(workflow([action("a", { config: { returns: 1 } })]));
    expect(trace).toEqual([
      "outer before scripted a",
      "inner before scripted a",
      "inner after",
      "outer after",
    ]);
    expect(script.of("a")[0]?.config).toEqual({ returns: 1, outer: true, inner: true });
    expect(execution.actions.a?.output).toEqual([1]);
  });

  it("see retries, items and compensations, and fail an attempt by throwing", async () => {
    const seen: string[] = [];
    const interceptor: ActionInterceptor = (call, next) => {
      seen.push(`${call.descriptor.type} ${call.context.attempt}`);
      if (call.context.attempt === 1 && call.context.actionId === "b") throw new Error("not yet");
      return next(call);
    };
    const { start, script, ended, clock } = await testOrchestrator({ interceptors: [interceptor] });
    script.on("b", throws(new Error("no")));
    const retry = { max_attempts: 2, initial_interval_ms: 1, jitter: false };
    const id = await start(
      workflow([
        action("a", { for_each: [1], compensate: { action_type: "undo", config: {} } }),
        action("b", { depends_on: "a", retry }),
      ]),
    );
    await clock.advance(1);
    expect((await ended(id)).error?.message).toContain("no");
    expect(seen).toEqual(["scripted 1", "scripted 1", "scripted 2", "undo 1"]);
    expect(script.of("b").length).toBe(1);
  });
});

describe("limits of a start", () => {
  it("refuse parameters that are too big, with nothing half-written", async () => {
    const { create, workflows } = await testOrchestrator({ limits: { parameterBytes: 100 } });
    const id = await create(workflow([], { parameters: [{ name: "s", type: "string" }] }));
    expect((await workflows.startWorkflow(id, { s: "x".repeat(50) }, "ada")).success).toBe(true);
    const refused = await workflows.startWorkflow(id, { s: "x".repeat(200) }, "ada");
    expect(refused.errors[0]?.code).toBe("LIMIT_EXCEEDED");
    expect((await workflows.listExecutions()).executions).toHaveLength(1);
  });

  it("refuse definitions that are too big or have too many actions", async () => {
    const { workflows } = await testOrchestrator({ limits: { actions: 2, definitionBytes: 500 } });
    const many = await workflows.createWorkflow(workflow(["a", "b", "c"].map((name) => action(name))), "ada");
    expect(many.errors[0]?.code).toBe("LIMIT_EXCEEDED");
    const big = await workflows.createWorkflow(workflow([], { description: "x".repeat(500) }), "ada");
    expect(big.errors[0]?.code).toBe("LIMIT_EXCEEDED");
    expect((await workflows.listWorkflows()).workflows).toEqual([]);
  });
});

describe("an expression that runs away", () => {
  it("fails its action, and other executions go on", async () => {
    const { start, execute, script, ended } = await testOrchestrator({ limits: { expressionDepth: 50 } });
    script.on("other", holds);
    const other = await start(workflow([action("other")]));
    const { execution } = await execute(
      workflow([action("a", { config: { x: "{{($f := function($n) { 1 + $f($n) }; $f(1))}}" } })]),
    );
    expect(execution.error).toMatchObject({ code: "EXPRESSION_LIMIT", action_id: "a" });
    script.of("other")[0]?.complete();
    expect((await ended(other)).status).toBe("completed");
  });
});

describe("variables", () => {
  it("tell of the execution, the workflow and its actions", async () => {
    const { execute, script } = await testOrchestrator();
    const config = {
      id: "{{$execution.execution_id}}",
      by: "{{$execution.created_by}}",
      at: "{{$execution.created_at}}",
      correlation: "{{$execution.correlation_id}}",
      workflow: "{{$workflow.name}} r{{$workflow.revision}}",
      known: "{{$actions.first}}",
      other: "{{$actions.second.status}}",
      all: "{{$count($keys($actions))}}",
      random: "{{$random()}}",
      now: "{{$now()}}",
    };
    const { execution } = await execute(
      workflow([
        action("first", { config: { returns: 7 } }),
        action("second"),
        action("last", { config, depends_on: ["first", "second"] }),
      ]),
    );
    expect(script.of("last")[0]?.config).toEqual({
      id: execution.execution_id,
      by: "ada",
      at: "2026-01-01T00:00:00.000Z",
      correlation: execution.execution_id,
      workflow: "test r1",
      known: { status: "completed", attempts: 1, output: 7, error: null },
      other: "completed",
      all: 3,
      random: 0.5,
      now: "2026-01-01T00:00:00.000Z",
    });
  });
});
