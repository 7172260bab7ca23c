import { memory } from "../memory";
import {
  action,
  holds,
  holdsUntilAborted,
  settle,
  testOrchestrator,
  throws,
  turn,
  workflow,
  wrapStorage,
} from "./testing";

const durable = () => wrapStorage(memory(), { abilities: { durable: true } });
const chain = workflow([action("a"), action("b", { depends_on: "a" })]);

describe("stop()", () => {
  it("in memory, lets what runs come to its end", async () => {
    const { start, script, orchestrator, workflows } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(chain);
    const ended = workflows.waitForExecution(id);
    const stopped = orchestrator.stop();
    await settle();
    (await script.started("a")).complete();
    await stopped;
    expect([(await ended).success, script.order]).toEqual([true, ["a", "b"]]);
  });

  it("in memory, lets children begin that belong to what runs", async () => {
    const { create, start, script, orchestrator, workflows } = await testOrchestrator();
    script.on("a", holds).on("inner", holds);
    const inner = await create(workflow([action("inner")]));
    const child = {
      action_id: "child",
      action_type: "run_workflow",
      config: { workflow_id: inner },
      depends_on: "a",
    };
    const id = await start(workflow([action("a"), child]));
    const ended = workflows.waitForExecution(id);
    const stopped = orchestrator.stop();
    (await script.started("a")).complete();
    (await script.started("inner")).complete();
    await stopped;
    expect((await ended).success).toBe(true);
  });

  it("on a durable storage, waits only for the attempts that run, and leaves the rest to the next start", async () => {
    const storage = durable();
    const first = await testOrchestrator({ storage });
    first.script.on("a", holds);
    const id = await first.start(chain);
    const waiting = expect(first.workflows.waitForExecution(id)).rejects.toMatchObject({
      code: "ORCHESTRATOR_STOPPED",
    });
    const stopped = first.orchestrator.stop();
    (await first.script.started("a")).complete("kept");
    await stopped;
    await waiting;
    expect(first.script.order).toEqual(["a"]);
    const second = await testOrchestrator({ storage });
    expect((await second.ended(id)).actions.a?.output).toBe("kept");
    expect(second.script.order).toEqual(["b"]);
  });

  it("on a durable storage, leaves a child that has to begin to the next start", async () => {
    const storage = durable();
    const first = await testOrchestrator({ storage });
    first.script.on("a", holds);
    const inner = await first.create(workflow([], { outputs: { x: "{{1}}" } }));
    const child = {
      action_id: "child",
      action_type: "run_workflow",
      config: { workflow_id: inner },
      depends_on: "a",
    };
    const id = await first.start(workflow([action("a"), child]));
    const stopped = first.orchestrator.stop();
    (await first.script.started("a")).complete();
    await stopped;
    const second = await testOrchestrator({ storage });
    expect((await second.ended(id)).actions.child?.output).toEqual({ x: 1 });
  });

  it("aborts what has not ended within the deadline", async () => {
    const { start, script, orchestrator, clock, logs } = await testOrchestrator();
    script.on("a", holds);
    await start(chain);
    const stopped = orchestrator.stop({ deadlineMs: 3000 });
    await clock.advance(2999);
    expect(script.of("a")[0]?.aborted).toBe(false);
    await clock.advance(1);
    await stopped;
    const reason = script.of("a")[0]?.context.signal.reason as { code: string };
    expect([reason.code, logs.filter(({ level }) => level === "error")]).toEqual([
      "ORCHESTRATOR_STOPPED",
      [],
    ]);
  });

  it("keeps nothing waiting for timers and signals, and takes timers back", async () => {
    const { start, orchestrator, clock, until } = await testOrchestrator();
    const id = await start(workflow([{ action_id: "a", action_type: "wait", config: { seconds: 60 } }]));
    await until(id, "waiting");
    await orchestrator.stop();
    expect(clock.size).toBe(0);
  });

  it("refuses new work from then on, but can still be asked what happened", async () => {
    const { create, execute, orchestrator, workflows } = await testOrchestrator();
    const { execution } = await execute(chain);
    const id = await create(chain);
    await orchestrator.stop();
    const code = "ORCHESTRATOR_STOPPED";
    await expect(workflows.startWorkflow(id, {}, "ada")).rejects.toMatchObject({ code });
    await expect(workflows.executeWorkflow(id, {}, "ada")).rejects.toMatchObject({ code });
    await expect(workflows.cancelExecution(execution.execution_id, "ada")).rejects.toMatchObject({ code });
    expect((await workflows.getExecution(execution.execution_id)).success).toBe(true);
  });

  it("refuses a start that was under way", async () => {
    const inner = memory();
    const storage = wrapStorage(inner, {
      async findByIdempotencyKey() {
        await turn();
        return undefined;
      },
    });
    const { create, workflows, orchestrator, script } = await testOrchestrator({ storage });
    const id = await create(chain);
    const starting = expect(
      workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k" }),
    ).rejects.toMatchObject({ code: "ORCHESTRATOR_STOPPED" });
    await orchestrator.stop();
    await starting;
    expect(script.calls).toEqual([]);
  });

  it("may be called twice, and by await using", async () => {
    const { orchestrator } = await testOrchestrator();
    await Promise.all([orchestrator.stop(), orchestrator.stop()]);
    await expect(orchestrator[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });

  it("tells the reason to whoever waits for an execution that it leaves behind", async () => {
    const { start, script, orchestrator, workflows, clock } = await testOrchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(chain);
    const waiting = expect(workflows.waitForExecution(id)).rejects.toMatchObject({
      code: "ORCHESTRATOR_STOPPED",
    });
    const stopped = orchestrator.stop({ deadlineMs: 1 });
    await clock.advance(1);
    await stopped;
    await waiting;
    await expect(workflows.waitForExecution(id)).rejects.toMatchObject({ code: "ORCHESTRATOR_STOPPED" });
  });

  it("waits for compensation too", async () => {
    const { start, script, orchestrator, workflows } = await testOrchestrator();
    script.on("b", throws(new Error("no"))).on("undo:a", holds);
    const id = await start(
      workflow([
        action("a", { compensate: { action_type: "undo", config: {} } }),
        action("b", { depends_on: "a" }),
      ]),
    );
    const ended = workflows.waitForExecution(id);
    const stopped = orchestrator.stop();
    (await script.started("undo:a")).complete();
    await stopped;
    expect((await ended).execution?.actions.a?.status).toBe("compensated");
  });
});
