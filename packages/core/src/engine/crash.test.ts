import { systemIds } from "../di/system";
import { memory } from "../memory";
import {
  action,
  countingStorage,
  dyingStorage,
  Script,
  settle,
  testOrchestrator,
  type TestOrchestrator,
  throws,
  VirtualClock,
  workflow,
} from "./testing";

/** A workflow that uses every feature there is, and fails in the end. */
async function everything({ create, workflows, script }: TestOrchestrator): Promise<string> {
  prepare(script);
  const child = await create(
    workflow([action("inner", { config: { returns: "{{n}}" } })], {
      parameters: [{ name: "n", type: "integer" }],
      outputs: { n: "{{inner}}" },
    }),
  );
  const undo = { compensate: { action_type: "undo", config: {} } };
  const retry = { max_attempts: 3, initial_interval_ms: 10, jitter: false };
  const id = await create(
    workflow(
      [
        action("source", { config: { returns: [1, 2, 3] }, ...undo }),
        action("fan", {
          for_each: "{{source}}",
          max_concurrency: 2,
          config: { returns: "{{$item * 2}}" },
          ...undo,
          retry,
        }),
        action("skips", { condition: "{{$count(fan) > 5}}" }),
        action("flaky", { retry, depends_on: "fan" }),
        action("soft", { on_error: "continue" }),
        action("branch", { depends_on: { action: "soft", on: ["failed"] } }),
        { action_id: "nap", action_type: "wait", config: { seconds: 1 }, depends_on: "flaky" },
        {
          action_id: "listen",
          action_type: "wait_for_signal",
          config: { signal: "go" },
          depends_on: "skips",
        },
        {
          action_id: "child",
          action_type: "run_workflow",
          config: { workflow_id: child, parameters: { n: "{{$item}}" } },
          for_each: [7, 8],
          depends_on: "nap",
        },
        action("last", { depends_on: ["child", "branch", "listen"] }),
      ],
      {
        on_failure: [action("tidy", { config: { why: "{{$error.code}}" } })],
        concurrency: { limit: 5 },
        timeout_seconds: 1000,
      },
    ),
  );
  const started = await workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k", correlationId: "c" });
  return started.execution?.execution_id ?? "";
}

function prepare(script: Script): void {
  script
    .on("flaky", ({ attempt }) => {
      if (attempt < 2) throw new Error("flaky");
      return "ok";
    })
    .on("soft", throws(new Error("soft")))
    .on("last", throws(new Error("the end")))
    .on("undo:fan", ({ attempt, index }) => {
      if (index === 1 && attempt === 1) throw new Error("undo later");
    });
}

async function finish(test: TestOrchestrator, id: string): Promise<void> {
  const { actions } = await test.get(id);
  const heard =
    actions.listen?.status === "completed" || (await test.history(id)).includes("signal.received");
  if (!heard) await test.workflows.signalExecution(id, "go", "heard", "ada").catch(() => undefined);
  await test.clock.advance(10_000);
}

const statusesOf = ({ status, actions, error }: Awaited<ReturnType<TestOrchestrator["get"]>>): unknown => ({
  status,
  error: error?.message,
  actions: Object.fromEntries(
    Object.entries(actions).map(([name, one]) => [
      name,
      [one.status, name === "nap" ? "some time" : one.output, one.items ?? null],
    ]),
  ),
});

describe("a crash after any commit of a workflow that uses every feature", () => {
  it("ends as it would have ended, and runs nothing again that was durable", async () => {
    const whole = countingStorage(memory());
    const reference = await testOrchestrator({ storage: whole });
    const id = await everything(reference);
    await settle();
    await finish(reference, id);
    const expected = statusesOf(await reference.get(id));
    expect(expected).toMatchObject({ status: "failed", error: 'Action "last" failed: the end.' });
    expect(whole.commits.length).toBeGreaterThan(20);

    for (let commits = 1; commits < whole.commits.length; commits++) {
      const inner = memory();
      const virtual = new VirtualClock();
      const storage = dyingStorage(inner, commits);
      const first = await testOrchestrator({ storage, virtual });
      void everything(first).catch(() => undefined);
      await settle();
      const known =
        (await first.workflows.listExecutions({ correlation_id: "c", limit: 10 })).executions.at(-1)
          ?.execution_id ?? id;
      if (!storage.isDead()) void finish(first, known).catch(() => undefined);
      await virtual.advance(10_000);
      expect(storage.isDead()).toBe(true);

      const script = new Script();
      prepare(script);
      const durable = new Set(
        (await inner.read(known))
          .filter(({ type }) => /^(action|item)\.completed$/.test(type))
          .map(({ data }) =>
            [known, data.action_id as string, data.index as number | undefined]
              .filter((part) => part !== undefined)
              .join(":"),
          ),
      );
      const second = await testOrchestrator({ storage: inner, virtual, script, ids: systemIds(virtual) });
      await settle();
      await finish(second, known);
      expect([commits, statusesOf(await second.get(known))]).toEqual([commits, expected]);
      expect(script.calls.filter(({ idempotencyKey }) => durable.has(idempotencyKey))).toEqual([]);
      const { executions } = await second.workflows.listExecutions({ limit: 100 });
      expect(executions.map(({ status }) => status)).toEqual(["completed", "completed", "failed"]);
      const events = await second.events.correlated("c");
      const own = events.filter(({ executionid }) => executionid === known).map(({ sequence }) => sequence);
      expect(own).toEqual(own.map((_, index) => index + 1));
    }
  });
});
