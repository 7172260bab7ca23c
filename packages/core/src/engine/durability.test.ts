import { memory } from "../memory";
import {
  action,
  countingStorage,
  failingStorage,
  holds,
  manualStorage,
  settle,
  slowStorage,
  testOrchestrator,
  throws,
  workflow,
} from "./testing";

const chain = workflow([action("a"), action("b", { depends_on: "a" }), action("c", { depends_on: "b" })]);

describe("durability", () => {
  it("commits a chain of three actions in four commits: bookkeeping shares the commit of its cause", async () => {
    const storage = countingStorage(memory());
    const { execute } = await testOrchestrator({ storage });
    await execute(chain);
    expect(storage.commits.map(({ entries }) => entries.map(({ type }) => type))).toEqual([
      ["execution.created", "execution.started", "action.started"],
      ["action.completed", "action.started"],
      ["action.completed", "action.started"],
      ["action.completed", "execution.completed"],
    ]);
  });

  it("keeps the row of the read model in step with the entries", async () => {
    const storage = countingStorage(memory());
    const { execute } = await testOrchestrator({ storage });
    await execute(chain);
    expect(storage.commits.map(({ row }) => [row.status, row.sequence])).toEqual([
      ["running", 3],
      ["running", 5],
      ["running", 7],
      ["completed", 9],
    ]);
  });

  it("acknowledges nothing, calls nothing and emits nothing before it is durable", async () => {
    const storage = manualStorage(memory());
    const { create, workflows, script, seen } = await testOrchestrator({ storage });
    const id = await create(chain);
    let acknowledged = false;
    const started = workflows.startWorkflow(id, {}, "ada").then(() => {
      acknowledged = true;
    });
    await settle();
    expect([acknowledged, script.order, seen.length, storage.held()]).toEqual([false, [], 0, 1]);
    storage.release();
    await settle();
    expect([acknowledged, script.order, seen.length]).toEqual([true, ["a"], 3]);
    expect(storage.held()).toBe(1);
    storage.release();
    await settle();
    expect([script.order, seen.length]).toEqual([["a", "b"], 5]);
    await started;
  });

  it("does not run a compensation, a child or a child's cancelling before they are durable", async () => {
    const storage = manualStorage(memory());
    const { create, workflows, script } = await testOrchestrator({ storage });
    script.on("inner", holds).on("b", holds);
    const inner = await create(workflow([action("inner")]));
    const child = { action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } };
    const compensated = action("a", { compensate: { action_type: "undo", config: {} } });
    const id = await create(workflow([compensated, action("b", { depends_on: "a" }), child]));
    const started = workflows.startWorkflow(id, {}, "ada");
    const release = async (): Promise<void> => {
      await settle();
      storage.release();
      await settle();
    };
    while (script.of("inner").length === 0) await release();
    const parent = (await started).execution?.execution_id ?? "";
    const cancelled = workflows.cancelExecution(parent, "ada");
    await settle();
    expect([script.of("undo:a").length, script.of("inner")[0]?.aborted]).toEqual([0, false]);
    script.of("b")[0]?.fail(new Error("stopped"));
    await release();
    expect(script.of("inner")[0]?.aborted).toBe(true);
    while (script.of("undo:a").length === 0) await release();
    await cancelled;
  });

  it("settles a request when its answer is durable", async () => {
    const storage = manualStorage(memory());
    const { create, workflows, script } = await testOrchestrator({ storage });
    script.on("a", holds);
    const id = await create(chain);
    const start = workflows.startWorkflow(id, {}, "ada");
    await settle();
    storage.release();
    const execution = (await start).execution?.execution_id ?? "";
    let isPaused = false;
    const pausing = workflows.pauseExecution(execution, "ada").then(() => {
      isPaused = true;
    });
    await settle();
    expect(isPaused).toBe(false);
    storage.release();
    await pausing;
  });

  it("works as well on a storage that answers later", async () => {
    const { execute, seen } = await testOrchestrator({ storage: slowStorage(memory(), 2) });
    const { execution } = await execute(chain);
    expect(execution.status).toBe("completed");
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe.each([
  ["at once", false],
  ["later", true],
])("a storage that refuses %s", (_when, isLate) => {
  const broken = async () => {
    let isBroken = false;
    const storage = failingStorage(memory(), { isBroken: () => isBroken, isLate });
    const test = await testOrchestrator({ storage });
    return { ...test, breakDown: (value = true) => void (isBroken = value) };
  };

  it("fails the start, and nothing of it exists", async () => {
    const { create, workflows, breakDown, script, seen, logs } = await broken();
    const id = await create(chain);
    breakDown();
    await expect(workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k" })).rejects.toThrow(
      "the disk is full",
    );
    await expect(workflows.executeWorkflow(id, {}, "ada")).rejects.toThrow("the disk is full");
    expect([script.calls, seen, (await workflows.listExecutions()).executions]).toEqual([[], [], []]);
    expect(logs.map(({ level }) => level)).toEqual(["error", "error"]);
    breakDown(false);
    expect((await workflows.executeWorkflow(id, {}, "ada", { idempotencyKey: "k" })).success).toBe(true);
  });

  it("fails a request, and whoever waits for the execution", async () => {
    const { start, script, workflows, breakDown, seen } = await broken();
    script.on("a", holds);
    const id = await start(chain);
    await settle();
    const before = seen.length;
    const waiting = expect(workflows.waitForExecution(id)).rejects.toThrow("the disk is full");
    breakDown();
    await expect(workflows.cancelExecution(id, "ada")).rejects.toThrow("the disk is full");
    await waiting;
    await expect(workflows.waitForExecution(id)).rejects.toThrow("the disk is full");
    await settle();
    expect([script.of("a")[0]?.aborted, seen.length]).toEqual([true, before]);
  });

  it("does not start what depends on what could not be stored", async () => {
    const { start, script, workflows, breakDown, get } = await broken();
    script.on("a", holds);
    const id = await start(chain);
    const waiting = expect(workflows.waitForExecution(id)).rejects.toThrow("the disk is full");
    breakDown();
    (await script.started("a")).complete();
    await waiting;
    expect([script.order, (await get(id)).actions.a?.status]).toEqual([["a"], "running"]);
  });

  it("lets an execution go on where it was as soon as somebody asks something of it", async () => {
    const { start, script, workflows, breakDown, ended } = await broken();
    script.on("a", holds, () => "again");
    const id = await start(chain);
    breakDown();
    (await script.started("a")).complete("lost");
    await settle();
    breakDown(false);
    expect((await workflows.signalExecution(id, "wake up", null, "ada")).success).toBe(true);
    const { status, actions } = await ended(id);
    expect([status, actions.a?.output]).toEqual(["completed", "again"]);
    expect(script.of("a").map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey])).toEqual([
      [1, `${id}:a`],
      [1, `${id}:a`],
    ]);
  });

  it("gives the place under a concurrency limit to the next", async () => {
    const { create, script, workflows, breakDown } = await broken();
    script.on("a", throws(new Error("no")));
    const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    breakDown();
    await expect(workflows.startWorkflow(id, {}, "ada")).rejects.toThrow(/./);
    breakDown(false);
    expect((await workflows.executeWorkflow(id, {}, "ada")).execution?.status).toBe("failed");
  });
});
