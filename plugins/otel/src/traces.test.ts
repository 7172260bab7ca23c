import { SpanStatusCode } from "@opentelemetry/api";
import { ActionError, COMMIT_OBSERVER, memory } from "@tutti/core";
import { createTestClock, holds, throws } from "@tutti/testkit";
import { ATTRIBUTE } from "./names";
import { action, traced, type Traced } from "./testing/orchestrator";
import { registerSdk, type TestSdk } from "./testing/sdk";
import { ms, treeOf } from "./testing/tree";
import { Traces } from "./traces";

let sdk: TestSdk;
beforeEach(() => {
  sdk = registerSdk();
});
afterEach(() => sdk.unregister());

const span = (name: string) => sdk.spans().find((one) => one.name === name)!;
const tree = () => treeOf(sdk.spans());

/** Starts a workflow of the actions. */
async function start({ workflows, create }: Traced, actions: readonly object[]): Promise<string> {
  const { execution } = await workflows.startWorkflow(await create("order", actions), {}, "ada");
  return execution?.execution_id ?? "";
}

describe("the span of an attempt", () => {
  it("says which action, attempt and item it is, and takes the times of the journal", async () => {
    const all = await traced();
    const { clock, script, workflows } = all;
    const begun = clock.now();
    script.on("each", holds);
    const id = await start(all, [action("each", { for_each: ["x", "y"] })]);
    (await script.started("each", 1)).complete();
    await clock.advance(250);
    (await script.started("each", 2)).complete();
    await workflows.waitForExecution(id);
    expect(tree()).toEqual([
      "create order",
      "  execute order completed",
      "    run each 0 #1 completed",
      "    run each 1 #1 completed",
    ]);
    const [first, second] = sdk.spans().filter(({ name }) => name === "run each");
    expect(first?.attributes).toEqual({
      [ATTRIBUTE.executionId]: id,
      [ATTRIBUTE.workflowId]: expect.any(String) as string,
      [ATTRIBUTE.actionId]: "each",
      [ATTRIBUTE.actionType]: "scripted",
      [ATTRIBUTE.actionAttempt]: 1,
      [ATTRIBUTE.itemIndex]: 0,
      [ATTRIBUTE.actionOutcome]: "completed",
    });
    expect([ms(second!.startTime), ms(second!.endTime)]).toEqual([begun, begun + 250]);
  });

  it("carries its failure as status, error.type and exception", async () => {
    const all = await traced();
    const error = new ActionError({
      code: "CARD_REFUSED",
      message: "The card is refused.",
      retryable: false,
    });
    all.script.on("charge", throws(error));
    await all.workflows.waitForExecution(await start(all, [action("charge")]));
    for (const { attributes, events, status } of [span("run charge"), span("execute order")]) {
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: "The card is refused." });
      expect(attributes[ATTRIBUTE.errorType]).toBe("CARD_REFUSED");
      expect(events.map((event) => event.attributes)).toEqual([
        { "exception.type": "CARD_REFUSED", "exception.message": "The card is refused." },
      ]);
    }
  });

  it("holds no secret, also when the error that was thrown does", async () => {
    const { script, workflows, create } = await traced({
      secrets: { get: () => Promise.resolve("hunter2") },
    });
    script.on("charge", async ({ context }) => {
      throw new Error(`The bank refuses ${await context.secrets.get("BANK_KEY")}.`);
    });
    await workflows.executeWorkflow(await create("order", [action("charge")]), {}, "ada");
    const shown = sdk
      .spans()
      .map(({ attributes, events, name, status }) => ({ attributes, events, name, status }));
    expect(span("run charge").status.message).toMatch(/The bank refuses \[redacted\]\.$/);
    expect(JSON.stringify(shown)).not.toContain("hunter2");
  });

  it("says of a failure that is tolerated, and of one whose list can't be made, what it is", async () => {
    const all = await traced();
    all.script.on("a", throws(new Error("no")));
    const list = { for_each: "{{a ?? 1}}", depends_on: [{ action: "a", on: ["failed", "completed"] }] };
    await all.workflows.waitForExecution(
      await start(all, [action("a", { on_error: "continue" }), action("b", list)]),
    );
    expect(tree()).toEqual([
      "create order",
      "  execute order failed ! INVALID_FOR_EACH",
      "    run a #1 tolerated ! ACTION_FAILED",
      "    run b #1 failed ! INVALID_FOR_EACH",
    ]);
  });

  it("ends as cancelled with its execution; a wait that is given up has no further span", async () => {
    const all = await traced();
    const { clock, script, workflows } = all;
    script.on("a", holds);
    const wait = { action_id: "w", action_type: "wait", config: { seconds: 3600 } };
    const id = await start(all, [action("a"), wait]);
    const call = await script.started("a");
    await workflows.cancelExecution(id, "ada");
    call.fail(new Error("stopped"));
    await clock.advance(0);
    await workflows.waitForExecution(id);
    expect(tree()).toEqual([
      "create order",
      "  execute order cancelled",
      "    run w #1 waiting",
      "    run a #1 cancelled",
    ]);
    expect(span("execute order").status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe("the span of an execution", () => {
  it("says whose it is and how it came out", async () => {
    const all = await traced();
    const id = await start(all, [action("a")]);
    await all.workflows.waitForExecution(id);
    expect(span("execute order").attributes).toEqual({
      [ATTRIBUTE.executionId]: id,
      [ATTRIBUTE.workflowId]: expect.any(String) as string,
      [ATTRIBUTE.workflowName]: "order",
      [ATTRIBUTE.workflowRevision]: 1,
      [ATTRIBUTE.correlationId]: id,
      [ATTRIBUTE.executionStatus]: "completed",
    });
  });

  const signal = { action_id: "ok", action_type: "wait_for_signal", config: { signal: "ok" } };

  it("ends when it waits for a signal, and a new one links to it when that has come", async () => {
    const all = await traced();
    const id = await start(all, [signal]);
    expect(tree()).toEqual(["create order", "  execute order waiting", "    run ok #1 waiting"]);
    await all.workflows.signalExecution(id, "ok", null, "ada");
    await all.workflows.waitForExecution(id);
    expect(tree().slice(3)).toEqual([
      "  execute order completed <- execute order",
      "    resume ok #1 completed <- run ok #1",
    ]);
  });

  it("ends for a parent too, when its child waits for long", async () => {
    const all = await traced();
    const child = await all.create("child", [signal]);
    await start(all, [{ action_id: "call", action_type: "run_workflow", config: { workflow_id: child } }]);
    await all.clock.advance(0);
    expect(tree()).toEqual([
      "create order",
      "  execute order waiting",
      "    run call #1 waiting",
      "      create child",
      "        execute child waiting",
      "          run ok #1 waiting",
    ]);
    expect(span("create child").attributes[ATTRIBUTE.parentExecutionId]).toBe(
      span("create order").attributes[ATTRIBUTE.executionId],
    );
  });

  it("ends while it is paused; what still runs ends below it", async () => {
    const all = await traced();
    const { clock, script, workflows } = all;
    script.on("a", holds);
    const id = await start(all, [action("a"), action("b", { depends_on: "a" })]);
    const call = await script.started("a");
    await workflows.pauseExecution(id, "ada");
    call.complete();
    await clock.advance(0);
    await workflows.resumeExecution(id, "ada");
    await workflows.waitForExecution(id);
    expect(tree()).toEqual([
      "create order",
      "  execute order paused",
      "    run a #1 completed",
      "  execute order completed <- execute order",
      "    run b #1 completed",
    ]);
  });

  it("links to the one before when the execution is retried", async () => {
    const all = await traced();
    all.script.on("a", throws(new Error("no")), () => 1);
    const id = await start(all, [action("a")]);
    await all.workflows.waitForExecution(id);
    await all.workflows.retryExecution(id, "ada");
    await all.workflows.waitForExecution(id);
    expect(tree()).toEqual([
      "create order",
      "  execute order failed ! ACTION_FAILED",
      "    run a #1 failed ! ACTION_FAILED",
      "  execute order completed <- execute order",
      "    run a #2 completed",
    ]);
  });

  it("ends at any wait that is longer than open_wait_seconds", async () => {
    const all = await traced({ otel: { open_wait_seconds: 0.5 } });
    const id = await start(all, [{ action_id: "w", action_type: "wait", config: { seconds: 1 } }]);
    await all.clock.advance(1000);
    await all.workflows.waitForExecution(id);
    expect(tree().filter((line) => line.includes("execute"))).toEqual([
      "  execute order waiting",
      "  execute order completed <- execute order",
    ]);
  });
});

describe("what is remembered of executions at rest", () => {
  it("is bounded: those that rest longest go on without links", async () => {
    const { observe } = new Traces({ openWaitMs: 0, mostAtRest: 1 });
    const all = await traced({
      otel: { traces: false },
      register: (container) => container.register(COMMIT_OBSERVER, { useValue: observe }),
    });
    const actions = [{ action_id: "ok", action_type: "wait_for_signal", config: { signal: "ok" } }];
    const ids = [await start(all, actions), await start(all, actions)];
    for (const id of ids) {
      await all.workflows.signalExecution(id, "ok", null, "ada");
      await all.workflows.waitForExecution(id);
    }
    expect(tree().filter((line) => line.includes("resume"))).toEqual([
      "  resume ok #1 completed",
      "  resume ok #1 completed <- run ok #1",
    ]);
  });
});

describe("a restart", () => {
  it("keeps to the trace: what goes on has spans below the same root", async () => {
    const time = createTestClock();
    const storage = Object.assign(memory(), { close: () => undefined });
    const before = await traced({ storage, time });
    before.script.on("a", holds);
    const id = await start(before, [action("a"), action("b", { depends_on: "a" })]);
    await before.script.started("a");
    const stopped = before.orchestrator.stop({ deadlineMs: 10 });
    await time.advance(10);
    await stopped;
    const after = await traced({ storage, time });
    await after.workflows.waitForExecution(id);
    expect(tree()).toEqual([
      "create order",
      "  execute order running",
      "    run a #1",
      "  run a #1 completed",
      "  execute order completed",
      "    run b #1 completed",
    ]);
  });
});

describe("options", () => {
  it("turn spans off", async () => {
    const all = await traced({ otel: { traces: false } });
    await all.workflows.waitForExecution(await start(all, [action("a")]));
    expect(sdk.spans()).toEqual([]);
  });
});
