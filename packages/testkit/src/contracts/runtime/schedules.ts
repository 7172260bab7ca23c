import { holds, Script } from "../../script";
import { matches, same } from "../check";
import type { Bench } from "./bench";
import { action, group, needing, scenario, workflow } from "./scenario";
import { skippedTimes, timesOf } from "./trigger-views";

const HOUR = 3_600_000;

/** A workflow of one action that a schedule starts every hour. */
function hourly(trigger: object = {}, rest: object = {}): object {
  const triggers = [{ type: "schedule", cron: "0 * * * *", ...trigger }];
  return workflow([action("a")], { triggers, ...rest });
}

const starts = scenario("start an execution at each of their times, and it says so", async (given) => {
  const bench = await given.orchestrator();
  const parameters = [
    { name: "n", type: "integer" },
    { name: "at", type: "string" },
  ];
  const trigger = { cron: "30 9 * * *", timezone: "Europe/Vienna" };
  const values = { n: 0, at: "{{$trigger.scheduled_at}}" };
  await bench.create(hourly({ ...trigger, parameters: values }, { parameters }));
  await given.clock.advance(48 * HOUR);
  same(await timesOf(bench), ["01-01T08:30", "01-02T08:30"]);
  const [newest] = (await bench.workflows.listExecutions()).executions;
  matches(await bench.get(newest?.execution_id ?? ""), {
    status: "completed",
    created_by: "trigger:schedule",
    parameters: { n: 0, at: "2026-01-02T08:30:00.000Z" },
    trigger: { type: "schedule", index: 0, scheduled_at: "2026-01-02T08:30:00.000Z" },
  });
});

const oneTimer = scenario("set one timer, whatever their number", async (given) => {
  const bench = await given.orchestrator();
  for (let n = 0; n < 5; n++) await bench.create(hourly({ cron: `${n} * * * *` }));
  same(given.clock.size, 1);
  await given.clock.advance(HOUR);
  same([(await timesOf(bench)).length, given.clock.size], [5, 1]);
});

const overlaps = (
  [
    ["skip", ["01-01T01:00"], ["02:00 overlap", "03:00 overlap"]],
    ["queue", ["01-01T01:00"], []],
    ["allow", ["01-01T01:00", "01-01T02:00", "01-01T03:00"], []],
  ] as const
).map(([overlap, started, skipped]) =>
  scenario(`do as overlap ${overlap} says while an execution is not over`, async (given) => {
    const bench = await given.orchestrator();
    bench.script.on("a", holds);
    await bench.create(hourly({ overlap }));
    await given.clock.advance(3 * HOUR);
    same([await timesOf(bench), skippedTimes(bench)], [started, skipped]);
  }),
);

const queues = scenario("start what was queued when the execution before is over", async (given) => {
  const bench = await given.orchestrator();
  bench.script.on("a", holds);
  await bench.create(hourly({ overlap: "queue" }));
  await given.clock.advance(3 * HOUR);
  for (const number of [1, 2]) (await bench.script.started("a", number)).complete();
  await bench.script.started("a", 3);
  same(await timesOf(bench), ["01-01T01:00", "01-01T02:00", "01-01T03:00"]);
});

const follow = scenario(
  "follow their workflow when it is updated, deactivated and deleted",
  async (given) => {
    const bench = await given.orchestrator();
    const id = await bench.create(hourly({ catch_up: "all" }));
    await given.clock.advance(HOUR);
    const triggers = [{ type: "schedule", cron: "30 * * * *", catch_up: "all" }];
    await bench.workflows.updateWorkflow(id, { triggers }, "ada");
    await given.clock.advance(HOUR);
    await bench.workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    await given.clock.advance(5 * HOUR);
    await bench.workflows.updateWorkflow(id, { status: "active" }, "ada");
    await given.clock.advance(HOUR);
    same(await timesOf(bench), ["01-01T01:00", "01-01T01:30", "01-01T07:30"]);
    await bench.workflows.deleteWorkflow(id);
    await given.clock.advance(5 * HOUR);
    same([(await timesOf(bench)).length, given.clock.size, await bench.storage.listSchedules()], [3, 0, []]);
  },
);

const wrong = scenario("tell of parameters that are wrong, and go on", async (given) => {
  const bench = await given.orchestrator();
  const parameters = [{ name: "n", type: "integer" }];
  const id = await bench.create(hourly({ parameters: { n: "{{$trigger.scheduled_at}}" } }, { parameters }));
  await given.clock.advance(2 * HOUR);
  same(await timesOf(bench), []);
  const told = bench.seen.filter(({ type }) => type === "tutti.trigger.failed");
  same(told.length, 2);
  matches(told[0]?.data, {
    workflow_id: id,
    trigger: 0,
    scheduled_at: "2026-01-01T01:00:00.000Z",
    errors: [{ code: "INVALID_PARAMETERS", path: "parameters.n" }],
  });
});

const catchUps = (
  [
    ["none", []],
    ["last", ["01-01T03:00"]],
    ["all", ["01-01T02:00", "01-01T03:00"]],
  ] as const
).map(([catch_up, madeUp]) =>
  scenario(`make up what they missed as catch_up ${catch_up} says`, async (given) => {
    const storage = await given.crashed(async (bench) => {
      await bench.create(hourly({ catch_up, overlap: "allow" }));
      await given.clock.advance(HOUR);
    });
    await given.clock.advance(2 * HOUR + HOUR / 2);
    const bench = await given.orchestrator({ storage });
    await given.clock.advance(HOUR / 2);
    same(await timesOf(bench), ["01-01T01:00", ...madeUp, "01-01T04:00"]);
  }),
);

const once = scenario(
  "start each time once, also when they are killed in the middle of it",
  async (given) => {
    const storage = await given.crashed(async (bench) => {
      bench.script.on("a", holds);
      await bench.create(hourly({ overlap: "allow" }));
      await given.clock.advance(2 * HOUR);
    });
    const bench = await given.orchestrator({ storage, script: new Script() });
    await given.clock.advance(HOUR);
    same(await timesOf(bench), ["01-01T01:00", "01-01T02:00", "01-01T03:00"]);
    same(await endedCount(bench), 3);
  },
);

const keepsQueue = scenario("keep their queue, also when they make nothing up", async (given) => {
  const storage = await given.crashed(async (bench) => {
    bench.script.on("a", holds);
    await bench.create(hourly({ overlap: "queue", catch_up: "none" }));
    await given.clock.advance(2 * HOUR);
  });
  await given.clock.advance(2 * HOUR + HOUR / 2);
  const bench = await given.orchestrator({ storage, script: new Script() });
  await given.rest();
  same(await timesOf(bench), ["01-01T01:00", "01-01T02:00"]);
});

async function endedCount({ workflows }: Bench): Promise<number> {
  const { executions } = await workflows.listExecutions({ status: "completed" });
  return executions.length;
}

/** Schedules, and what a restart makes of them. */
export const schedules = group("schedules", [
  starts,
  oneTimer,
  ...overlaps,
  queues,
  follow,
  wrong,
  ...needing("restart", ...catchUps, once, keepsQueue),
]);
