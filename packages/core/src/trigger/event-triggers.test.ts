import { action, countingIds, settle, testOrchestrator, workflow } from "../engine/testing";
import { memory } from "../memory";
import { executions, failures, paid, triggered } from "./testing/event-trigger";

const DAY = 86_400_000;

describe("an event of the trigger's type", () => {
  it("starts an execution with what the templates make of it", async () => {
    const test = await testOrchestrator();
    const id = await test.create(
      triggered(
        { parameters: { order: "{{data.order_id}}", by: "{{$event.source}}" } },
        {
          parameters: [
            { name: "order", type: "integer" },
            { name: "by", type: "string" },
          ],
        },
      ),
    );
    await test.events.publish({ ...paid("1", { order_id: 7 }), correlationId: "order-7" });
    await settle();
    expect(await executions(test, id)).toMatchObject([
      {
        status: "completed",
        created_by: "trigger:event",
        correlation_id: "order-7",
        parameters: { order: 7, by: "/shop" },
        trigger: { type: "event", index: 0, event: { id: "1", source: "/shop", type: "order.paid" } },
      },
    ]);
  });

  it("starts one for each trigger that it fits, in the order of the events", async () => {
    const test = await testOrchestrator();
    const parameters = [{ name: "n", type: "integer" }];
    const ids = [
      await test.create(triggered({ parameters: { n: "{{data.n}}" } }, { parameters })),
      await test.create(
        triggered({ event_type: "order.*", parameters: { n: "{{data.n}}" } }, { parameters }),
      ),
    ];
    for (const n of [1, 2, 3]) await test.events.publish(paid(String(n), { n }));
    await test.events.publish({ type: "order.sent", data: { n: 4 } });
    await settle();
    await settle();
    const given = await Promise.all(
      ids.map(async (id) => (await executions(test, id)).map((one) => one.parameters.n)),
    );
    expect(given).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4],
    ]);
  });

  it("starts nothing when the filter does not hold, or what it reads is not there", async () => {
    const test = await testOrchestrator();
    const id = await test.create(triggered({ filter: "data.total > 100 and $event.source = '/shop'" }));
    for (const [n, data] of [{ total: 100 }, { total: 101 }, {}, null].entries())
      await test.events.publish(paid(String(n), data));
    await test.events.publish({ type: "order.paid", source: "/other", data: { total: 500 } });
    await settle();
    expect((await executions(test, id)).map(({ trigger }) => trigger?.event?.id)).toEqual(["1"]);
    expect([failures(test), test.logs]).toEqual([[], []]);
  });

  it("starts one execution however often it comes, also much later and after a restart", async () => {
    const inner = memory({ endedExecutions: 0 });
    const test = await testOrchestrator({ storage: inner });
    const id = await test.create(triggered());
    for (let n = 0; n < 3; n++) await test.events.publish(paid("1"));
    await settle();
    await test.clock.advance(6 * DAY);
    const again = await testOrchestrator({ storage: inner, virtual: test.clock, ids: countingIds(1_000) });
    await again.events.publish(paid("1"));
    await settle();
    const started = [...test.seen, ...again.seen].filter(({ type }) => type === "tutti.execution.created");
    expect([
      started.length,
      await inner.isMarked({ workflow_id: id, trigger: 0, source: "/shop", event_id: "1" }),
    ]).toEqual([1, true]);
  });

  it("is another one when its source is, and is forgotten after a week", async () => {
    const storage = memory({ endedExecutions: 0 });
    const test = await testOrchestrator({ storage });
    await test.create(triggered());
    // A stored event never comes again; one that the storage has forgotten may.
    const forgetEvents = async (round: number): Promise<void> => {
      await settle();
      for (let n = 0; n < 10_000; n++) await test.events.publish({ type: "other", id: `${round}-${n}` });
      // They are read a page in each turn.
      for (let pages = 0; pages < 20; pages++) await settle();
    };
    const started = (): number => test.seen.filter(({ type }) => type === "tutti.execution.created").length;
    await test.events.publish(paid("1"));
    await test.events.publish({ ...paid("1"), source: "/other" });
    await forgetEvents(1);
    await test.clock.advance(6 * DAY);
    await test.events.publish(paid("1"));
    await forgetEvents(2);
    expect(started()).toBe(2);
    await test.clock.advance(2 * DAY);
    await test.events.publish(paid("2"));
    await settle();
    await test.events.publish(paid("1"));
    await settle();
    expect(started()).toBe(4);
  });

  it("starts nothing when it is not stored", async () => {
    const test = await testOrchestrator();
    const id = await test.create(triggered());
    await test.events.publish({ ...paid("1"), transient: true });
    await settle();
    expect(await executions(test, id)).toEqual([]);
  });
});

describe("triggers of a changed workflow", () => {
  it("are those of its newest revision, and no event is missed in between", async () => {
    const test = await testOrchestrator();
    const id = await test.create(triggered());
    await test.events.publish(paid("1"));
    await test.workflows.updateWorkflow(id, { description: "other" }, "ada");
    await settle();
    const other = { triggers: [{ type: "event", event_type: "order.sent" }] };
    await test.workflows.updateWorkflow(id, other, "ada");
    await test.events.publish(paid("2"));
    await test.events.publish({ type: "order.sent", id: "3" });
    await settle();
    await test.workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    await test.events.publish({ type: "order.sent", id: "4" });
    await settle();
    await test.workflows.updateWorkflow(id, { status: "active" }, "ada");
    await test.events.publish({ type: "order.sent", id: "5" });
    await settle();
    await test.workflows.deleteWorkflow(id);
    await test.events.publish({ type: "order.sent", id: "6" });
    await settle();
    const ids = (await executions(test, id)).map(({ trigger }) => trigger?.event?.id);
    expect([ids, test.logs]).toEqual([["1", "3", "5"], []]);
  });

  it("are there again after a restart", async () => {
    const test = await testOrchestrator();
    const id = await test.create(triggered());
    await test.orchestrator.stop();
    const again = await testOrchestrator({ storage: test.storage, ids: countingIds(1_000) });
    await again.events.publish(paid("1"));
    await settle();
    expect(await executions(again, id)).toHaveLength(1);
  });

  it("start nothing where an orchestrator starts nothing by itself", async () => {
    const test = await testOrchestrator({ triggers: false });
    const id = await test.create(triggered());
    await test.events.publish(paid("1"));
    await settle();
    expect(await executions(test, id)).toEqual([]);
  });
});

describe("what happens to executions", () => {
  it("is an event like any other", async () => {
    const test = await testOrchestrator();
    const first = await test.create(
      workflow([action("a", { config: { returns: 5 } })], { outputs: { n: "{{a}}" } }),
    );
    const id = await test.create(
      triggered(
        {
          event_type: "execution.completed",
          filter: `workflowid = "${first}"`,
          parameters: { n: "{{data.result.n}}" },
        },
        { parameters: [{ name: "n", type: "integer" }] },
      ),
    );
    await test.workflows.executeWorkflow(first, {}, "ada");
    await settle();
    expect((await executions(test, id)).map(({ parameters, status }) => [parameters.n, status])).toEqual([
      [5, "completed"],
    ]);
  });

  it("never starts the workflow that it happens to", async () => {
    const test = await testOrchestrator();
    const id = await test.create(triggered({ event_type: "*" }));
    await test.events.publish(paid("1"));
    await settle();
    await settle();
    expect(await executions(test, id)).toHaveLength(1);
  });
});

describe("workflows that trigger each other in a circle", () => {
  const emits = (event_type: string) => ({
    action_id: "tell",
    action_type: "emit_event",
    config: { event_type },
  });

  it("are stopped when they are too deep, and that is told", async () => {
    const test = await testOrchestrator({ limits: { childDepth: 3 } });
    const ping = workflow([emits("pong")], { triggers: [{ type: "event", event_type: "ping" }] });
    const pong = workflow([emits("ping")], { triggers: [{ type: "event", event_type: "pong" }] });
    const ids = [await test.create(ping), await test.create(pong)];
    await test.events.publish({ type: "ping" });
    for (let n = 0; n < 10; n++) await settle();
    const all = await Promise.all(ids.map((id) => executions(test, id)));
    expect(all.map((list) => list.map(({ status }) => status))).toEqual([
      ["completed", "completed"],
      ["completed", "completed"],
    ]);
    expect(failures(test)).toMatchObject([{ workflow_id: ids[0], errors: [{ code: "TRIGGER_DEPTH" }] }]);
    expect(test.logs).toMatchObject([{ level: "error", fields: { workflow_id: ids[0], trigger: 0 } }]);
  });

  it("are followed through child executions too", async () => {
    const test = await testOrchestrator({ limits: { childDepth: 4 } });
    const child = await test.create(workflow([emits("again")]));
    const run = { action_id: "run", action_type: "run_workflow", config: { workflow_id: child } };
    const id = await test.create(workflow([run], { triggers: [{ type: "event", event_type: "again" }] }));
    await test.events.publish({ type: "again" });
    for (let n = 0; n < 10; n++) await settle();
    // Depths 0, 2 and 4; the child of the last would be the fifth.
    expect((await executions(test, id)).map(({ status }) => status)).toEqual([
      "completed",
      "completed",
      "failed",
    ]);
  });
});
