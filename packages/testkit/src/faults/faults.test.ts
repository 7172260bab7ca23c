import type { ActionInterceptor } from "@tutti/core";
import {
  anAction,
  aWorkflow,
  crashAfter,
  createTestOrchestrator,
  duplicateDelivery,
  failAction,
  type Fault,
  flakyStore,
  matchers,
  Script,
  slowAction,
} from "../index";

expect.extend(matchers);

const retried = (id: string) => anAction(id).withAttempts(3, 1000);
const pair = aWorkflow("Pair").withActions(retried("a"), retried("b").after("a")).build();

async function run(...faults: Fault[]) {
  const script = new Script();
  const test = await createTestOrchestrator({ script, faults });
  const result = await test.execute(pair);
  const types = test.eventsOf(result.execution?.execution_id ?? "").map(({ type }) => type);
  await test.stop();
  return { test, script, result, types };
}

describe("crashAfter", () => {
  const events = [
    "execution.created",
    "execution.started",
    "action.started",
    "action.completed",
    "execution.completed",
  ];

  it.each(events)("after %s the execution goes on in a new process", async (event) => {
    const { result, script, test } = await run(crashAfter(event));
    expect(result).toHaveCompleted();
    // An action that had begun is repeated with the same key; one that had completed is not.
    const keys = new Set(script.calls.map(({ idempotencyKey }) => idempotencyKey));
    expect(keys.size).toBe(2);
    expect((await test.workflows.getExecution(result.execution?.execution_id ?? "")).success).toBe(true);
  });

  it.each([false, true])(
    "strikes at one action, and as often as it is told (durable: %s)",
    async (durable) => {
      const faults = [
        crashAfter("action.completed", { action: "b" }),
        crashAfter("action.started", { times: 2 }),
      ];
      await using test = await createTestOrchestrator({ faults, durable });
      const first = test.orchestrator;
      expect(await test.execute(pair)).toHaveRunActions(["a", "b"]);
      expect(test.orchestrator).not.toBe(first);
      expect(test.script.order).toEqual(["a", "b"]);
    },
  );

  it("may strike while the next process starts", async () => {
    await using test = await createTestOrchestrator({ faults: [crashAfter("action.started", { times: 3 })] });
    expect(await test.execute(pair)).toHaveCompleted();
  });
});

describe("failAction", () => {
  it("fails so many calls with a retryable error", async () => {
    const { result, script } = await run(failAction("a", { times: 2 }));
    expect(result).toHaveCompleted();
    expect(result.execution?.actions.a?.attempts).toBe(3);
    expect(script.of("a")).toHaveLength(1);
  });

  it("fails every call unless told otherwise", async () => {
    const { result, script } = await run(failAction("b"));
    expect(result).toHaveFailedWith("INJECTED_FAULT");
    expect(script.order).toEqual(["a"]);
  });

  it("throws what it is given", async () => {
    const { result } = await run(failAction("a", { error: new Error("no luck") }));
    expect(result.execution?.error?.message).toContain("no luck");
  });
});

describe("slowAction", () => {
  it("takes virtual time", async () => {
    const { test, result } = await run(slowAction("a", "2 min"));
    expect(result).toHaveCompleted();
    expect(test.clock.monotonic()).toBe(120_000);
  });

  it("is cut off by a timeout", async () => {
    await using test = await createTestOrchestrator({ faults: [slowAction("a", "2 min")] });
    const hasty = aWorkflow()
      .withActions(anAction("a").with({ timeout_seconds: 60 }))
      .build();
    expect(await test.execute(hasty)).toHaveFailedWith("ACTION_TIMEOUT");
  });

  it("takes real time where the orchestrator does", async () => {
    await using test = await createTestOrchestrator({ faults: [slowAction("a", 5)], realTime: true });
    expect(await test.execute(aWorkflow().withActions(anAction("a")).build())).toHaveCompleted();
    expect(test.clock.size).toBe(0);
  });
});

describe("flakyStore", () => {
  it.each([{}, { after: 4, failures: 3 }, { failures: 2, repeat: true }])(
    "%j delays, and loses nothing",
    async (options) => {
      const { result, types } = await run(flakyStore(options));
      expect(result).toHaveRunActions(["a", "b"]);
      expect(types.filter((type) => type === "tutti.action.completed")).toHaveLength(2);
    },
  );

  it("refuses a start that it can't store", async () => {
    await using test = await createTestOrchestrator({ faults: [flakyStore({ after: 0 })] });
    await expect(test.execute(pair)).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
  });
});

describe("duplicateDelivery", () => {
  it("calls an action twice with the same key", async () => {
    const { script, result } = await run(duplicateDelivery("a"));
    expect(result).toHaveCompleted();
    expect(script.order).toEqual(["a", "a", "b"]);
    expect(new Set(script.of("a").map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it("calls every action twice", async () => {
    expect((await run(duplicateDelivery())).script.order).toEqual(["a", "a", "b", "b"]);
  });
});

describe("faults", () => {
  it("stand inside the interceptors of the test", async () => {
    const failures: unknown[] = [];
    const noting: ActionInterceptor = async (call, next) => {
      try {
        return await next(call);
      } catch (error) {
        failures.push((error as { code?: unknown }).code);
        throw error;
      }
    };
    await using test = await createTestOrchestrator({
      interceptors: [noting],
      faults: [failAction("a", { times: 1 })],
    });
    await test.execute(pair);
    expect(failures).toEqual(["INJECTED_FAULT"]);
  });
});
