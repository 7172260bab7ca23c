import { createOrchestrator } from "../di";
import { systemIds } from "../di/system";
import { memory } from "../memory";
import type { Storage } from "../ports";
import {
  action,
  countingStorage,
  dyingStorage,
  holds,
  holdsUntilAborted,
  Script,
  settle,
  testOrchestrator,
  type TestOrchestrator,
  throws,
  VirtualClock,
  workflow,
} from "./testing";

/** An orchestrator that is simply dropped: from then on nothing of it reaches the storage. */
async function crashed(
  storage: Storage,
  prepare: (test: TestOrchestrator) => Promise<void>,
  virtual = new VirtualClock(),
): Promise<void> {
  let isDead = false;
  const append: Storage["append"] = (commit) =>
    isDead ? new Promise(() => undefined) : storage.append(commit);
  const test = await testOrchestrator({
    storage: { ...dyingStorage(storage, Number.POSITIVE_INFINITY), append },
    virtual,
  });
  await prepare(test);
  await settle();
  isDead = true;
}

describe("after a crash", () => {
  it("runs again, with the same key, only what had no durable completion", async () => {
    const storage = memory();
    let id = "";
    let keys: string[] = [];
    await crashed(storage, async ({ start, script }) => {
      script.on("b", holds);
      id = await start(
        workflow([
          action("a", { config: { returns: "A" } }),
          action("b", { depends_on: "a" }),
          action("c", { config: { a: "{{a}}", b: "{{b}}" } }),
        ]),
      );
      keys = [(await script.started("b")).idempotencyKey];
    });
    const { script, ended } = await testOrchestrator({ storage, script: new Script().on("b", () => "B") });
    expect((await ended(id)).actions.b).toMatchObject({ status: "completed", attempts: 1 });
    expect(script.order).toEqual(["b", "c"]);
    expect([...keys, script.of("b")[0]?.idempotencyKey]).toEqual([`${id}:b`, `${id}:b`]);
    expect(script.of("c")[0]?.config).toEqual({ a: "A", b: "B" });
  });

  it("re-arms waits, retries, timeouts of signals and of the whole execution", async () => {
    const storage = memory();
    const virtual = new VirtualClock();
    const ids: string[] = [];
    await crashed(
      storage,
      async ({ start, script }) => {
        script.on("flaky", throws(new Error("once")));
        const nap = { action_id: "nap", action_type: "wait", config: { seconds: 100 } };
        const listen = {
          action_id: "listen",
          action_type: "wait_for_signal",
          config: { signal: "go", timeout_seconds: 100 },
        };
        ids.push(await start(workflow([nap])), await start(workflow([listen])));
        ids.push(
          await start(
            workflow([
              action("flaky", {
                retry: { initial_interval_ms: 100_000, max_interval_ms: 100_000, jitter: false },
              }),
            ]),
          ),
        );
        ids.push(await start(workflow([{ ...nap, config: { seconds: 1000 } }], { timeout_seconds: 100 })));
      },
      virtual,
    );
    await virtual.advance(60_000);
    const { get, script } = await testOrchestrator({ storage, virtual });
    await virtual.advance(39_999);
    expect((await Promise.all(ids.map(get))).map(({ status }) => status)).toEqual([
      "waiting",
      "waiting",
      "waiting",
      "waiting",
    ]);
    await virtual.advance(1);
    const ended = await Promise.all(ids.map(get));
    expect(ended.map(({ status, error }) => [status, error?.code])).toEqual([
      ["completed", undefined],
      ["failed", "SIGNAL_TIMEOUT"],
      ["completed", undefined],
      ["failed", "EXECUTION_TIMEOUT"],
    ]);
    expect(script.of("flaky").map(({ attempt }) => attempt)).toEqual([2]);
  });

  it("fires at once what came due while nothing ran", async () => {
    const storage = memory();
    const virtual = new VirtualClock();
    let id = "";
    await crashed(
      storage,
      async ({ start }) =>
        void (id = await start(
          workflow([{ action_id: "nap", action_type: "wait", config: { seconds: 5 } }]),
        )),
      virtual,
    );
    await virtual.advance(60_000);
    const { ended } = await testOrchestrator({ storage, virtual });
    expect((await ended(id)).status).toBe("completed");
  });

  it("keeps early signals, listeners and pauses", async () => {
    const storage = memory();
    let id = "";
    await crashed(storage, async ({ start, script, workflows }) => {
      script.on("a", holds);
      const listen = {
        action_id: "listen",
        action_type: "wait_for_signal",
        config: { signal: "go" },
        depends_on: "a",
      };
      id = await start(
        workflow([
          action("a"),
          listen,
          { ...listen, action_id: "other", config: { signal: "stop" }, depends_on: [] },
        ]),
      );
      await workflows.signalExecution(id, "go", "early", "ada");
      await workflows.pauseExecution(id, "ada");
    });
    const { script, workflows, get, ended } = await testOrchestrator({ storage });
    await settle();
    expect([(await get(id)).status, script.order]).toEqual(["paused", ["a"]]);
    await workflows.signalExecution(id, "stop", "late", "ada");
    await workflows.resumeExecution(id, "ada");
    const { actions } = await ended(id);
    expect([actions.listen?.output, actions.other?.output]).toEqual(["early", "late"]);
  });

  it("goes on with the items that were open", async () => {
    const storage = memory();
    let id = "";
    await crashed(storage, async ({ start, script }) => {
      script.on("source", () => ["x", "y", "z"]).on("fan", ({ index, held }) => (index === 1 ? held : index));
      id = await start(
        workflow([
          action("source"),
          action("fan", { for_each: "{{source}}", max_concurrency: 2, config: { item: "{{$item}}" } }),
        ]),
      );
    });
    const { script, ended } = await testOrchestrator({
      storage,
      script: new Script().on("fan", () => "new"),
    });
    expect((await ended(id)).actions.fan?.output).toEqual([0, "new", 2]);
    expect(script.calls.map(({ index, config }) => [index, config.item])).toEqual([[1, "y"]]);
  });

  it("goes on with children, which learn nothing of it", async () => {
    const storage = memory();
    let id = "";
    await crashed(storage, async ({ create, start, script }) => {
      script.on("inner", holds);
      const child = await create(
        workflow([action("inner", { config: { key: "{{key}}" } })], {
          outputs: { x: "{{inner}}" },
          parameters: [{ name: "key", type: "string" }],
        }),
      );
      id = await start(
        workflow([
          {
            action_id: "child",
            action_type: "run_workflow",
            config: { workflow_id: child, parameters: { key: "{{$item}}" } },
            for_each: ["k"],
          },
        ]),
      );
    });
    const { script, ended, workflows } = await testOrchestrator({
      storage,
      script: new Script().on("inner", () => "inner"),
    });
    expect((await ended(id)).actions.child?.output).toEqual([{ x: "inner" }]);
    expect((await workflows.listExecutions()).executions).toHaveLength(2);
    expect(script.of("inner")[0]?.config).toEqual({ key: "k" });
  });

  it("tells the parent of a child that has ended meanwhile, and starts one that was not started yet", async () => {
    const storage = countingStorage(memory());
    const first = await testOrchestrator({ storage });
    const inner = await first.create(workflow([], { outputs: { x: "{{1}}" } }));
    const { execution } = await first.execute(
      workflow([{ action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } }]),
    );
    for (let commits = 1; commits < storage.commits.length; commits++) {
      const cut = memory();
      await cut.putWorkflow((await storage.getWorkflow(execution.workflow_id))!);
      await cut.putWorkflow((await storage.getWorkflow(inner))!);
      for (const commit of storage.commits.slice(0, commits)) await cut.append(commit);
      const { ended } = await testOrchestrator({ storage: cut });
      expect((await ended(execution.execution_id)).actions.child?.output).toEqual({ x: 1 });
    }
  });

  it("cancels a child whose parent was cancelled just before", async () => {
    const storage = memory();
    const counted = countingStorage(storage);
    const first = await testOrchestrator({ storage: counted });
    first.script.on("inner", holds);
    const inner = await first.create(workflow([action("inner")]));
    const id = await first.start(
      workflow([{ action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } }]),
    );
    await first.script.started("inner");
    await first.workflows.cancelExecution(id, "ada");
    const cut = memory();
    for (const workflowId of [inner, (await first.get(id)).workflow_id])
      await cut.putWorkflow((await storage.getWorkflow(workflowId))!);
    const child = counted.commits.find(({ row }) => row.parent_execution_id === id)?.row.execution_id ?? "";
    const lost = counted.commits.findIndex(
      ({ entries, row }) =>
        row.execution_id === child && entries.some(({ type }) => type === "execution.cancelling"),
    );
    for (const commit of counted.commits.slice(0, lost)) await cut.append(commit);
    const second = await testOrchestrator({
      storage: cut,
      script: new Script().on("inner", holdsUntilAborted),
    });
    expect((await second.ended(child)).status).toBe("cancelled");
  });

  it("goes on compensating where it was", async () => {
    const storage = memory();
    let id = "";
    await crashed(storage, async ({ start, script }) => {
      script.on("undo:a", holds).on("c", throws(new Error("no")));
      const undo = { compensate: { action_type: "undo", config: { x: "{{$item}}" } } };
      id = await start(
        workflow([
          action("a", { for_each: ["x"], ...undo }),
          action("b", { depends_on: "a", compensate: { action_type: "undo", config: {} } }),
          action("c", { depends_on: "b" }),
        ]),
      );
    });
    const { script, ended } = await testOrchestrator({ storage });
    expect((await ended(id)).status).toBe("failed");
    expect(script.calls.map(({ name, config, idempotencyKey }) => [name, config, idempotencyKey])).toEqual([
      ["undo:a", { x: "x" }, `compensation:${id}:a:0`],
    ]);
  });

  it("keeps the order of those that wait for their turn, and the places of those that run", async () => {
    const storage = memory();
    const ids: string[] = [];
    await crashed(storage, async ({ create, script, workflows }) => {
      script.on("a", holds);
      const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
      for (let count = 0; count < 3; count++)
        ids.push((await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "");
    });
    const { script, get } = await testOrchestrator({ storage, script: new Script().on("a", holds) });
    await settle();
    expect((await Promise.all(ids.map(get))).map(({ status }) => status)).toEqual([
      "running",
      "pending",
      "pending",
    ]);
    script.calls[0]?.complete();
    await settle();
    expect((await Promise.all(ids.map(get))).map(({ status }) => status)).toEqual([
      "completed",
      "running",
      "pending",
    ]);
  });

  it("fails an action whose type no plugin brings any more", async () => {
    const storage = memory();
    let id = "";
    await crashed(storage, async ({ start, script }) => {
      script.on("a", holds);
      id = await start(workflow([action("a", { compensate: { action_type: "undo", config: {} } })]));
    });
    const { workflows } = await createOrchestrator({ storage });
    const { execution } = await workflows.waitForExecution(id);
    expect(execution?.error).toMatchObject({ code: "ACTION_TYPE_UNAVAILABLE", action_id: "a" });
  });
});

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
          .map(
            ({ data }) =>
              `${known}:${String(data.action_id)}${data.index === undefined ? "" : `:${String(data.index)}`}`,
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
