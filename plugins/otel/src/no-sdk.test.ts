import { COMMIT_OBSERVER, ACTION_INTERCEPTOR, isPlugin, type ActionCall } from "@tutti/core";
import { METRIC_SOURCE, otel, plugin } from "./index";
import { action, traced } from "./testing/orchestrator";
import { registerSdk } from "./testing/sdk";
import { TELEMETRY } from "./telemetry";
import { version } from "./version";

describe("without a registered SDK", () => {
  it("executions run, have the trace they would have had, and nothing is made", async () => {
    const source = jest.fn();
    const { orchestrator, workflows, script, create } = await traced({
      register: (container) => container.register(METRIC_SOURCE, { useValue: source }),
    });
    script.on("a", ({ context }) => context.traceparent);
    const id = await create("order", [action("a")]);
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const started = await workflows.startWorkflow(id, {}, "ada", { traceparent });
    const ended = await workflows.waitForExecution(started.execution?.execution_id ?? "");
    // A span id of the core's own: not that of the caller, and of no span.
    expect(ended.execution?.actions.a?.output).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad)[0-9a-f]{16}-01$/,
    );
    expect(source).not.toHaveBeenCalled();
    const { traces, ...rest } = orchestrator.container.resolve(TELEMETRY) as unknown as Record<
      string,
      object
    >;
    expect(rest.metrics).toBeUndefined();
    expect(traces).toMatchObject({ open: new Map(), atRest: new Map() });
    await orchestrator.stop();
  });

  it("a call goes on as it came", async () => {
    const { orchestrator } = await traced();
    const [intercept] = orchestrator.container.resolveAll(ACTION_INTERCEPTOR);
    const call = {} as ActionCall;
    expect(intercept?.(call, (given) => given)).toBe(call);
  });

  it("an SDK that is registered later traces what begins from then on", async () => {
    const { workflows, create } = await traced();
    const id = await create("order", [action("a")]);
    await workflows.executeWorkflow(id, {}, "ada");
    const sdk = registerSdk();
    await workflows.executeWorkflow(id, {}, "ada");
    expect(sdk.spans().map(({ name }) => name)).toEqual(["create order", "run a", "execute order"]);
    await sdk.unregister();
  });
});

describe("the plugin", () => {
  it("is found by the CLI under the name plugin, and says its version", () => {
    expect(plugin).toBe(otel);
    expect(otel()).toMatchObject({ name: "@tutti/plugin-otel", version, actions: [] });
    expect(isPlugin(otel())).toBe(true);
  });

  it("keeps what it does for one orchestrator apart from that for another", async () => {
    const made = otel({ traces: true });
    const [one, other] = await Promise.all([traced({ plugins: [] }), traced()]);
    expect(one.orchestrator.container.resolve(TELEMETRY)).not.toBe(
      other.orchestrator.container.resolve(TELEMETRY),
    );
    expect(one.orchestrator.container.resolveAll(COMMIT_OBSERVER)).toHaveLength(1);
    expect(made.name).toBe("@tutti/plugin-otel");
  });

  it.each([
    [{ open_wait_seconds: -1 }, /INVALID_OPTIONS|open_wait_seconds/],
    [{ trace: true }, /trace/],
    [{ metrics: "yes" }, /metrics/],
  ])("refuses %j", (options, problem) => {
    expect(() => otel(options as never)).toThrow(problem);
  });
});
