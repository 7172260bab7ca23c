import { countingIds, dyingStorage, holds, settle, testOrchestrator, workflow } from "../engine/testing";
import { TuttiError } from "../errors";
import { memory } from "../memory";
import { wrapStorage } from "../ports";
import { executions, failures, paid, triggered } from "./testing/event-trigger";

describe("what keeps an event from starting an execution", () => {
  it("is told when the parameters are wrong", async () => {
    const test = await testOrchestrator();
    const parameters = [{ name: "n", type: "integer" }];
    const id = await test.create(triggered({ parameters: { n: "{{data.n}}" } }, { parameters }));
    await test.events.publish({ ...paid("1", { n: "seven" }), correlationId: "c" });
    await test.events.publish(paid("2", {}));
    await test.events.publish(paid("3", { n: 7 }));
    await settle();
    await settle();
    expect(failures(test)).toHaveLength(2);
    expect(failures(test)).toContainEqual(
      expect.objectContaining({
        event: { id: "1", source: "/shop", type: "order.paid" },
        errors: [expect.objectContaining({ code: "INVALID_PARAMETERS", path: "parameters.n" })],
      }),
    );
    expect(failures(test)).toContainEqual(
      expect.objectContaining({
        event: { id: "2", source: "/shop", type: "order.paid" },
        errors: [expect.objectContaining({ code: "MISSING_VALUE" })],
      }),
    );
    const failed = test.seen.filter(({ type }) => type === "tutti.trigger.failed");
    expect(failed.map(({ correlationid }) => correlationid).toSorted()).toEqual(["2", "c"]);
    expect((await executions(test, id)).map(({ trigger }) => trigger?.event?.id)).toEqual(["3"]);
  });

  it("is told when the filter can't be evaluated", async () => {
    const test = await testOrchestrator();
    await test.create(triggered({ filter: "$number(data.n) > 5" }));
    await test.events.publish(paid("1", { n: "seven" }));
    await settle();
    await settle();
    expect(failures(test)).toMatchObject([{ errors: [{ code: "EXPRESSION_FAILED" }] }]);
  });

  it("can start a workflow of its own, which does not fail for ever when it fails itself", async () => {
    const test = await testOrchestrator();
    const parameters = [{ name: "n", type: "integer" }];
    await test.create(triggered({ parameters: { n: "{{data.n}}" } }, { parameters }));
    await test.create(
      triggered({ event_type: "trigger.failed", parameters: { n: "{{data.n}}" } }, { parameters }),
    );
    const alarm = await test.create(triggered({ event_type: "trigger.failed" }));
    await test.events.publish(paid("1", { n: "x" }));
    for (let n = 0; n < 10; n++) await settle();
    expect([failures(test).length, test.logs.length, (await executions(test, alarm)).length]).toEqual([
      1, 2, 1,
    ]);
  });

  it("is waited for when the storage takes nothing, and the events behind it wait too", async () => {
    const inner = memory();
    let isDown = true;
    const storage = wrapStorage(inner, {
      isMarked(mark) {
        if (isDown) throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "memory", reason: "it is full" });
        return inner.isMarked(mark);
      },
    });
    const test = await testOrchestrator({ storage });
    const id = await test.create(triggered());
    await test.events.publish(paid("1"));
    await test.events.publish(paid("2"));
    await test.clock.advance(4_000);
    expect([await executions(test, id), test.logs.map(({ message }) => message)]).toEqual([
      [],
      Array(3).fill("An event trigger will try again."),
    ]);
    isDown = false;
    await test.clock.advance(60_000);
    expect((await executions(test, id)).map(({ trigger }) => trigger?.event?.id)).toEqual(["1", "2"]);
  });

  it("is told when the execution that published it can't be read, and the next event comes", async () => {
    const inner = memory();
    const broken: string[] = [];
    const read: typeof inner.read = async (id, from) => {
      const entries = await inner.read(id, from);
      return broken.includes(id) ? entries.slice(1) : entries;
    };
    const test = await testOrchestrator({ storage: wrapStorage(inner, { read }) });
    const id = await test.create(triggered());
    const ended = await test.execute(workflow([]));
    broken.push(ended.execution.execution_id);
    await test.events.publish({ ...paid("1"), executionId: ended.execution.execution_id });
    await test.events.publish(paid("2"));
    await settle();
    await settle();
    expect(failures(test)).toMatchObject([{ event: { id: "1" }, errors: [{ code: "CORRUPT_JOURNAL" }] }]);
    expect((await executions(test, id)).map(({ trigger }) => trigger?.event?.id)).toEqual(["2"]);
  });

  it("is waited for no longer once the orchestrator stops", async () => {
    const inner = memory();
    const isMarked = (): never => {
      throw new Error("no");
    };
    const test = await testOrchestrator({ storage: wrapStorage(inner, { isMarked }) });
    await test.create(triggered());
    await test.events.publish(paid("1"));
    await settle();
    await test.orchestrator.stop();
    expect(test.clock.size).toBe(0);
  });

  it("does not reach what runs already", async () => {
    const test = await testOrchestrator();
    test.script.on("a", holds);
    const id = await test.create(triggered());
    await test.events.publish(paid("1"));
    const call = await test.script.started("a");
    await test.workflows.deleteWorkflow(id);
    call.complete();
    await settle();
    expect((await executions(test, id)).map(({ status }) => status)).toEqual(["completed"]);
  });
});

it("an event that an execution publishes as it goes on after a restart is heard", async () => {
  const inner = memory();
  const storage = dyingStorage(inner, 1);
  const test = await testOrchestrator({ storage });
  const id = await test.create(triggered());
  const emit = { action_id: "tell", action_type: "emit_event", config: { event_type: "order.paid" } };
  void test.start(workflow([emit])).catch(() => undefined);
  await settle();
  const again = await testOrchestrator({ storage: inner, ids: countingIds(1_000) });
  await settle();
  expect(await executions(again, id)).toHaveLength(1);
});
