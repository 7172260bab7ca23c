import type { JsonObject } from "@tutti/core";
import { holds, Script } from "../../script";
import { matches, same } from "../check";
import { action, group, needing, scenario, workflow } from "./scenario";

/** An action that publishes an event. */
function emit(config: object, rest: object = {}): object {
  return {
    action_id: "tell",
    action_type: "emit_event",
    config: { event_type: "order.paid", ...config },
    ...rest,
  };
}

/** An action that waits for an event. */
function hear(config: object = {}, rest: object = {}): object {
  return {
    action_id: "hear",
    action_type: "wait_for_event",
    config: { event_type: "order.paid", ...config },
    ...rest,
  };
}

const emits = scenario("publish an event under the action's key, which is their output", async (given) => {
  const { create, workflows, seen, history } = await given.orchestrator();
  const parameters = [{ name: "order", type: "integer" }];
  const workflowId = await create(
    workflow([emit({ subject: "o-{{order}}", data: { n: "{{order}}" } })], { parameters }),
  );
  const options = { correlationId: "c" };
  const { execution } = await workflows.executeWorkflow(workflowId, { order: 0 }, "ada", options);
  await given.rest();
  const id = execution?.execution_id ?? "";
  const events = seen.filter(({ type }) => type === "order.paid");
  matches(events, [
    {
      id: `${id}:tell`,
      source: `/workflows/${workflowId}/executions/${id}`,
      subject: "o-0",
      correlationid: "c",
      executionid: id,
      workflowid: workflowId,
      data: { n: 0 },
    },
  ]);
  same(execution?.actions.tell?.output, events[0]);
  same((await history(id)).slice(2, 4), ["action.started tell", "action.completed tell"]);
});

const takesFirst = scenario("take the first event that fits as their output", async (given) => {
  const { start, events, ended } = await given.orchestrator();
  const config = { filter: "data.id = $values.id", values: { id: "{{order}}" } };
  const parameters = [{ name: "order", type: "integer" }];
  const id = await start(workflow([hear(config)], { parameters }), { order: 7 });
  for (const data of [{ id: 6 }, {}, { id: 7, n: 1 }, { id: 7, n: 2 }])
    await events.publish({ type: "order.paid", data });
  matches((await ended(id)).actions.hear?.output, { data: { id: 7, n: 1 } });
});

const correlates = scenario("listen under one correlation id when they name it", async (given) => {
  const { start, events, get, ended } = await given.orchestrator();
  const id = await start(workflow([hear({ correlation: "order-7" })]));
  await events.publish({ type: "order.paid", correlationId: "order-6" });
  await given.rest();
  same((await get(id)).status, "waiting");
  await events.publish({ type: "order.paid", correlationId: "order-7" });
  same((await ended(id)).status, "completed");
});

const meets = scenario("bring two executions together", async (given) => {
  const { start, execute, ended } = await given.orchestrator();
  const id = await start(workflow([hear({}, { for_each: [1, 2] })]));
  await execute(workflow([action("a"), emit({ data: "{{a}}" }, { depends_on: "a" })]));
  const output = (await ended(id)).actions.hear?.output as readonly JsonObject[];
  same(
    output.map(({ type }) => type),
    ["order.paid", "order.paid"],
  );
});

const expires = scenario("time out with EVENT_TIMEOUT", async (given) => {
  const { start, clock, ended, get } = await given.orchestrator();
  const id = await start(workflow([hear({ timeout_seconds: 10 })]));
  await clock.advance(9_999);
  same((await get(id)).status, "waiting");
  await clock.advance(1);
  matches((await ended(id)).error, { code: "EVENT_TIMEOUT", action_id: "hear", attempt: 1 });
});

const survives = scenario("listen again after a restart, with what is left of their time", async (given) => {
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

const keepsEvent = scenario("keep the event that they took", async (given) => {
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

/** `emit_event` and `wait_for_event`. */
export const eventActions = group("actions that publish and await events", [
  emits,
  takesFirst,
  correlates,
  meets,
  expires,
  ...needing("restart", survives, keepsEvent),
]);
