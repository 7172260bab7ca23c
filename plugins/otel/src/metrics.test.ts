import type { ObservableCallback } from "@opentelemetry/api";
import type { EngineLoad } from "@tutti/core";
import { holds, throws } from "@tutti/testkit";
import { METRIC_SOURCE, type MetricSource } from "./index";
import { Metrics } from "./metrics";
import { INSTRUMENT } from "./names";
import { sdkMeter } from "./sdk";
import { action, traced } from "./testing/orchestrator";
import { registerSdk, type TestSdk } from "./testing/sdk";

let sdk: TestSdk;
beforeEach(() => {
  sdk = registerSdk();
});
afterEach(() => sdk.unregister());

/** What was counted: `value attribute=value …`, sorted. */
async function counted(name: string): Promise<string[]> {
  const points = await sdk.measured(name);
  return points
    .map(({ attributes, value }) =>
      [
        String(value),
        ...Object.entries(attributes).map(([key, one]) => `${key.replace("tutti.", "")}=${String(one)}`),
      ].join(" "),
    )
    .toSorted();
}

/** What a histogram holds: how many, and their sum in seconds. */
async function timed(name: string): Promise<(string | number | undefined)[][]> {
  const points = await sdk.measured(name);
  return points.map(({ attributes, value }) => {
    const { count, sum } = value as { count: number; sum?: number };
    const of = attributes["tutti.action.outcome"] ?? attributes["tutti.execution.status"];
    return [String(of), count, sum];
  });
}

/** A source of a gauge that reads the load. */
function gaugeOf(load: () => EngineLoad): MetricSource {
  return (meter) => {
    const gauge = meter.createObservableGauge("acme.running", { unit: "{execution}" });
    const read: ObservableCallback = (result) => result.observe(load().running);
    gauge.addCallback(read);
    return () => gauge.removeCallback(read);
  };
}

describe("the metrics", () => {
  it("count executions by their ends, and attempts and failures by type and code", async () => {
    const { workflows, clock, script, create } = await traced();
    script.on("a", throws(new Error("no")), () => 1);
    const retry = { max_attempts: 2, initial_interval_ms: 1000, jitter: false };
    const undo = { compensate: { action_type: "undo", config: {} } };
    const each = action("each", { for_each: [1, 2], depends_on: "a", ...undo });
    const good = await create("good", [action("a", { retry }), each]);
    const bad = await create("bad", [
      action("c", undo),
      { action_id: "f", action_type: "fail", depends_on: "c", config: { message: "no", code: "NO_STOCK" } },
    ]);
    const executed = workflows.executeWorkflow(good, {}, "ada");
    await clock.advance(1000);
    await executed;
    await workflows.executeWorkflow(bad, {}, "ada");
    expect(await counted("tutti.executions.started")).toEqual([
      "1 workflow.name=bad",
      "1 workflow.name=good",
    ]);
    expect(await counted("tutti.executions.ended")).toEqual([
      "1 workflow.name=bad execution.status=failed error.type=NO_STOCK",
      "1 workflow.name=good execution.status=completed",
    ]);
    expect(await counted("tutti.action.attempts")).toEqual([
      "1 action.type=fail action.outcome=failed",
      "1 action.type=scripted action.outcome=retried",
      "1 action.type=undo action.outcome=completed",
      "4 action.type=scripted action.outcome=completed",
    ]);
    expect(await counted("tutti.action.failures")).toEqual([
      "1 action.type=fail error.type=NO_STOCK",
      "1 action.type=scripted error.type=ACTION_FAILED",
    ]);
    expect(Number((await counted("tutti.commits"))[0])).toBeGreaterThan(4);
    expect(Number((await counted("tutti.events"))[0])).toBe(22);
  });

  it("measure attempts and executions in seconds; what is waited belongs to the execution alone", async () => {
    const { workflows, clock, script, create } = await traced();
    script.on("a", holds);
    const id = await create("order", [
      action("a"),
      { action_id: "w", action_type: "wait", depends_on: "a", config: { seconds: 3600 } },
    ]);
    const executed = workflows.executeWorkflow(id, {}, "ada");
    const call = await script.started("a");
    await clock.advance(1500);
    call.complete();
    await clock.advance(3_600_000);
    await executed;
    expect(await timed("tutti.action.duration")).toEqual([
      ["completed", 1, 1.5],
      ["waiting", 1, 0],
    ]);
    expect(await timed("tutti.execution.duration")).toEqual([["completed", 1, 3601.5]]);
    expect(await counted("tutti.action.attempts")).toEqual([
      "1 action.type=scripted action.outcome=completed",
      "1 action.type=wait action.outcome=completed",
    ]);
  });

  it("show who is at work and who waits for a turn, and what was cancelled", async () => {
    const { workflows, script, create } = await traced({ limits: { runningExecutions: 1 } });
    script.on("a", holds);
    const id = await create("order", [action("a")]);
    const first = await workflows.startWorkflow(id, {}, "ada");
    const second = await workflows.startWorkflow(id, {}, "ada");
    expect(await counted("tutti.executions.running")).toEqual(["1"]);
    expect(await counted("tutti.executions.pending")).toEqual(["1"]);
    await workflows.cancelExecution(second.execution?.execution_id ?? "", "ada");
    (await script.started("a")).complete();
    await workflows.waitForExecution(first.execution?.execution_id ?? "");
    expect(await counted("tutti.executions.running")).toEqual(["0"]);
    expect(await counted("tutti.executions.pending")).toEqual(["0"]);
    expect(await counted("tutti.executions.ended")).toEqual([
      "1 workflow.name=order execution.status=cancelled",
      "1 workflow.name=order execution.status=completed",
    ]);
  });

  it("are read no more once the orchestrator has stopped", async () => {
    const load = jest.fn(() => ({ pending: 0, running: 3 }));
    const { orchestrator } = await traced({
      register: (container) => container.register(METRIC_SOURCE, { useValue: gaugeOf(load) }),
    });
    expect(await counted("acme.running")).toEqual(["3"]);
    await orchestrator.stop();
    await counted("acme.running");
    expect(load).toHaveBeenCalledTimes(1);
    const metrics = new Metrics(sdkMeter()!, load);
    expect(await counted("tutti.executions.running")).toEqual(["3"]);
    metrics.stop();
    const calls = load.mock.calls.length;
    await counted("tutti.executions.running");
    expect(load).toHaveBeenCalledTimes(calls);
  });

  it("are registered with the units and descriptions that are documented", async () => {
    const { workflows, script, create } = await traced();
    script.on("a", throws(new Error("no")));
    await workflows.executeWorkflow(await create("order", [action("a")]), {}, "ada");
    const documented = Object.values(INSTRUMENT).map(({ name, unit, description }) => [
      name,
      { unit, description },
    ]);
    expect(await sdk.described()).toEqual(Object.fromEntries(documented));
  });

  it("can be turned off", async () => {
    const { workflows, create } = await traced({ otel: { metrics: false } });
    await workflows.executeWorkflow(await create("order", [action("a")]), {}, "ada");
    expect(await sdk.described()).toEqual({});
  });
});
