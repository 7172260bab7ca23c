import { memory } from "../memory";
import type { Storage } from "../ports";
import {
  action,
  countingIds,
  dyingStorage,
  holds,
  settle,
  testOrchestrator,
  workflow,
  wrapStorage,
} from "./testing";

/** A storage that counts how often a journal is read: what sleeps is read again when it wakes. */
function readingStorage(): Storage & { readonly reads: string[] } {
  const inner = memory();
  const reads: string[] = [];
  const read: Storage["read"] = (id, from) => {
    reads.push(id);
    return inner.read(id, from);
  };
  return { ...wrapStorage(inner, { read }), reads };
}

const nap = (seconds: number, rest: object = {}): object => ({
  action_id: "nap",
  action_type: "wait",
  config: { seconds },
  ...rest,
});
const listen = (rest: object = {}): object => ({
  action_id: "listen",
  action_type: "wait_for_signal",
  config: { signal: "go" },
  ...rest,
});

describe("an execution that only waits", () => {
  it("is read from its journal again when its time has come, and goes on where it was", async () => {
    const storage = readingStorage();
    const { start, clock, script, until, ended } = await testOrchestrator({ storage });
    const id = await start(
      workflow([
        action("a", { config: { returns: 1 } }),
        nap(60, { depends_on: "a" }),
        action("b", { config: { a: "{{a}}" }, depends_on: "nap" }),
      ]),
    );
    await until(id, "waiting");
    storage.reads.length = 0;
    await clock.advance(60_000);
    expect(storage.reads).toEqual([id]);
    expect((await ended(id)).status).toBe("completed");
    expect([script.order, script.of("b")[0]?.config]).toEqual([["a", "b"], { a: 1 }]);
  });

  it("stays at hand when it goes on within a second", async () => {
    const storage = readingStorage();
    const { start, clock, ended } = await testOrchestrator({ storage });
    const id = await start(workflow([nap(0.9)]));
    storage.reads.length = 0;
    await clock.advance(900);
    expect(storage.reads).toEqual([]);
    expect((await ended(id)).status).toBe("completed");
  });

  it("needs no more than one timer, and none while it waits for a signal", async () => {
    const { start, clock, workflows } = await testOrchestrator();
    const both = await start(
      workflow([nap(60), { ...nap(90), action_id: "later" }], { timeout_seconds: 600 }),
    );
    await start(workflow([listen()]));
    expect(clock.size).toBe(1);
    await workflows.cancelExecution(both, "ada");
    expect(clock.size).toBe(0);
  });

  it("takes signals in their order, also when they come at the same moment", async () => {
    const { start, workflows, ended } = await testOrchestrator();
    const id = await start(workflow([listen(), { ...listen({ depends_on: "listen" }), action_id: "again" }]));
    const answers = await Promise.all([1, 2].map((n) => workflows.signalExecution(id, "go", n, "ada")));
    expect(answers.map(({ success }) => success)).toEqual([true, true]);
    const { actions } = await ended(id);
    expect([actions.listen?.output, actions.again?.output]).toEqual([1, 2]);
  });

  it("can be waited for, paused, resumed and cancelled like any other", async () => {
    const { start, workflows, get } = await testOrchestrator();
    const id = await start(workflow([listen()]));
    const waiting = workflows.waitForExecution(id);
    expect((await workflows.pauseExecution(id, "ada")).execution?.status).toBe("paused");
    expect((await workflows.resumeExecution(id, "ada")).execution?.status).toBe("waiting");
    await workflows.cancelExecution(id, "ada");
    expect((await waiting).execution?.status).toBe("cancelled");
    expect((await get(id)).status).toBe("cancelled");
  });

  it("keeps its place under a concurrency limit", async () => {
    const { create, workflows, clock, get } = await testOrchestrator();
    const id = await create(workflow([nap(60)], { concurrency: { limit: 1 } }));
    const begin = async () => (await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "";
    const [first, second] = [await begin(), await begin()];
    await settle();
    expect([(await get(first)).status, (await get(second)).status]).toEqual(["waiting", "pending"]);
    await clock.advance(60_000);
    expect([(await get(first)).status, (await get(second)).status]).toEqual(["completed", "waiting"]);
    await clock.advance(60_000);
    expect((await get(second)).status).toBe("completed");
  });

  it("stays at hand while it waits for a child, or holds secrets that a provider told it", async () => {
    const storage = readingStorage();
    const secrets = { get: () => "hunter2" };
    const { create, start, script, clock, until, ended } = await testOrchestrator({ storage, secrets });
    const inner = await create(workflow([nap(60)]));
    const parent = await start(
      workflow([{ action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } }]),
    );
    script.on("echo", () => "it was hunter2");
    const keeper = await start(
      workflow([
        action("asks", { config: { secret: "{{$secrets.TOKEN}}" } }),
        nap(60, { depends_on: "asks" }),
        action("echo", { depends_on: "nap" }),
      ]),
    );
    await until(keeper, "waiting");
    storage.reads.length = 0;
    await clock.advance(60_000);
    expect(storage.reads).not.toContain(parent);
    expect(storage.reads).not.toContain(keeper);
    expect((await ended(parent)).status).toBe("completed");
    expect((await ended(keeper)).actions.echo?.output).toBe("it was [redacted]");
  });

  it("is left asleep by a restart, until its time comes", async () => {
    const storage = readingStorage();
    const first = await testOrchestrator({ storage });
    const ids = [await first.start(workflow([nap(60)])), await first.start(workflow([listen()]))];
    await first.orchestrator.stop();
    storage.reads.length = 0;
    const second = await testOrchestrator({ storage, virtual: first.clock });
    expect(storage.reads).toEqual([]);
    await second.clock.advance(60_000);
    expect(storage.reads).toEqual([ids[0]]);
    await second.workflows.signalExecution(ids[1] as string, "go", null, "ada");
    expect([
      (await second.ended(ids[0] as string)).status,
      (await second.ended(ids[1] as string)).status,
    ]).toEqual(["completed", "completed"]);
  });
});

describe("after a crash", () => {
  it.each([1, 2, 3, 4])(
    "after commit %i, whoever waits goes on with what was being evaluated",
    async (commits) => {
      const inner = memory();
      const definition = workflow([
        listen(),
        action("b", { condition: "$count([1, 2]) > 1" }),
        {
          action_id: "c",
          action_type: "scripted",
          for_each: "{{$map([1, 2], function($n) { $n })}}",
          config: {},
        },
      ]);
      const first = await testOrchestrator({ storage: dyingStorage(inner, commits) });
      void first.start(definition).catch(() => undefined);
      await settle();
      const { script, workflows } = await testOrchestrator({ storage: inner });
      await settle();
      const { executions } = await workflows.listExecutions();
      const all = (await inner.read(executions[0]?.execution_id ?? "")).filter(({ type }) =>
        type.endsWith("completed"),
      );
      expect([executions[0]?.status, all.length]).toEqual(["waiting", 4]);
      expect(script.calls.length).toBeLessThanOrEqual(3);
    },
  );
});

describe("an orchestrator on standby", () => {
  it("takes requests and begins nothing; the next start goes on with it", async () => {
    const shared = { storage: memory(), ids: countingIds() };
    const first = await testOrchestrator(shared);
    first.script.on("a", holds);
    const running = await first.start(workflow([action("a")]));
    const listening = await first.start(workflow([listen(), action("after", { depends_on: "listen" })]));
    await first.orchestrator.stop({ deadlineMs: 0 });
    const standby = await testOrchestrator({ ...shared, standby: true });
    const started = await standby.start(workflow([action("b")]));
    await standby.workflows.signalExecution(listening, "go", null, "ada");
    await standby.workflows.cancelExecution(running, "ada");
    await settle();
    expect([standby.script.order, (await standby.get(running)).status]).toEqual([[], "cancelled"]);
    expect((await standby.get(started)).status).toBe("pending");
    await standby.orchestrator.stop();
    const last = await testOrchestrator(shared);
    expect([(await last.ended(started)).status, (await last.ended(listening)).status]).toEqual([
      "completed",
      "completed",
    ]);
    expect(last.script.order.toSorted()).toEqual(["after", "b"]);
  });
});
