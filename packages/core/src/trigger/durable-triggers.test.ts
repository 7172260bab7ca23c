import {
  action,
  countingIds,
  dyingStorage,
  settle,
  type TestOptions,
  type TestOrchestrator,
  testOrchestrator,
  workflow,
} from "../engine/testing";
import { memory } from "../memory";
import { type Storage, wrapStorage } from "../ports";

const TRIGGERS = [{ type: "event", event_type: "order.paid" }];
const onPaid = workflow([action("a")], { triggers: TRIGGERS });

let processes = 0;

/** The next process that uses a storage. */
function nextProcess(storage: Storage, rest: TestOptions = {}): Promise<TestOrchestrator> {
  processes += 1;
  return testOrchestrator({ storage, ids: countingIds(processes * 10_000), ...rest });
}

async function publish(
  { events }: Pick<TestOrchestrator, "events">,
  ...ids: readonly string[]
): Promise<void> {
  for (const id of ids) await events.publish({ type: "order.paid", id });
}

/** The ids of the events that executions of a workflow were started for, in the order of the starts. */
async function startedFor({ workflows }: TestOrchestrator, workflow_id: string): Promise<unknown[]> {
  const { executions } = await workflows.listExecutions({ workflow_id, limit: 1000 });
  const whole = await Promise.all(executions.map(({ execution_id }) => workflows.getExecution(execution_id)));
  return whole.map(({ execution }) => execution?.trigger?.event?.id).toReversed();
}

/** Notes from where the log is read, and how often positions are saved. */
function watched(inner: Storage): Storage & { readonly reads: number[]; readonly saves: number[] } {
  const reads: number[] = [];
  const saves: number[] = [];
  const storage = wrapStorage(inner, {
    readEvents(after, limit) {
      reads.push(after);
      return inner.readEvents!(after, limit);
    },
    saveGroup(change) {
      saves.push(change.position);
      return inner.saveGroup!(change);
    },
  });
  return Object.assign(storage, { reads, saves });
}

describe("an event whose process ends before the execution is stored", () => {
  it("starts it in the next process, once", async () => {
    const inner = memory();
    const first = await nextProcess(dyingStorage(inner, 0));
    const id = await first.create(onPaid);
    await publish(first, "1", "2");
    await settle();
    expect(await startedFor(first, id)).toEqual([]);
    const second = await nextProcess(inner);
    await settle();
    const third = await nextProcess(inner);
    await settle();
    expect([await startedFor(second, id), await startedFor(third, id)]).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
  });

  it("starts no second one when the first was stored but not how far the triggers are, even if that is forgotten", async () => {
    const inner = memory({ endedExecutions: 0 });
    const first = await nextProcess(wrapStorage(inner, { saveGroup: () => new Promise(() => undefined) }));
    await first.create(onPaid);
    await publish(first, "1", "2");
    await settle();
    const second = await nextProcess(inner);
    await publish(second, "3");
    await settle();
    const started = [...first.seen, ...second.seen].filter(({ type }) => type === "tutti.execution.created");
    expect(started).toHaveLength(3);
  });
});

describe("events that are stored while no triggers run", () => {
  it("start executions when they do again, in their order", async () => {
    const storage = memory();
    const first = await nextProcess(storage);
    const id = await first.create(onPaid);
    await first.orchestrator.stop();
    const tool = await nextProcess(storage, { triggers: false });
    await publish(tool, "1", "2", "3");
    await tool.orchestrator.stop();
    const second = await nextProcess(storage);
    await settle();
    expect(await startedFor(second, id)).toEqual(["1", "2", "3"]);
  });

  it("start executions of a workflow that was created without them running", async () => {
    const storage = memory();
    const tool = await nextProcess(storage, { triggers: false });
    await publish(tool, "before");
    const id = await tool.create(onPaid);
    await publish(tool, "after");
    const second = await nextProcess(storage);
    await settle();
    expect(await startedFor(second, id)).toEqual(["after"]);
  });

  it("start them after an update, but not those of another trigger than before", async () => {
    const storage = memory();
    const tool = await nextProcess(storage, { triggers: false });
    const id = await tool.create(onPaid);
    await publish(tool, "1");
    await tool.workflows.updateWorkflow(id, { description: "new" }, "ada");
    await publish(tool, "2");
    const other = await tool.create(onPaid);
    const sent = [{ type: "event", event_type: "order.*" }];
    await tool.workflows.updateWorkflow(other, { triggers: sent }, "ada");
    await publish(tool, "3");
    const second = await nextProcess(storage);
    await settle();
    expect([await startedFor(second, id), await startedFor(second, other)]).toEqual([["1", "2", "3"], ["3"]]);
  });

  it("start nothing for a workflow that was inactive then", async () => {
    const storage = memory();
    const tool = await nextProcess(storage, { triggers: false });
    const id = await tool.create(onPaid);
    await tool.workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    await publish(tool, "1");
    await tool.workflows.updateWorkflow(id, { status: "active" }, "ada");
    await publish(tool, "2");
    const second = await nextProcess(storage);
    await settle();
    expect(await startedFor(second, id)).toEqual(["2"]);
  });

  it("are not what anybody sees of a workflow", async () => {
    const test = await nextProcess(memory());
    const { workflow: created } = await test.workflows.createWorkflow(onPaid, "ada");
    expect(Object.keys(created ?? {})).not.toContain("trigger_positions");
  });
});

describe("what triggers read", () => {
  it("is nothing when there are none, also once the last is gone", async () => {
    const storage = watched(memory());
    const test = await nextProcess(storage);
    await test.execute(workflow([action("a")]));
    await publish(test, "1");
    await settle();
    expect(storage.reads).toEqual([]);
    const id = await test.create(onPaid);
    await publish(test, "2");
    await settle();
    await test.workflows.deleteWorkflow(id);
    await settle();
    const before = storage.reads.length;
    await publish(test, "3");
    await settle();
    expect([before > 0, storage.reads.length]).toEqual([true, before]);
  });

  it("is forgotten once no trigger hears events, also by a later process, but not by one that runs none", async () => {
    const storage = memory();
    const known = async (): Promise<boolean> => (await storage.getGroup!("tutti:triggers")) !== undefined;
    const first = await nextProcess(storage);
    const ids = [await first.create(onPaid), await first.create(onPaid)];
    await settle();
    await first.workflows.deleteWorkflow(ids[0]!);
    await settle();
    expect(await known()).toBe(true);
    await first.workflows.updateWorkflow(ids[1]!, { status: "inactive" }, "ada");
    await settle();
    expect(await known()).toBe(false);
    await first.workflows.updateWorkflow(ids[1]!, { status: "active" }, "ada");
    await settle();
    await first.orchestrator.stop();
    const tool = await nextProcess(storage, { triggers: false });
    await tool.create(workflow([]));
    expect(await known()).toBe(true);
    await tool.workflows.deleteWorkflow(ids[1]!);
    await tool.orchestrator.stop();
    expect(await known()).toBe(true);
    await nextProcess(storage);
    expect(await known()).toBe(false);
  });

  it("is kept for them by a storage in memory, also when very much comes at once", async () => {
    const test = await nextProcess(memory());
    const id = await test.create(
      workflow([], { triggers: [{ ...TRIGGERS[0], filter: "data.n % 100 = 0" }] }),
    );
    for (let n = 1; n <= 20_000; n++) void test.events.publish({ type: "order.paid", data: { n } });
    for (let pages = 0; pages < 20; pages++) await settle();
    expect(await startedFor(test, id)).toHaveLength(200);
  });

  it("is kept for them by a storage in memory that keeps no ended executions", async () => {
    const test = await nextProcess(memory({ endedExecutions: 0 }));
    const id = await test.create(workflow([]));
    const then = [{ type: "event", event_type: "execution.completed", filter: `workflowid = "${id}"` }];
    const next = await test.create(workflow([], { triggers: then }));
    await Promise.all(Array.from({ length: 500 }, () => test.workflows.startWorkflow(id, {}, "ada")));
    for (let pages = 0; pages < 5; pages++) await settle();
    const started = test.seen.filter(
      ({ type, workflowid }) => type === "tutti.execution.created" && workflowid === next,
    );
    expect(started).toHaveLength(500);
  });

  it("begins where the first of them was created, and never with what is long over", async () => {
    const inner = memory();
    const first = await nextProcess(inner);
    const id = await first.create(onPaid);
    await publish(first, "1");
    await settle();
    await first.workflows.deleteWorkflow(id);
    await first.orchestrator.stop();
    const tool = await nextProcess(inner, { triggers: false });
    for (let n = 0; n < 50; n++) await tool.events.publish({ type: "other" });
    const newest = await inner.lastPosition!();
    await tool.create(onPaid);
    const storage = watched(inner);
    await nextProcess(storage);
    await settle();
    expect(storage.reads).toEqual([newest]);
  });

  it("is remembered for many events at a time", async () => {
    const storage = watched(memory());
    const test = await nextProcess(storage);
    const id = await test.create(onPaid);
    await Promise.all(Array.from({ length: 200 }, (_, n) => publish(test, String(n))));
    await settle();
    await settle();
    expect(await startedFor(test, id)).toEqual(Array.from({ length: 200 }, (_, n) => String(n)));
    await test.orchestrator.stop();
    expect(storage.saves.length).toBeLessThan(10);
    expect(storage.saves.at(-1)).toBe(await storage.lastPosition!());
  });

  it("is read again when that failed", async () => {
    const inner = memory();
    let isDown = false;
    const storage = wrapStorage(inner, {
      readEvents(after, limit) {
        if (isDown) throw new Error("not now");
        return inner.readEvents!(after, limit);
      },
    });
    const test = await nextProcess(storage);
    const id = await test.create(onPaid);
    isDown = true;
    await publish(test, "1");
    await settle();
    isDown = false;
    expect([await startedFor(test, id), test.logs.map(({ message }) => message)]).toEqual([
      [],
      ["Events could not be read."],
    ]);
    await test.clock.advance(1_000);
    expect(await startedFor(test, id)).toEqual(["1"]);
  });

  it("is each event of a pattern once, and nothing of one that is gone", async () => {
    const test = await nextProcess(memory());
    const pattern = [{ type: "event", event_type: "order.*" }];
    const ids = [
      await test.create(workflow([], { triggers: pattern })),
      await test.create(workflow([], { triggers: pattern })),
    ];
    await publish(test, "1");
    await settle();
    await test.workflows.deleteWorkflow(ids[0]!);
    await publish(test, "2");
    await settle();
    await test.workflows.updateWorkflow(ids[1]!, { triggers: TRIGGERS }, "ada");
    await publish(test, "3");
    await settle();
    expect([await startedFor(test, ids[0]!), await startedFor(test, ids[1]!)]).toEqual([
      ["1"],
      ["1", "2", "3"],
    ]);
  });
});

it("a storage without a log starts what happens while its process runs", async () => {
  const storage = { ...wrapStorage(memory(), {}), abilities: { durable: false } };
  for (const name of ["publishEvent", "readEvents", "lastPosition", "publishedEvents"] as const)
    Reflect.deleteProperty(storage, name);
  const test = await nextProcess(storage);
  const id = await test.create(onPaid);
  await publish(test, "1");
  await settle();
  expect(await startedFor(test, id)).toEqual(["1"]);
  await test.workflows.deleteWorkflow(id);
  await publish(test, "2");
  await settle();
  await test.orchestrator.stop();
  expect(await startedFor(test, id)).toEqual(["1"]);
});
