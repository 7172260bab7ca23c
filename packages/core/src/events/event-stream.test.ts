import {
  action,
  holds,
  manualStorage,
  settle,
  slowStorage,
  testOrchestrator,
  throws,
  workflow,
} from "../engine/testing";
import { memory } from "../memory";
import { type CloudEvent, wrapStorage } from "../ports";

const chain = workflow([action("a"), action("b", { depends_on: "a" })]);
const types = (events: readonly CloudEvent[]): string[] =>
  events.map(({ type }) => type.replace("tutti.", ""));

describe("events of executions", () => {
  it("are CloudEvents, in order and without gaps", async () => {
    const { execute, seen } = await testOrchestrator();
    const { execution } = await execute(chain);
    expect(types(seen)).toEqual([
      "execution.created",
      "execution.started",
      "action.started",
      "action.completed",
      "action.started",
      "action.completed",
      "execution.completed",
    ]);
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seen[3]).toEqual({
      specversion: "1.0",
      id: `${execution.execution_id}:4`,
      source: `/workflows/${execution.workflow_id}/executions/${execution.execution_id}`,
      type: "tutti.action.completed",
      subject: "a",
      time: "2026-01-01T00:00:00.000Z",
      datacontenttype: "application/json",
      correlationid: execution.execution_id,
      executionid: execution.execution_id,
      workflowid: execution.workflow_id,
      sequence: 4,
      data: { action_id: "a", attempt: 1, output: null },
    });
  });

  it("keep each execution's order when several run at the same time", async () => {
    const { create, workflows, seen } = await testOrchestrator({ storage: slowStorage(memory()) });
    const id = await create(chain);
    await Promise.all(Array.from({ length: 20 }, () => workflows.executeWorkflow(id, {}, "ada")));
    await settle();
    const executions = new Set(seen.map(({ executionid }) => executionid));
    expect(executions.size).toBe(20);
    for (const executionid of executions) {
      const own = seen.filter((event) => event.executionid === executionid);
      expect(own.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it("are seen by a filter on type, source, subject, execution, workflow and correlation", async () => {
    const { create, workflows, events } = await testOrchestrator();
    const [first, second] = [await create(chain), await create(chain)];
    const found: Record<string, string[]> = {};
    const watch = (name: string, filter: object): void => {
      found[name] = [];
      events.subscribe(
        filter,
        ({ type, subject = "" }) => void found[name]?.push(`${type.replace("tutti.", "")} ${subject}`),
      );
    };
    watch("short", { types: ["execution.created"] });
    watch("long", { types: ["tutti.execution.created", "order.*"] });
    watch("star", { types: ["action.*"], subject: "b" });
    watch("any", { types: ["*"], workflowId: second });
    watch("correlation", { correlationId: "order-1", types: ["execution.completed"] });
    watch("source", { source: "/shop" });
    watch("nobody", { executionId: "nobody" });
    await workflows.executeWorkflow(first, {}, "ada", { correlationId: "order-1" });
    await events.publish({ type: "order.paid", source: "/shop", subject: "7" });
    await settle();
    expect(found).toEqual({
      short: ["execution.created "],
      long: ["execution.created ", "order.paid 7"],
      star: ["action.started b", "action.completed b"],
      any: [],
      correlation: ["execution.completed "],
      source: ["order.paid 7"],
      nobody: [],
    });
  });

  it("are no longer seen after unsubscribing, not even those that were queued", async () => {
    const { execute, events } = await testOrchestrator();
    const got: string[] = [];
    const stop = events.subscribe({}, ({ type }) => {
      got.push(type);
      stop();
    });
    await execute(chain);
    expect(got).toEqual(["tutti.execution.created"]);
  });
});

describe("an event of the caller's own", () => {
  it("is stamped and handed on, and can be grouped with an execution", async () => {
    const { events, seen } = await testOrchestrator();
    const published = await events.publish({
      type: "order.paid",
      data: { amount: 5 },
      correlationId: "order-1",
    });
    const bare = await events.publish({ type: "ping" });
    await settle();
    expect(seen).toEqual([published, bare]);
    expect(published).toMatchObject({
      source: "/",
      correlationid: "order-1",
      data: { amount: 5 },
      time: "2026-01-01T00:00:00.000Z",
    });
    expect([bare.correlationid, bare.data]).toEqual([bare.id, null]);
  });
});

describe("handlers", () => {
  it("see one event after the other, however slow they are, and delay nobody", async () => {
    const { start, ended, events, seen } = await testOrchestrator();
    const log: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    events.subscribe({}, async ({ sequence }) => {
      log.push(`begin ${sequence}`);
      await gate;
      log.push(`end ${sequence}`);
    });
    expect((await ended(await start(chain))).status).toBe("completed");
    expect([log, seen.length]).toEqual([["begin 1"], 7]);
    release();
    await settle();
    expect(log).toEqual([1, 2, 3, 4, 5, 6, 7].flatMap((n) => [`begin ${n}`, `end ${n}`]));
  });

  it("may throw or reject: that is logged, and the next event comes all the same", async () => {
    const { execute, events, logs, seen } = await testOrchestrator();
    const sequences: unknown[] = [];
    events.subscribe({}, ({ sequence }) => {
      sequences.push(sequence);
      throw new Error("handler");
    });
    events.subscribe({}, () => Promise.reject(new Error("rejected")));
    const { success } = await execute(chain);
    expect([success, sequences.length, seen.length, logs.length]).toEqual([true, 7, 7, 14]);
    expect(logs[0]).toMatchObject({
      level: "error",
      fields: { event_type: "tutti.execution.created", error: "Error: handler" },
    });
  });
});

describe("past events", () => {
  it("come first, from the given place on, and then those that happen, each once", async () => {
    const { start, script, ended, events } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(chain);
    const got: (number | undefined)[] = [];
    events.subscribe({ executionId: id, fromSequence: 2 }, ({ sequence }) => void got.push(sequence));
    (await script.started("a")).complete();
    await ended(id);
    expect(got).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it("are not seen twice when they are announced after they were read", async () => {
    const inner = memory();
    const storage = slowStorage(inner, 3);
    const { create, workflows, events } = await testOrchestrator({ storage });
    const id = await create(chain);
    const got: (number | undefined)[] = [];
    const starting = workflows.startWorkflow(id, {}, "ada", { correlationId: "c" });
    while ((await inner.listExecutions({ limit: 1 })).rows.length === 0) await Promise.resolve();
    events.subscribe({ correlationId: "c", fromSequence: 1 }, ({ sequence }) => void got.push(sequence));
    const { execution } = await starting;
    await workflows.waitForExecution(execution?.execution_id ?? "");
    await settle();
    expect(got).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("can begin with what is yet to come", async () => {
    const { start, script, ended, events } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(chain);
    const got: (number | undefined)[] = [];
    events.subscribe({ executionId: id, fromSequence: 6 }, ({ sequence }) => void got.push(sequence));
    (await script.started("a")).complete();
    await ended(id);
    expect(got).toEqual([6, 7]);
  });

  it("are filtered as new ones are", async () => {
    const { execute, events } = await testOrchestrator();
    const { execution } = await execute(chain);
    const got: string[] = [];
    events.subscribe(
      { executionId: execution.execution_id, fromSequence: 0, types: ["action.completed"] },
      ({ subject = "" }) => void got.push(subject),
    );
    events.subscribe({ executionId: "nobody", fromSequence: 1 }, () => void got.push("never"));
    await settle();
    expect(got).toEqual(["a", "b"]);
  });

  it("of all executions of a correlation are told, also over more than one page", async () => {
    const { create, workflows, events } = await testOrchestrator();
    const id = await create(workflow([]));
    for (let n = 0; n < 501; n++) await workflows.executeWorkflow(id, {}, "ada", { correlationId: "c" });
    const all = await events.correlated("c");
    expect([all.length, new Set(all.map(({ executionid }) => executionid)).size]).toEqual([1503, 501]);
    expect(await events.correlated("other")).toEqual([]);
  });

  it("of one execution are told, whole or from a place on", async () => {
    const { execute, events } = await testOrchestrator();
    const { execution_id } = (await execute(chain)).execution;
    const all = await events.history(execution_id);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    expect(await events.history(execution_id, 4)).toEqual(all.slice(3));
    expect(await events.history("nobody")).toEqual([]);
  });

  it("need to be told whose", async () => {
    const { events } = await testOrchestrator();
    expect(() => events.subscribe({ fromSequence: 1 }, () => undefined)).toThrow(
      /fromSequence needs executionId or correlationId/,
    );
  });

  it("are given up, with a log line, when they can't be read; new ones come all the same", async () => {
    const storage = wrapStorage(memory(), { getExecution: () => Promise.reject(new Error("no disk")) });
    const { events, logs } = await testOrchestrator({ storage });
    const got: string[] = [];
    events.subscribe(
      { executionId: "x", fromSequence: 1, types: ["ping"] },
      ({ type }) => void got.push(type),
    );
    await settle();
    expect([got, logs.map(({ message }) => message)]).toEqual([[], ["Past events could not be read."]]);
  });
});

describe("async iteration", () => {
  it("gives what happens from the moment the stream was asked for", async () => {
    const { execute, events } = await testOrchestrator();
    const stream = events.stream({ types: ["action.completed"] });
    await execute(chain);
    const got: unknown[] = [];
    for await (const { subject } of stream) {
      got.push(subject);
      if (got.length === 2) break;
    }
    expect(got).toEqual(["a", "b"]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("waits for what is yet to happen", async () => {
    const { start, script, events } = await testOrchestrator();
    script.on("a", holds);
    const next = events[Symbol.asyncIterator]().next();
    const id = await start(chain);
    expect((await next).value).toMatchObject({ executionid: id, sequence: 1 });
  });

  it("ends when the orchestrator stops, after everything that happened", async () => {
    const { execute, events, orchestrator } = await testOrchestrator();
    const all = (async () => {
      const got: string[] = [];
      for await (const { type } of events) got.push(type);
      return got;
    })();
    await execute(chain);
    await orchestrator.stop();
    expect(await all).toHaveLength(7);
  });

  it("replays and then goes on", async () => {
    const { start, script, events } = await testOrchestrator();
    script.on("a", holds);
    const id = await start(chain);
    const got: unknown[] = [];
    for await (const { sequence } of events.stream({ executionId: id, fromSequence: 1 })) {
      got.push(sequence);
      if (sequence === 3) script.of("a")[0]?.complete();
      if (sequence === 7) break;
    }
    expect(got).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe("a stop", () => {
  it("hands over what is queued to slow handlers, and takes nothing more", async () => {
    const { execute, events, orchestrator } = await testOrchestrator();
    const got: unknown[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    events.subscribe({}, async ({ type }) => {
      await gate;
      got.push(type);
    });
    await execute(workflow([]));
    await orchestrator.stop();
    await events.publish({ type: "late" });
    release();
    await settle();
    expect(got).toEqual(["tutti.execution.created", "tutti.execution.started", "tutti.execution.completed"]);
  });
});

describe("what is not durable", () => {
  it("is not emitted", async () => {
    const storage = manualStorage(memory());
    const { create, workflows, script, seen } = await testOrchestrator({ storage });
    script.on("a", throws(new Error("no")));
    const id = await create(chain);
    void workflows.startWorkflow(id, {}, "ada");
    await settle();
    expect(seen).toEqual([]);
    storage.release();
    await settle();
    expect(types(seen)).toEqual(["execution.created", "execution.started", "action.started"]);
  });
});
