import { ActionError } from "../errors";
import {
  action,
  holds,
  holdsUntilAborted,
  scriptedRandom,
  testOrchestrator,
  throws,
  workflow,
} from "./testing";

const fixed = { initial_interval_ms: 100, jitter: false };

/** How many ms after the start each call of "a" came. */
async function callTimes(
  retry: object,
  error: unknown = new Error("no"),
  options: object = {},
): Promise<number[]> {
  const { start, script, ended, clock } = await testOrchestrator(options);
  const begun = clock.now();
  const times: number[] = [];
  script.on("a", () => {
    times.push(clock.now() - begun);
    throw error;
  });
  const id = await start(workflow([action("a", { retry })]));
  await clock.advance(3_600_000);
  expect((await ended(id)).status).toBe("failed");
  return times;
}

describe("retries", () => {
  it("tries once without a policy", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("a", throws(new Error("no")));
    const { execution, message } = await execute(workflow([action("a")]));
    expect(script.calls.length).toBe(1);
    expect(execution.error).toEqual({
      code: "ACTION_FAILED",
      message: 'Action "a" failed: no.',
      action_id: "a",
      attempt: 1,
    });
    expect(message).toContain('Action "a" failed: no.');
  });

  it.each([1, 2, 5])("makes exactly %d attempts", async (max_attempts) => {
    expect(await callTimes({ ...fixed, max_attempts })).toHaveLength(max_attempts);
  });

  it("makes three attempts when a policy does not say how many", async () => {
    expect(await callTimes(fixed)).toHaveLength(3);
  });

  it("waits longer each time, up to the cap", async () => {
    const retry = { ...fixed, max_attempts: 5, backoff_coefficient: 2, max_interval_ms: 300 };
    expect(await callTimes(retry)).toEqual([0, 100, 300, 600, 900]);
  });

  it("takes the jitter from the injected randomness", async () => {
    const retry = { max_attempts: 4, initial_interval_ms: 1000, backoff_coefficient: 1 };
    expect(await callTimes(retry, undefined, { random: scriptedRandom(0.25, 0.5, 0) })).toEqual([
      0, 250, 750, 750,
    ]);
  });

  it("waits at least as long as the error asks for", async () => {
    const error = new ActionError({ code: "BUSY", message: "later", retryAfterMs: 5000 });
    expect(await callTimes({ ...fixed, max_attempts: 2 }, error)).toEqual([0, 5000]);
  });

  it("waits by the policy when the error asks for less, or for no time at all", async () => {
    for (const retryAfterMs of [1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const error = new ActionError({ code: "BUSY", message: "later", retryAfterMs });
      expect(await callTimes({ ...fixed, max_attempts: 2 }, error)).toEqual([0, 100]);
    }
  });

  it("does not repeat an error that is not retryable", async () => {
    const error = new ActionError({ code: "GONE", message: "gone", retryable: false });
    expect(await callTimes({ ...fixed, max_attempts: 3 }, error)).toHaveLength(1);
  });

  it("does not repeat an error of non_retryable_codes", async () => {
    const error = new ActionError({ code: "GONE", message: "gone" });
    expect(await callTimes({ ...fixed, non_retryable_codes: ["GONE"] }, error)).toHaveLength(1);
    expect(await callTimes({ ...fixed, non_retryable_codes: ["OTHER"] }, error)).toHaveLength(3);
  });

  it("takes the policy from defaults for actions that set none", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", throws(new Error("no"))).on("b", throws(new Error("no")));
    const actions = [
      action("a", { on_error: "continue" }),
      action("b", { on_error: "continue", retry: { max_attempts: 1 } }),
    ];
    const id = await start(workflow(actions, { defaults: { retry: { ...fixed, max_attempts: 2 } } }));
    await clock.advance(1000);
    await ended(id);
    expect([script.of("a").length, script.of("b").length]).toEqual([2, 1]);
  });

  it("goes on with the first attempt that succeeds, with the same idempotency key each time", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", throws(new Error("no")), throws(new Error("no")), () => "yes");
    const id = await start(workflow([action("a", { retry: fixed })]));
    await clock.advance(1000);
    const { actions } = await ended(id);
    expect(actions.a).toMatchObject({ status: "completed", output: "yes", attempts: 3, error: null });
    expect(script.calls.map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey])).toEqual(
      [1, 2, 3].map((n) => [n, `${id}:a`]),
    );
  });

  it("is waiting between attempts", async () => {
    const { start, script, get } = await testOrchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(workflow([action("a", { retry: fixed })]));
    const execution = await get(id);
    expect([execution.status, execution.actions.a?.status, execution.actions.a?.error?.code]).toEqual([
      "waiting",
      "waiting",
      "ACTION_FAILED",
    ]);
  });

  it("keeps code, message and details of an ActionError", async () => {
    const { execute, script } = await testOrchestrator();
    script.on(
      "a",
      throws(new ActionError({ code: "TEAPOT", message: "short and stout", details: { at: new Date(0) } })),
    );
    const { execution } = await execute(workflow([action("a")]));
    expect(execution.error).toEqual({
      code: "TEAPOT",
      message: "short and stout",
      action_id: "a",
      attempt: 1,
      details: { at: "1970-01-01T00:00:00.000Z" },
    });
  });

  it.each([
    ["text", "thrown text", 'Action "a" failed: thrown text.'],
    ["undefined", undefined, 'Action "a" failed: undefined.'],
    [
      "an object without a text",
      Object.create(null),
      'Action "a" failed: something that has no text was thrown.',
    ],
    ["an error of another realm", { message: "from afar." }, 'Action "a" failed: from afar.'],
  ])("makes an ACTION_FAILED of %s", async (_what, thrown, message) => {
    const { execute, script } = await testOrchestrator();
    script.on("a", throws(thrown));
    const { execution } = await execute(workflow([action("a")]));
    expect(execution.error).toMatchObject({ code: "ACTION_FAILED", message });
  });
});

describe("a timeout per attempt", () => {
  it("aborts the signal and then retries", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    const reasons: unknown[] = [];
    script.on(
      "a",
      (call) => {
        call.context.signal.addEventListener("abort", () =>
          reasons.push((call.context.signal.reason as ActionError).code),
        );
        return call.held;
      },
      () => "second",
    );
    const id = await start(workflow([action("a", { timeout_seconds: 2, retry: fixed })]));
    await clock.advance(1999);
    expect(script.calls.length).toBe(1);
    await clock.advance(1);
    expect([script.of("a")[0]?.aborted, reasons]).toEqual([true, ["ACTION_TIMEOUT"]]);
    await clock.advance(100);
    expect((await ended(id)).actions.a?.output).toBe("second");
  });

  it("ignores what an attempt answers after its timeout", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(
      workflow([action("a", { timeout_seconds: 1, retry: { ...fixed, max_attempts: 2 } })]),
    );
    await clock.advance(1100);
    script.of("a")[0]?.complete("too late");
    await clock.advance(10);
    script.of("a")[1]?.complete("in time");
    expect((await ended(id)).actions.a).toMatchObject({ output: "in time", attempts: 2 });
  });

  it("fails with ACTION_TIMEOUT when no attempt is left", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a")], { defaults: { timeout_seconds: 1.5 } }));
    await clock.advance(1500);
    const { error } = await ended(id);
    expect(error).toMatchObject({
      code: "ACTION_TIMEOUT",
      message: 'Action "a" ran longer than its timeout of 1.5 s.',
    });
  });

  it("leaves no timer behind when the attempt ends in time", async () => {
    const { execute, clock } = await testOrchestrator();
    await execute(workflow([action("a", { timeout_seconds: 60 })], { timeout_seconds: 600 }));
    expect(clock.size).toBe(0);
  });
});

describe("the timeout of the whole execution", () => {
  it("fails what is still going on, and runs on_failure", async () => {
    const { start, script, ended, clock } = await testOrchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(
      workflow([action("a"), action("b", { depends_on: "a" })], {
        timeout_seconds: 5,
        on_failure: [action("tidy")],
      }),
    );
    await clock.advance(5000);
    const execution = await ended(id);
    expect(execution.error).toMatchObject({
      code: "EXECUTION_TIMEOUT",
      action_id: null,
      message: "The execution ran longer than its timeout of 5 s.",
    });
    expect(["a", "b", "tidy"].map((name) => execution.actions[name]?.status)).toEqual([
      "cancelled",
      "pending",
      "completed",
    ]);
  });

  it("starts anew with a retry", async () => {
    const { start, script, ended, clock, workflows, until } = await testOrchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a")], { timeout_seconds: 5 }));
    await clock.advance(5000);
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await clock.advance(4999);
    await until(id, "running");
    await clock.advance(1);
    expect((await ended(id)).error?.code).toBe("EXECUTION_TIMEOUT");
  });
});
