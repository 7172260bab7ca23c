import { settle, testOrchestrator, workflow } from "../engine/testing";
import { memory } from "../memory";
import { definePlugin, EVENT_SINK, type EventSink } from "../plugin/index";

/** A plugin that brings sinks. */
function bringing(...sinks: readonly EventSink[]) {
  return definePlugin({
    name: "sinks",
    version: "1.0.0",
    register(container) {
      for (const sink of sinks) container.register(EVENT_SINK, { useValue: sink });
    },
  })();
}

describe("a sink that a plugin brings", () => {
  it("gets the events that fit, also those of executions that a start goes on with", async () => {
    const got: string[] = [];
    const sink: EventSink = {
      name: "s",
      filter: { types: ["execution.*"] },
      deliver: ({ type }, { group }) => void got.push(`${group} ${type}`),
    };
    const { execute, events } = await testOrchestrator({ plugins: [bringing(sink)] });
    await execute(workflow([]));
    await events.publish({ type: "ping" });
    await settle();
    expect(got).toEqual([
      "s tutti.execution.created",
      "s tutti.execution.started",
      "s tutti.execution.completed",
    ]);
  });

  it("goes on where it was after a restart", async () => {
    const got: string[] = [];
    const sink: EventSink = { name: "s", deliver: ({ id }) => void got.push(id) };
    const storage = memory();
    const first = await testOrchestrator({ storage, plugins: [bringing(sink)] });
    await settle();
    await first.events.publish({ type: "x", id: "1" });
    await settle();
    await first.orchestrator.stop();
    const between = await testOrchestrator({ storage });
    await between.events.publish({ type: "x", id: "2" });
    await testOrchestrator({ storage, plugins: [bringing(sink)] });
    await settle();
    expect(got).toEqual(["1", "2"]);
  });

  it("takes as many at a time as it says, from where it says, as often as it says", async () => {
    const storage = memory();
    const before = await testOrchestrator({ storage });
    for (const id of ["1", "2", "3"]) await before.events.publish({ type: "x", id });
    let most = 0;
    let open = 0;
    const deliver = async (): Promise<void> => {
      open += 1;
      most = Math.max(most, open);
      await settle();
      open -= 1;
      throw new Error("no");
    };
    const sink: EventSink = {
      name: "s",
      concurrency: 2,
      fromPosition: 2,
      retry: { maxAttempts: 1 },
      deliver,
    };
    const { events } = await testOrchestrator({ storage, plugins: [bringing(sink)] });
    for (let round = 0; round < 4; round++) await settle();
    expect(most).toBe(2);
    expect((await events.deadLetters("s")).map(({ event }) => event.id)).toEqual(["2", "3"]);
  });

  it("gets nothing from an orchestrator on standby", async () => {
    const got: string[] = [];
    const sink: EventSink = { name: "s", fromPosition: 1, deliver: ({ id }) => void got.push(id) };
    const { events } = await testOrchestrator({ standby: true, plugins: [bringing(sink)] });
    await events.publish({ type: "x" });
    await settle();
    expect(got).toEqual([]);
  });

  it("has a name of its own, and a concurrency that makes sense", async () => {
    const deliver = (): void => undefined;
    const one: EventSink = { name: "s", deliver };
    await expect(testOrchestrator({ plugins: [bringing(one, one)] })).rejects.toThrow(
      'Options of event sink "s": another sink has its name.',
    );
    for (const concurrency of [0, 1.5])
      await expect(testOrchestrator({ plugins: [bringing({ ...one, concurrency })] })).rejects.toThrow(
        `concurrency is ${concurrency}`,
      );
  });
});
