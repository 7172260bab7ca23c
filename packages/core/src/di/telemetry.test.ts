import {
  ACTION_INTERCEPTOR,
  type ActionInterceptor,
  COMMIT_OBSERVER,
  type CommitObserver,
  ENGINE_LOAD,
  type StartedTrace,
  TRACE_STARTER,
  type TraceStarter,
} from "../engine";
import { action, holds, testOrchestrator, throws, workflow } from "../engine/testing";
import type { PluginContainer } from "../plugin/index";
import type { TraceContext } from "../run";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** Registers what a test looks on with. */
const observing =
  (...observers: CommitObserver[]) =>
  (container: PluginContainer): void => {
    for (const observer of observers) container.register(COMMIT_OBSERVER, { useValue: observer });
  };

describe("observers of commits", () => {
  it("see each commit with the execution, before anything is done because of it", async () => {
    const seen: string[] = [];
    const observer: CommitObserver = ({ entries, row }, execution) => {
      const types = entries.map(({ type }) => type).join(" ");
      seen.push(`${row.status} ${execution?.plan.definition.name}: ${types}`);
    };
    const { execute, script } = await testOrchestrator({ register: observing(observer) });
    script.on("a", () => seen.push("called"));
    await execute(workflow([action("a")]));
    expect(seen).toEqual([
      "running test: execution.created execution.started action.started",
      "called",
      "completed test: action.completed execution.completed",
    ]);
  });

  it("harm nobody when they throw", async () => {
    const seen: string[] = [];
    const broken: CommitObserver = () => {
      throw new Error("broken");
    };
    const register = observing(broken, ({ row }) => void seen.push(row.status));
    const { execute, logs, history } = await testOrchestrator({ register });
    const { execution } = await execute(workflow([action("a")]));
    expect(execution.status).toBe("completed");
    expect(seen).toEqual(["running", "completed"]);
    expect(await history(execution.execution_id)).toHaveLength(5);
    const fields = { execution_id: execution.execution_id, error: "broken" };
    const line = { level: "error", fields, message: "An observer of commits failed." };
    expect(logs).toEqual([line, line]);
  });
});

describe("interceptors that plugins bring", () => {
  it("stand inside those of the options, and learn the execution's trace and what is a compensation", async () => {
    const seen: string[] = [];
    const noting =
      (name: string): ActionInterceptor =>
      (call, next) => {
        const { context, isCompensation, traceparent } = call;
        seen.push(`${name} ${context.actionId} ${isCompensation} ${traceparent === TRACEPARENT}`);
        return next(call);
      };
    const { create, workflows, script } = await testOrchestrator({
      interceptors: [noting("outer")],
      register: (container) => container.register(ACTION_INTERCEPTOR, { useValue: noting("inner") }),
    });
    script.on("b", throws(new Error("no")));
    const undone = action("a", { compensate: { action_type: "undo", config: {} } });
    const id = await create(workflow([undone, action("b", { depends_on: "a" })]));
    const started = await workflows.startWorkflow(id, {}, "ada", { traceparent: TRACEPARENT });
    await workflows.waitForExecution(started.execution?.execution_id ?? "");
    expect(seen).toEqual([
      "outer a false true",
      "inner a false true",
      "outer b false true",
      "inner b false true",
      "outer a true true",
      "inner a true true",
    ]);
  });
});

describe("a starter of traces", () => {
  const traceOf = async (starter: (start: StartedTrace) => string | undefined, given?: string) => {
    const { create, workflows, seen, event, logs } = await testOrchestrator({
      register: (container) => container.register(TRACE_STARTER, { useValue: starter }),
    });
    const id = await create(workflow([action("a")]));
    const options = given === undefined ? {} : { traceparent: given };
    const { execution } = await workflows.startWorkflow(id, {}, "ada", options);
    await event("execution.completed");
    const { traceparent } = seen[0]!.data as { traceparent: string };
    return { traceparent, logs, workflow_id: id, execution_id: execution?.execution_id };
  };

  it("decides on the trace context of a new execution", async () => {
    const starts: StartedTrace[] = [];
    const starter = (start: StartedTrace): string => {
      starts.push(start);
      return TRACEPARENT;
    };
    const { traceparent, workflow_id, execution_id } = await traceOf(starter, "given");
    expect(traceparent).toBe(TRACEPARENT);
    const { executionId, workflowId, ...rest } = starts[0] as StartedTrace;
    expect([executionId, workflowId]).toEqual([execution_id, workflow_id]);
    expect(rest).toEqual({ workflowName: "test", traceparent: "given", parent: null });
  });

  it("may give a tracestate and baggage with it; what headers can't hold is left out", async () => {
    const baggage = { tenant: "a b" };
    const given: unknown[] = [];
    const starter: TraceStarter = (start) => {
      given.push([start.tracestate, start.baggage]);
      const isFirst = given.length === 1;
      return {
        traceparent: TRACEPARENT,
        tracestate: isFirst ? "a=1" : "",
        baggage: isFirst ? { b: "2" } : { "b d": "2" },
      };
    };
    const { create, workflows, seen } = await testOrchestrator({
      register: (container) => container.register(TRACE_STARTER, { useValue: starter }),
    });
    const id = await create(workflow([]));
    for (let n = 0; n < 2; n++)
      await workflows.executeWorkflow(id, {}, "ada", { traceparent: "given", tracestate: "x=y", baggage });
    expect(given).toEqual([
      ["x=y", baggage],
      ["x=y", baggage],
    ]);
    const traces = seen
      .filter(({ type }) => type === "tutti.execution.created")
      .map(({ data }) => {
        const { traceparent, tracestate, baggage: carried } = data as unknown as TraceContext;
        return { traceparent, tracestate, baggage: carried };
      });
    expect(traces).toEqual([
      { traceparent: TRACEPARENT, tracestate: "a=1", baggage: { b: "2" } },
      { traceparent: TRACEPARENT, tracestate: undefined, baggage },
    ]);
  });

  it("leaves it to the caller when it gives nothing or throws", async () => {
    expect((await traceOf(() => undefined, TRACEPARENT)).traceparent).toBe(TRACEPARENT);
    const { traceparent, logs } = await traceOf(() => {
      throw new Error("broken");
    });
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(logs.map(({ message }) => message)).toEqual(["An execution could not be given a trace."]);
  });

  it("learns which action starts a child", async () => {
    const starts: StartedTrace[] = [];
    const { create, execute } = await testOrchestrator({
      register: (container) =>
        container.register(TRACE_STARTER, { useValue: (start) => void starts.push(start) }),
    });
    const child = await create(workflow([action("a")]));
    const call = { action_id: "call", action_type: "run_workflow", config: { workflow_id: child } };
    const { execution } = await execute(workflow([call]));
    const { execution_id } = execution;
    expect(starts.map(({ parent }) => parent)).toEqual([
      null,
      { execution_id, action_id: "call", attempt: 1 },
    ]);
  });
});

describe("the load of the engine", () => {
  it("counts who is at work and who waits for its turn", async () => {
    const { orchestrator, script, start, ended } = await testOrchestrator({
      limits: { runningExecutions: 1 },
    });
    const load = orchestrator.container.resolve(ENGINE_LOAD);
    expect(load()).toEqual({ pending: 0, running: 0 });
    script.on("a", holds);
    const first = await start(workflow([action("a")]));
    const second = await start(workflow([action("b")]));
    expect(load()).toEqual({ pending: 1, running: 1 });
    (await script.started("a")).complete();
    await ended(first);
    await ended(second);
    expect(load()).toEqual({ pending: 0, running: 0 });
  });
});
