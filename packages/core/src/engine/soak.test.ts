import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memory } from "../memory";
import { action, settle, testOrchestrator, workflow } from "./testing";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is still in use (bytes) once everything that nobody needs is gone. */
async function heapUsed(): Promise<number> {
  await settle();
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const retry = { max_attempts: 3, initial_interval_ms: 30_000, jitter: false };

/** Between them: retries, waits, signals in time and too late, items, children, timeouts and failures. */
const workflows: Readonly<Record<string, object>> = {
  job: workflow([action("flaky", { retry }), action("b", { config: { x: "{{flaky}}" } })], {
    timeout_seconds: 600,
  }),
  nap: workflow([
    { action_id: "nap", action_type: "wait", config: { seconds: 5_400 } },
    action("b", { depends_on: "nap" }),
  ]),
  listen: workflow([
    { action_id: "go", action_type: "wait_for_signal", config: { signal: "go", timeout_seconds: 1_800 } },
  ]),
  fan: workflow(
    [
      action("item", { for_each: [1, 2, 3], max_concurrency: 2 }),
      { action_id: "no", action_type: "fail", config: { code: "NO", message: "no" }, depends_on: "item" },
    ],
    {
      on_failure: [action("tidy")],
    },
  ),
};

jest.setTimeout(120_000);

it("24 hours of schedules, retries, waits and signals leave nothing behind", async () => {
  const test = await testOrchestrator({ storage: memory({ endedExecutions: 50 }) });
  const { clock, create, script, seen, logs } = test;
  script.on("flaky", ({ attempt }) => {
    if (attempt < 3) throw new Error("not yet");
    return { text: "x".repeat(1_000) };
  });
  const ids = await Promise.all(Object.values(workflows).map(create));
  const listeners: string[] = [];
  let started = 0;

  const minute = async (): Promise<void> => {
    for (const [index, id] of ids.entries()) {
      const { execution } = await test.workflows.startWorkflow(id, {}, "ada");
      started += 1;
      if (index === 2 && execution !== null) listeners.push(execution.execution_id);
    }
    // Every second listener hears its signal, ten minutes after its start.
    if (listeners.length > 10) {
      const [first, second] = listeners.splice(0, 2);
      await test.workflows.signalExecution(first ?? "", "go", started, "ada");
      if (second === undefined) throw new Error("There is always a second one.");
    }
    await clock.advance(MINUTE_MS);
    // What the test itself keeps is no leak.
    for (const kept of [script.calls, seen, logs]) kept.length = 0;
  };
  const hours = async (count: number): Promise<void> => {
    for (let minutes = 0; minutes < (count * HOUR_MS) / MINUTE_MS; minutes++) await minute();
  };

  await hours(4);
  const [before, timers] = [await heapUsed(), clock.size];
  await hours(20);
  const after = await heapUsed();
  expect(started).toBe(24 * 60 * 4);
  // It may well be less: what earlier tests of this process left is collected meanwhile.
  expect((after - before) / before).toBeLessThan(0.05);
  expect(clock.size).toBe(timers);
});
