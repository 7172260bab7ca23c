import {
  action,
  countingIds,
  holds,
  type TestOrchestrator,
  testOrchestrator,
  VirtualClock,
  workflow,
} from "../engine/testing";
import { TuttiError } from "../errors";
import { memory } from "../memory";
import { wrapStorage } from "../ports";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the next process finds. */
function restarted(
  { storage, clock }: TestOrchestrator,
  ids = countingIds(1_000),
): Promise<TestOrchestrator> {
  return testOrchestrator({ storage, virtual: clock, ids });
}

/** A workflow that a schedule starts; what is not said is hourly, in UTC. */
function scheduled(trigger: object = {}, rest: object = {}): object {
  return workflow([action("a")], {
    triggers: [{ type: "schedule", cron: "0 * * * *", ...trigger }],
    ...rest,
  });
}

/** The times that executions were started for, in the order of their starts. */
async function startedFor({ workflows }: TestOrchestrator): Promise<string[]> {
  const { executions } = await workflows.listExecutions({ limit: 1000 });
  const whole = await Promise.all(executions.map(({ execution_id }) => workflows.getExecution(execution_id)));
  return whole.map(({ execution }) => execution?.trigger?.scheduled_at?.slice(5, 16) ?? "").toReversed();
}

function reasons({ seen }: TestOrchestrator): unknown[] {
  return seen
    .filter(({ type }) => type === "tutti.trigger.skipped")
    .map(({ data }) => data as { scheduled_at: string; reason: string })
    .map(({ scheduled_at, reason }) => `${scheduled_at.slice(11, 16)} ${reason}`);
}

describe("a schedule", () => {
  it("starts an execution at each of its times, which says so", async () => {
    const test = await testOrchestrator();
    const id = await test.create(
      scheduled(
        {
          cron: "30 9 * * *",
          timezone: "Europe/Vienna",
          parameters: { n: 3, at: "{{$trigger.scheduled_at}}" },
        },
        {
          parameters: [
            { name: "n", type: "integer" },
            { name: "at", type: "string" },
          ],
        },
      ),
    );
    await test.clock.advance(2 * DAY);
    expect(await startedFor(test)).toEqual(["01-01T08:30", "01-02T08:30"]);
    const { executions } = await test.workflows.listExecutions({ workflow_id: id });
    const execution = await test.get(executions[1]?.execution_id ?? "");
    expect(execution).toMatchObject({
      status: "completed",
      created_by: "trigger:schedule",
      created_at: "2026-01-01T08:30:00.000Z",
      parameters: { n: 3, at: "2026-01-01T08:30:00.000Z" },
      trigger: { type: "schedule", index: 0, scheduled_at: "2026-01-01T08:30:00.000Z" },
    });
  });

  it("sets one timer, whatever the number of schedules", async () => {
    const test = await testOrchestrator();
    for (let n = 0; n < 20; n++) await test.create(scheduled({ cron: `${n} * * * *` }));
    expect(test.clock.size).toBe(1);
    await test.clock.advance(HOUR);
    expect([(await startedFor(test)).length, test.clock.size]).toEqual([20, 1]);
  });

  it("has several triggers, each with its own times and parameters", async () => {
    const test = await testOrchestrator();
    const triggers = [10, 20].map((n) => ({ type: "schedule", cron: "0 6 * * *", parameters: { n } }));
    await test.create(workflow([], { triggers, parameters: [{ name: "n", type: "integer" }] }));
    await test.clock.advance(DAY);
    const { executions } = await test.workflows.listExecutions();
    const given = await Promise.all(
      executions.map(async ({ execution_id }) => (await test.get(execution_id)).parameters),
    );
    expect(given.map(({ n }) => n).toSorted()).toEqual([10, 20]);
  });

  it("goes through a year with its leap day and both changes of the clocks in little time", async () => {
    const virtual = new VirtualClock(Date.UTC(2027, 11, 31, 12));
    const test = await testOrchestrator({ virtual });
    await test.create(scheduled({ cron: "30 2 * * *", timezone: "Europe/Vienna" }));
    await virtual.advance(366 * DAY);
    const times = await startedFor(test);
    expect([times.length, new Set(times).size]).toEqual([366, 366]);
    expect(times.filter((time) => time.startsWith("02-29"))).toEqual(["02-29T01:30"]);
    // In summer an hour earlier; on the day of the change right after the gap.
    expect(times.filter((time) => time.endsWith("T00:30"))).toHaveLength(217);
    expect(times.filter((time) => time.endsWith("T01:00"))).toEqual(["03-26T01:00"]);
  });

  it("starts late by chance when it has jitter, and remembers the time it is for", async () => {
    const test = await testOrchestrator();
    await test.create(scheduled({ jitter_seconds: 600 }));
    await test.clock.advance(HOUR + 299_999);
    expect(await startedFor(test)).toEqual([]);
    await test.clock.advance(1);
    expect(await startedFor(test)).toEqual(["01-01T01:00"]);
    expect((await test.workflows.listExecutions()).executions[0]?.created_at).toBe(
      "2026-01-01T01:05:00.000Z",
    );
  });
});

describe("an execution that is not over when the next time comes", () => {
  const begin = async (overlap: object): Promise<TestOrchestrator> => {
    const test = await testOrchestrator();
    test.script.on("a", holds);
    await test.create(scheduled(overlap));
    await test.clock.advance(3 * HOUR);
    return test;
  };

  it.each([[{}], [{ overlap: "skip" }]])("lets the time pass, with %j, and that is told", async (overlap) => {
    const test = await begin(overlap);
    expect([await startedFor(test), reasons(test)]).toEqual([
      ["01-01T01:00"],
      ["02:00 overlap", "03:00 overlap"],
    ]);
    (await test.script.started("a")).complete();
    await test.clock.advance(HOUR);
    expect(await startedFor(test)).toEqual(["01-01T01:00", "01-01T04:00"]);
  });

  it("is waited for with queue, one after the other", async () => {
    const test = await begin({ overlap: "queue" });
    expect([await startedFor(test), reasons(test)]).toEqual([["01-01T01:00"], []]);
    (await test.script.started("a")).complete();
    await test.script.started("a", 2);
    expect(await startedFor(test)).toEqual(["01-01T01:00", "01-01T02:00"]);
    (await test.script.started("a", 2)).complete();
    await test.script.started("a", 3);
    expect(await startedFor(test)).toEqual(["01-01T01:00", "01-01T02:00", "01-01T03:00"]);
  });

  it("makes no difference with allow", async () => {
    const test = await begin({ overlap: "allow" });
    expect(await startedFor(test)).toEqual(["01-01T01:00", "01-01T02:00", "01-01T03:00"]);
  });

  it("lets the queue grow to 100, and not over it", async () => {
    const test = await begin({ overlap: "queue" });
    await test.clock.advance(105 * HOUR);
    expect(reasons(test)).toHaveLength(7);
    expect((await test.storage.listSchedules())[0]?.due).toHaveLength(100);
  });
});

describe("a changed workflow", () => {
  it("has the schedules of its newest revision, and those that stay go on", async () => {
    const test = await testOrchestrator();
    const id = await test.create(scheduled());
    await test.clock.advance(HOUR);
    await test.workflows.updateWorkflow(id, { description: "the same" }, "ada");
    await test.clock.advance(HOUR);
    const triggers = [{ type: "schedule", cron: "30 * * * *" }];
    await test.workflows.updateWorkflow(id, { triggers }, "ada");
    await test.clock.advance(HOUR);
    expect(await startedFor(test)).toEqual(["01-01T01:00", "01-01T02:00", "01-01T02:30"]);
    await test.workflows.updateWorkflow(id, { triggers: [] }, "ada");
    await test.clock.advance(DAY);
    expect([(await startedFor(test)).length, test.clock.size, await test.storage.listSchedules()]).toEqual([
      3,
      0,
      [],
    ]);
  });

  it("starts nothing while it is inactive, and makes nothing of that up", async () => {
    const test = await testOrchestrator();
    const id = await test.create(scheduled({ catch_up: "all" }));
    await test.workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    expect(test.clock.size).toBe(0);
    await test.clock.advance(5 * HOUR);
    await test.workflows.updateWorkflow(id, { status: "active" }, "ada");
    await test.clock.advance(HOUR);
    expect(await startedFor(test)).toEqual(["01-01T06:00"]);
  });

  it("starts nothing more once it is deleted", async () => {
    const test = await testOrchestrator();
    const id = await test.create(scheduled());
    await test.workflows.deleteWorkflow(id);
    await test.clock.advance(DAY);
    expect([test.clock.size, await test.storage.listSchedules(), test.logs]).toEqual([0, [], []]);
  });
});

describe("a restart", () => {
  it.each([
    ["none", [], ["02:00 missed", "03:00 missed"]],
    ["last", ["01-01T03:00"], ["02:00 missed"]],
    ["all", ["01-01T02:00", "01-01T03:00"], []],
  ])("makes up what was missed as catch_up %s says", async (catch_up, expected, missed) => {
    const first = await testOrchestrator();
    await first.create(scheduled({ catch_up, overlap: "allow" }));
    await first.clock.advance(HOUR);
    await first.orchestrator.stop();
    await first.clock.advance(2 * HOUR + HOUR / 2);
    const again = await restarted(first);
    await again.clock.advance(1000);
    expect((await startedFor(again)).slice(1)).toEqual(expected);
    expect(
      again.logs.map(({ fields }) => `${String(fields.scheduled_at).slice(11, 16)} ${String(fields.reason)}`),
    ).toEqual(missed);
    await again.clock.advance(HOUR / 2);
    expect((await startedFor(again)).at(-1)).toBe("01-01T04:00");
  });

  it("repeats no start, wherever it was cut off", async () => {
    for (let writes = 0; writes < 4; writes++) {
      const inner = memory();
      let left = writes;
      const putSchedules: typeof inner.putSchedules = (id, records) =>
        left-- > 0 ? inner.putSchedules(id, records) : new Promise(() => undefined);
      const first = await testOrchestrator({ storage: wrapStorage(inner, { putSchedules }) });
      void first.create(scheduled({ catch_up: "last" }));
      await first.clock.advance(HOUR);
      const again = await restarted({ ...first, storage: inner });
      await again.clock.advance(HOUR);
      // Of the first time nothing is known when not even the schedule's begin was stored.
      expect(await startedFor(again)).toEqual(
        writes === 0 ? ["01-01T02:00"] : ["01-01T01:00", "01-01T02:00"],
      );
    }
  });

  it("goes on with the queue, also when it makes nothing up", async () => {
    const first = await testOrchestrator();
    first.script.on("a", holds);
    const id = await first.create(scheduled({ overlap: "queue", catch_up: "none" }));
    await first.clock.advance(2 * HOUR);
    expect((await first.storage.listSchedules())[0]?.due).toHaveLength(1);
    await first.clock.advance(2 * HOUR + HOUR / 2);
    const again = await restarted(first);
    await again.clock.advance(1000);
    expect((await again.workflows.listExecutions({ workflow_id: id })).executions.length).toBeGreaterThan(1);
    expect((await startedFor(again)).slice(0, 2)).toEqual(["01-01T01:00", "01-01T02:00"]);
  });

  it("is not kept from starting by a workflow whose triggers can't be read", async () => {
    const storage = memory();
    const first = await testOrchestrator({ storage });
    const id = await first.create(scheduled({}, { name: "broken" }));
    await first.create(scheduled());
    await first.orchestrator.stop();
    const listWorkflows: typeof storage.listWorkflows = async (query) => {
      const page = await storage.listWorkflows(query);
      const spoil = (record: (typeof page.rows)[number]) =>
        record.workflow_id === id ? { ...record, definition: scheduled({ cron: "5/5 * * *" }) } : record;
      return { ...page, rows: page.rows.map(spoil) as typeof page.rows };
    };
    const again = await restarted({ ...first, storage: wrapStorage(storage, { listWorkflows }) });
    await again.clock.advance(HOUR);
    expect(await startedFor(again)).toEqual(["01-01T01:00"]);
    expect(again.logs).toMatchObject([{ level: "error", fields: { workflow_id: id } }]);
  });

  it("forgets schedules of workflows that are gone", async () => {
    const storage = memory();
    const record = {
      workflow_id: "gone",
      trigger: 0,
      cron: "@daily",
      timezone: "UTC",
      seen_until: 0,
      due: [1],
    };
    await storage.putSchedules("gone", [{ ...record, last_execution_id: null }]);
    const test = await testOrchestrator({ storage });
    expect([await storage.listSchedules(), test.clock.size]).toEqual([[], 0]);
  });
});

describe("an orchestrator that starts nothing by itself", () => {
  it.each([{ standby: true }, { triggers: false }])("keeps schedules as they are: %j", async (options) => {
    const test = await testOrchestrator(options);
    const id = await test.create(scheduled({ catch_up: "all", overlap: "allow" }));
    await test.clock.advance(2 * HOUR + HOUR / 2);
    expect([await startedFor(test), test.clock.size]).toEqual([[], 0]);
    await test.workflows.updateWorkflow(id, { description: "other" }, "ada");
    const again = await restarted(test);
    await again.clock.advance(1000);
    expect(await startedFor(again)).toEqual(["01-01T01:00", "01-01T02:00"]);
    expect(await again.storage.listSchedules()).toHaveLength(1);
    await test.workflows.deleteWorkflow(id);
    expect(await again.storage.listSchedules()).toEqual([]);
  });
});

describe("what keeps a schedule from starting", () => {
  it("is told when the parameters are wrong, and the next time comes all the same", async () => {
    const parameters = [{ name: "n", type: "integer" }];
    const test = await testOrchestrator();
    const id = await test.create(
      scheduled({ parameters: { n: "{{$trigger.scheduled_at}}" } }, { parameters }),
    );
    await test.clock.advance(2 * HOUR);
    expect(await startedFor(test)).toEqual([]);
    const told = test.seen.filter(({ type }) => type === "tutti.trigger.failed");
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({
      source: `/workflows/${id}/triggers/0`,
      workflowid: id,
      data: {
        workflow_id: id,
        trigger: 0,
        scheduled_at: "2026-01-01T01:00:00.000Z",
        errors: [{ code: "INVALID_PARAMETERS", path: "parameters.n" }],
      },
    });
    expect(test.logs[0]).toMatchObject({ level: "error", fields: { workflow_id: id, trigger: 0 } });
  });

  it("is told when a secret is missing", async () => {
    const test = await testOrchestrator();
    const parameters = [{ name: "key", type: "string", secret: true }];
    await test.create(scheduled({ parameters: { key: "{{$secrets.NOWHERE_TO_BE_FOUND}}" } }, { parameters }));
    await test.clock.advance(HOUR);
    expect(test.seen.at(-1)).toMatchObject({
      type: "tutti.trigger.failed",
      data: { errors: [{ code: "UNKNOWN_SECRET" }] },
    });
  });

  it("gives a secret parameter its value, which is shown nowhere", async () => {
    const secrets = { get: (name: string) => (name === "KEY" ? "hunter22" : undefined) };
    const test = await testOrchestrator({ secrets: secrets });
    const parameters = [{ name: "key", type: "string", secret: true }];
    await test.create(scheduled({ parameters: { key: "{{$secrets.KEY}}" } }, { parameters }));
    await test.clock.advance(HOUR);
    const [only] = (await test.workflows.listExecutions()).executions;
    expect((await test.get(only?.execution_id ?? "")).parameters).toEqual({ key: "[redacted]" });
    expect(JSON.stringify([test.seen, test.logs])).not.toContain("hunter22");
  });

  it("is tried again when the storage takes nothing, and started once", async () => {
    const inner = memory();
    let isDown = false;
    const storage = wrapStorage(inner, {
      putSchedules(id, records) {
        if (isDown) throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "memory", reason: "it is full" });
        return inner.putSchedules(id, records);
      },
    });
    const test = await testOrchestrator({ storage });
    await test.create(scheduled());
    isDown = true;
    await test.clock.advance(HOUR + 1_500);
    expect([await startedFor(test), test.logs.length]).toEqual([[], 2]);
    isDown = false;
    await test.clock.advance(60_000);
    expect([await startedFor(test), test.clock.size]).toEqual([["01-01T01:00"], 1]);
  });

  it("is tried again when the process has too much to do", async () => {
    const test = await testOrchestrator({ limits: { runningExecutions: 1, pendingExecutions: 1 } });
    test.script.on("b", holds);
    for (let n = 0; n < 2; n++) await test.start(workflow([action("b")]));
    await test.create(scheduled());
    await test.clock.advance(HOUR);
    expect([await startedFor(test), test.logs[0]?.message]).toEqual([["", ""], "A schedule will try again."]);
    (await test.script.started("b")).complete();
    (await test.script.started("b", 2)).complete();
    await test.clock.advance(60_000);
    expect(await startedFor(test)).toEqual(["", "", "01-01T01:00"]);
  });

  it("does not keep a change of the workflow from being made", async () => {
    const inner = memory();
    const putSchedules = (): never => {
      throw new Error("no");
    };
    const test = await testOrchestrator({ storage: wrapStorage(inner, { putSchedules }) });
    await test.create(scheduled());
    expect(test.logs[0]?.message).toBe("The schedules of a workflow could not be stored.");
  });
});
