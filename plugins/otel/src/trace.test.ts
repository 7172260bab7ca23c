import { throws } from "@tutti/testkit";
import { action, traced } from "./testing/orchestrator";
import { registerSdk, type TestSdk } from "./testing/sdk";
import { treeOf } from "./testing/tree";

let sdk: TestSdk;
beforeEach(() => {
  sdk = registerSdk();
});
afterEach(() => sdk.unregister());

describe("the trace of an execution", () => {
  it("shows actions, a retry, a wait, a child workflow and a compensation as one tree", async () => {
    const { workflows, clock, script, create } = await traced();
    const child = await create("shipping", [action("pick"), action("pack", { depends_on: "pick" })]);
    const order = await create("order", [
      action("reserve", { compensate: { action_type: "undo", config: {} } }),
      action("charge", {
        depends_on: "reserve",
        retry: { max_attempts: 2, initial_interval_ms: 1000, jitter: false },
      }),
      { action_id: "cool_off", action_type: "wait", depends_on: "charge", config: { seconds: 86_400 } },
      {
        action_id: "ship",
        action_type: "run_workflow",
        depends_on: "cool_off",
        config: { workflow_id: child },
      },
      action("invoice", { depends_on: "ship" }),
    ]);
    script.on("charge", throws(new Error("The bank is closed.")), () => "paid");
    script.on("invoice", throws(new Error("No printer.")));
    const executed = workflows.executeWorkflow(order, {}, "ada");
    await clock.advance(1000);
    await clock.advance(86_400_000);
    expect((await executed).success).toBe(false);

    expect(treeOf(sdk.spans())).toEqual([
      "create order",
      "  execute order waiting",
      "    run reserve #1 completed",
      "    run charge #1 retried ! ACTION_FAILED",
      "    run charge #2 completed <- run charge #1",
      "    run cool_off #1 waiting",
      "  execute order failed ! ACTION_FAILED <- execute order",
      "    resume cool_off #1 completed <- run cool_off #1",
      "    run ship #1 waiting",
      "      create shipping",
      "        execute shipping completed",
      "          run pick #1 completed",
      "          run pack #1 completed",
      "    resume ship #1 completed <- run ship #1",
      "    run invoice #1 failed ! ACTION_FAILED",
      "    compensate reserve #1 completed",
    ]);
    expect(new Set(sdk.spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  });
});
