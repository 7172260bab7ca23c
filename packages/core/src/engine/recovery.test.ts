import { createOrchestrator } from "../di";
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
