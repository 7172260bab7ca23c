import type { Json, JsonObject } from "@tutti/core";
import { holds, Script } from "../../script";
import { wrapStorage } from "../../storages";
import { matches, same } from "../check";
import { executionOf } from "./bench";
import { emit, hear } from "./event-actions";
import { action, group, needing, scenario, workflow } from "./scenario";

const takesFirst = scenario(
  "takes the first event that fits as its output, and lets the others go by",
  async (given) => {
    const { start, events, ended } = await given.orchestrator();
    const config = {
      filter: "data.id = $values.id and $event.source = '/shop'",
      values: { id: "{{order}}" },
    };
    const parameters = [{ name: "order", type: "integer" }];
    const id = await start(workflow([hear(config)], { parameters }), { order: 7 });
    const tell = async (data: Json, rest: object = {}): Promise<unknown> =>
      events.publish({ type: "order.paid", source: "/shop", data, ...rest });
    await tell({ id: 7, n: -1 }, { type: "order.sent" });
    await tell({ id: 7, n: 0 }, { source: "/other" });
    for (const data of [{ id: 6 }, {}, { id: 7, n: 1 }, { id: 7, n: 2 }]) await tell(data);
    matches((await ended(id)).actions.hear?.output, { data: { id: 7, n: 1 } });
  },
);

const correlates = scenario("listens under one correlation id when it names it", async (given) => {
  const { start, events, get, ended } = await given.orchestrator();
  const id = await start(workflow([hear({ correlation: "order-7" })]));
  await events.publish({ type: "order.paid", correlationId: "order-6" });
  await given.rest();
  same((await get(id)).status, "waiting");
  await events.publish({ type: "order.paid", correlationId: "order-7" });
  same((await ended(id)).status, "completed");
});

const meets = scenario("hears what another execution publishes, in each item", async (given) => {
  const { start, execute, ended } = await given.orchestrator();
  const id = await start(workflow([hear({}, { for_each: [1, 2] })]));
  await execute(workflow([action("a"), emit({ data: "{{a}}" }, { depends_on: "a" })]));
  const output = (await ended(id)).actions.hear?.output as readonly JsonObject[];
  same(
    output.map(({ type }) => type),
    ["order.paid", "order.paid"],
  );
});

const expires = scenario("times out with EVENT_TIMEOUT, and listens no more", async (given) => {
  const { start, clock, ended, get, events } = await given.orchestrator();
  const id = await start(workflow([hear({ timeout_seconds: 10 }, { retry: { max_attempts: 3 } })]));
  await clock.advance(9_999);
  same((await get(id)).status, "waiting");
  await clock.advance(1);
  matches((await ended(id)).error, {
    code: "EVENT_TIMEOUT",
    message: 'Action "hear" waited 10 s for an event "order.paid", which did not come.',
    action_id: "hear",
    attempt: 1,
  });
  await events.publish({ type: "order.paid" });
  await given.rest();
  same((await get(id)).status, "failed");
});

const survives = scenario("listens again after a restart, with what is left of its time", async (given) => {
  const ids: string[] = [];
  const storage = await given.crashed(async ({ start }) => {
    ids.push(
      await start(workflow([hear({ filter: "data.n = $values.n", values: { n: 5 } })])),
      await start(workflow([hear({ correlation: "nobody", timeout_seconds: 100 })])),
    );
  });
  await given.clock.advance(60_000);
  const { ended, events, statuses } = await given.orchestrator({ storage });
  await events.publish({ type: "order.paid", data: { n: 4 } });
  same(await statuses(ids), ["waiting", "waiting"]);
  await events.publish({ type: "order.paid", data: { n: 5 } });
  matches((await ended(ids[0] ?? "")).actions.hear?.output, { data: { n: 5 } });
  await given.clock.advance(40_000);
  same((await ended(ids[1] ?? "")).error?.code, "EVENT_TIMEOUT");
});

const keepsEvent = scenario("keeps the event that it took through a restart", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, events, script }) => {
    script.on("last", holds);
    id = await start(workflow([hear(), action("last", { depends_on: "hear" })]));
    await events.publish({ type: "order.paid", data: 1 });
    await script.started("last");
  });
  const { ended } = await given.orchestrator({ storage, script: new Script() });
  matches((await ended(id)).actions.hear?.output, { data: 1 });
});

const inTime = scenario("takes an event that comes before the wait is stored", async (given) => {
  const inner = await given.storage();
  const gates: (() => void)[] = [];
  const storage = wrapStorage(inner, {
    async append(commit) {
      await new Promise<void>((open) => gates.push(open));
      await inner.append(commit);
    },
  });
  const { create, workflows, events, get } = await given.orchestrator({ storage });
  const starting = workflows.startWorkflow(await create(workflow([hear()])), {}, "ada");
  const open = async (): Promise<void> => {
    await given.rest();
    gates.shift()?.();
    await given.rest();
  };
  await open();
  await events.publish({ type: "order.paid", data: 1 });
  const id = executionOf(await starting).execution_id;
  while (gates.length > 0) await open();
  matches((await get(id)).actions.hear, { status: "completed", output: { data: 1 } });
});

/** The action `wait_for_event`. */
export const awaiting = group("wait_for_event", [
  takesFirst,
  correlates,
  meets,
  expires,
  inTime,
  scenario("is there for several executions: one event for all", async (given) => {
    const { create, workflows, events, ended } = await given.orchestrator();
    const config = { filter: "data.n = $values.n", values: { n: "{{$item}}" } };
    const workflowId = await create(workflow([hear(config, { for_each: [1, 2] })]));
    const ids: string[] = [];
    for (let starts = 0; starts < 2; starts++)
      ids.push(executionOf(await workflows.startWorkflow(workflowId, {}, "ada")).execution_id);
    for (const n of [2, 1]) await events.publish({ type: "order.paid", data: { n } });
    for (const id of ids)
      matches((await ended(id)).actions.hear?.output, [{ data: { n: 1 } }, { data: { n: 2 } }]);
  }),
  scenario("hears what executions do", async (given) => {
    const { start, execute, ended } = await given.orchestrator();
    const id = await start(
      workflow([hear({ event_type: "execution.completed", filter: "data.result.x = 5" })]),
    );
    await execute(workflow([action("a", { config: { returns: 5 } })], { outputs: { x: "{{a}}" } }));
    matches((await ended(id)).actions.hear?.output, { type: "tutti.execution.completed" });
  }),
  scenario("takes the timeout back when the event comes in time", async (given) => {
    const { start, events, ended, clock } = await given.orchestrator();
    const id = await start(workflow([hear({ timeout_seconds: 10 })]));
    await events.publish({ type: "order.paid" });
    await ended(id);
    same(clock.size, 0);
  }),
  scenario("is ended by a cancel, and goes on in a pause", async (given) => {
    const { start, workflows, events, ended } = await given.orchestrator();
    const [one, two] = [await start(workflow([hear()])), await start(workflow([hear()]))];
    await workflows.cancelExecution(one, "ada");
    await workflows.pauseExecution(two, "ada");
    await events.publish({ type: "order.paid", data: 1 });
    await given.rest();
    await workflows.resumeExecution(two, "ada");
    same([(await ended(one)).status, (await ended(two)).status], ["cancelled", "completed"]);
  }),
  scenario("fails when its filter can't be evaluated", async (given) => {
    const { start, events, ended } = await given.orchestrator();
    const id = await start(workflow([hear({ filter: "$number(data.n) > 5" })]));
    await events.publish({ type: "order.paid", data: { n: "x" } });
    matches((await ended(id)).error, { code: "EXPRESSION_FAILED", action_id: "hear" });
  }),
  scenario("fails when the event is too big to be an output", async (given) => {
    const { start, events, ended } = await given.orchestrator({ limits: { outputBytes: 400 } });
    const id = await start(workflow([hear()]));
    await events.publish({ type: "order.paid", data: "x".repeat(500) });
    same((await ended(id)).error?.code, "LIMIT_EXCEEDED");
  }),
  ...needing("restart", survives, keepsEvent),
]);
