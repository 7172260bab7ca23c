import type { JsonObject } from "../json/json";
import { memory } from "../memory";
import {
  action,
  countingIds,
  dyingStorage,
  holds,
  settle,
  testOrchestrator,
  throws,
  workflow,
} from "./testing";
import { wrapStorage } from "../ports";

const emit = (config: object, rest: object = {}): object => ({
  action_id: "tell",
  action_type: "emit_event",
  config: { event_type: "order.paid", ...config },
  ...rest,
});

const await_ = (config: object = {}, rest: object = {}): object => ({
  action_id: "hear",
  action_type: "wait_for_event",
  config: { event_type: "order.paid", ...config },
  ...rest,
});

describe("emit_event", () => {
  it("publishes an event of the execution, which is the action's output", async () => {
    const test = await testOrchestrator();
    const id = await test.create(
      workflow([emit({ subject: "{{order}}", data: { total: "{{$number(order) * 2}}", none: null } })], {
        parameters: [{ name: "order", type: "string" }],
      }),
    );
    const options = { correlationId: "c" };
    const { execution } = await test.workflows.executeWorkflow(id, { order: "7" }, "ada", options);
    await settle();
    const executionId = execution?.execution_id ?? "";
    const event = {
      specversion: "1.0",
      id: `${executionId}:tell`,
      source: `/workflows/${id}/executions/${executionId}`,
      type: "order.paid",
      subject: "7",
      time: "2026-01-01T00:00:00.000Z",
      datacontenttype: "application/json",
      correlationid: "c",
      executionid: executionId,
      workflowid: id,
      data: { total: 14, none: null },
    };
    expect(test.seen.filter(({ type }) => type === "order.paid")).toEqual([event]);
    expect(execution?.actions.tell?.output).toEqual(event);
  });

  it("publishes one event per item, each with its own id, under the correlation that it gives", async () => {
    const test = await testOrchestrator();
    await test.execute(
      workflow([emit({ data: "{{$item}}", correlation: "o-{{$item}}" }, { for_each: [1, 2] })]),
    );
    const found = test.seen.filter(({ type }) => type === "order.paid");
    expect(
      found.map(({ id, data, correlationid }) => [id.split(":").slice(1).join(":"), data, correlationid]),
    ).toEqual([
      ["tell:0", 1, "o-1"],
      ["tell:1", 2, "o-2"],
    ]);
  });

  it("publishes the same event again when a crash kept its end from being stored", async () => {
    const inner = memory();
    const storage = dyingStorage(inner, 1);
    const test = await testOrchestrator({ storage });
    void test.start(workflow([emit({ data: 1 })])).catch(() => undefined);
    await settle();
    expect(storage.isDead()).toBe(true);
    const again = await testOrchestrator({ storage: inner, ids: countingIds(1_000) });
    const first = test.seen.find(({ type }) => type === "order.paid");
    const [row] = (await again.workflows.listExecutions()).executions;
    const { output } = (await again.ended(row?.execution_id ?? "")).actions.tell ?? {};
    expect(output).toEqual(first);
  });

  it("takes secrets out", async () => {
    const test = await testOrchestrator();
    const parameters = [{ name: "key", type: "string", secret: true }];
    const tells = emit({ data: { key: "Bearer {{key}}" }, subject: "{{key}}", correlation: "{{key}}" });
    await test.execute(workflow([tells], { parameters }), { key: "hunter22" });
    expect(test.seen.find(({ type }) => type === "order.paid")).toMatchObject({
      subject: "[redacted]",
      correlationid: "[redacted]",
      data: { key: "Bearer [redacted]" },
    });
    expect(JSON.stringify(test.seen)).not.toContain("hunter22");
  });

  it("publishes nothing that is too big", async () => {
    const test = await testOrchestrator({ limits: { outputBytes: 400 } });
    const { execution } = await test.execute(workflow([emit({ data: "x".repeat(500) })]));
    expect(execution.error).toMatchObject({ code: "LIMIT_EXCEEDED" });
    expect(test.seen.filter(({ type }) => type === "order.paid")).toEqual([]);
  });

  it("refuses a type of Tutti's own, also from a template", async () => {
    const test = await testOrchestrator();
    const { execution } = await test.execute(workflow([emit({ event_type: "{{'tutti.' & 'x'}}" })]));
    expect(execution.error).toMatchObject({ code: "INVALID_CONFIG" });
  });

  it("undoes what an action did, as a compensation", async () => {
    const test = await testOrchestrator();
    const compensate = { action_type: "emit_event", config: { event_type: "order.cancelled" } };
    const fails = action("b", { depends_on: "a" });
    test.script.on("b", throws(new Error("no")));
    await test.execute(workflow([action("a", { compensate }), fails]));
    expect(test.seen.find(({ type }) => type === "order.cancelled")?.id).toMatch(/^compensation:.*:a$/);
  });
});

describe("wait_for_event", () => {
  it("takes the first event of the type as its output, and lets the others go by", async () => {
    const test = await testOrchestrator();
    const id = await test.start(workflow([await_()]));
    await test.events.publish({ type: "order.sent" });
    const event = await test.events.publish({ type: "order.paid", data: { n: 1 } });
    await test.events.publish({ type: "order.paid", data: { n: 2 } });
    expect((await test.ended(id)).actions.hear).toMatchObject({ status: "completed", output: event });
  });

  it("asks its filter, with the event and the values that the workflow gives", async () => {
    const test = await testOrchestrator();
    const config = {
      filter: "data.order_id = $values.id and $event.source = '/shop'",
      values: { id: "{{order}}" },
    };
    const id = await test.start(
      workflow([await_(config)], { parameters: [{ name: "order", type: "integer" }] }),
      {
        order: 7,
      },
    );
    for (const [order_id, source] of [
      [6, "/shop"],
      [7, "/other"],
      [undefined, "/shop"],
      [7, "/shop"],
    ] as const)
      await test.events.publish({
        type: "order.paid",
        source,
        data: order_id === undefined ? {} : { order_id },
      });
    const { output } = (await test.ended(id)).actions.hear ?? {};
    expect(output).toMatchObject({ source: "/shop", data: { order_id: 7 } });
  });

  it("listens under one correlation id", async () => {
    const test = await testOrchestrator();
    const waits = workflow([await_({ correlation: "{{$execution.correlation_id}}" })]);
    const [one, two] = [await test.create(waits), await test.create(waits)];
    const ids = await Promise.all(
      [one, two].map(async (id, n) => {
        const started = await test.workflows.startWorkflow(id, {}, "ada", { correlationId: `order-${n}` });
        return started.execution?.execution_id ?? "";
      }),
    );
    await test.events.publish({ type: "order.paid", correlationId: "order-1", data: "second" });
    await settle();
    expect((await test.get(ids[0] ?? "")).status).toBe("waiting");
    await test.events.publish({ type: "order.paid", correlationId: "order-0", data: "first" });
    const outputs = await Promise.all(ids.map(async (id) => (await test.ended(id)).actions.hear?.output));
    expect(outputs.map((output) => (output as JsonObject).data)).toEqual(["first", "second"]);
  });

  it("waits in each item of a for_each, and in several executions: one event for all", async () => {
    const test = await testOrchestrator();
    const fan = await_({ filter: "data.n = $values.n", values: { n: "{{$item}}" } }, { for_each: [1, 2] });
    const id = await test.create(workflow([fan]));
    const ids = await Promise.all(
      ["", ""].map(
        async () => (await test.workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "",
      ),
    );
    await test.events.publish({ type: "order.paid", data: { n: 2 } });
    await test.events.publish({ type: "order.paid", data: { n: 1 } });
    for (const one of ids) {
      const output = (await test.ended(one)).actions.hear?.output as readonly JsonObject[];
      expect(output.map(({ data }) => (data as JsonObject).n)).toEqual([1, 2]);
    }
  });

  it("hears what executions do, and what they emit", async () => {
    const test = await testOrchestrator();
    const id = await test.start(
      workflow([await_({ event_type: "execution.completed", filter: "data.result.x = 5" })]),
    );
    await test.execute(workflow([action("a", { config: { returns: 5 } })], { outputs: { x: "{{a}}" } }));
    expect((await test.ended(id)).actions.hear?.output).toMatchObject({ type: "tutti.execution.completed" });
    const other = await test.start(workflow([await_()]));
    await test.execute(workflow([emit({ data: 1 })]));
    expect((await test.ended(other)).actions.hear?.output).toMatchObject({ data: 1 });
  });

  it("times out with EVENT_TIMEOUT, and listens no more", async () => {
    const test = await testOrchestrator();
    const id = await test.start(workflow([await_({ timeout_seconds: 10 }, { retry: { max_attempts: 3 } })]));
    await test.clock.advance(9_999);
    expect((await test.get(id)).status).toBe("waiting");
    await test.clock.advance(1);
    expect((await test.ended(id)).error).toMatchObject({
      code: "EVENT_TIMEOUT",
      message: 'Action "hear" waited 10 s for an event "order.paid", which did not come.',
      attempt: 1,
    });
    await test.events.publish({ type: "order.paid" });
    await settle();
    expect((await test.get(id)).status).toBe("failed");
  });

  it("takes the timeout back when the event comes in time", async () => {
    const test = await testOrchestrator();
    const id = await test.start(workflow([await_({ timeout_seconds: 10 })]));
    await test.events.publish({ type: "order.paid" });
    await test.ended(id);
    expect(test.clock.size).toBe(0);
  });

  it("is ended by a cancel, and goes on in a pause", async () => {
    const test = await testOrchestrator();
    const [one, two] = [await test.start(workflow([await_()])), await test.start(workflow([await_()]))];
    await test.workflows.cancelExecution(one, "ada");
    await test.workflows.pauseExecution(two, "ada");
    await test.events.publish({ type: "order.paid", data: 1 });
    await settle();
    await test.workflows.resumeExecution(two, "ada");
    expect([(await test.ended(one)).status, (await test.ended(two)).status]).toEqual([
      "cancelled",
      "completed",
    ]);
  });

  it("goes on after a restart, with what is left of its timeout", async () => {
    const first = await testOrchestrator();
    const id = await first.start(
      workflow([await_({ timeout_seconds: 10, filter: "data.n = $values.n", values: { n: 5 } })]),
    );
    const late = await first.start(workflow([await_({ timeout_seconds: 10, correlation: "nobody" })]));
    await first.clock.advance(5_000);
    await first.orchestrator.stop();
    const again = await testOrchestrator({
      storage: first.storage,
      virtual: first.clock,
      ids: countingIds(1_000),
    });
    await again.events.publish({ type: "order.paid", data: { n: 4 } });
    await again.events.publish({ type: "order.paid", data: { n: 5 } });
    expect((await again.ended(id)).actions.hear?.output).toMatchObject({ data: { n: 5 } });
    await again.clock.advance(5_000);
    expect((await again.ended(late)).error?.code).toBe("EVENT_TIMEOUT");
  });

  it("fails when its filter can't be evaluated, as the retry policy says", async () => {
    const test = await testOrchestrator();
    const id = await test.start(workflow([await_({ filter: "$number(data.n) > 5" })]));
    await test.events.publish({ type: "order.paid", data: { n: "x" } });
    expect((await test.ended(id)).error).toMatchObject({ code: "EXPRESSION_FAILED", action_id: "hear" });
  });

  it("fails when the event is too big to be an output", async () => {
    const test = await testOrchestrator({ limits: { outputBytes: 400 } });
    const id = await test.start(workflow([await_()]));
    await test.events.publish({ type: "order.paid", data: "x".repeat(500) });
    expect((await test.ended(id)).error).toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("takes an event that comes before the wait is stored", async () => {
    const inner = memory();
    const gates: (() => void)[] = [];
    const storage = wrapStorage(inner, {
      append: async (commit) => {
        await new Promise<void>((open) => gates.push(open));
        await inner.append(commit);
      },
    });
    const test = await testOrchestrator({ storage });
    test.script.on("a", holds);
    const id = await test.create(workflow([await_()]));
    const starting = test.workflows.startWorkflow(id, {}, "ada");
    const open = async (): Promise<void> => {
      await settle();
      gates.shift()?.();
    };
    await open();
    await settle();
    await test.events.publish({ type: "order.paid", data: 1 });
    const { execution } = await starting;
    for (let n = 0; n < 5; n++) await open();
    expect((await test.get(execution?.execution_id ?? "")).actions.hear?.output).toMatchObject({ data: 1 });
  });
});
