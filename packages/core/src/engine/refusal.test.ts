import { memory } from "../memory";
import { action, failingStorage, holds, settle, testOrchestrator, throws, workflow } from "./testing";

const chain = workflow([action("a"), action("b", { depends_on: "a" }), action("c", { depends_on: "b" })]);

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
