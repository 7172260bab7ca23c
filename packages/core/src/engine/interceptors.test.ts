import type { ActionInterceptor } from "./interceptors";
import { action, testOrchestrator, throws, workflow } from "./testing";

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
