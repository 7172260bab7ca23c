import type { PublishedEvent } from "@tutti/core";
import { matches, same } from "../check";
import { action, group, needing, scenario, workflow } from "./scenario";
import { executionsOf } from "./trigger-views";

/** A workflow of one action that an event starts. */
function triggered(trigger: object = {}, rest: object = {}): object {
  const triggers = [{ type: "event", event_type: "order.paid", ...trigger }];
  return workflow([action("a")], { triggers, ...rest });
}

const paid = (id: string, n: number | string): PublishedEvent => ({
  type: "order.paid",
  source: "/shop",
  id,
  data: { n },
});

const NUMBER = { parameters: [{ name: "n", type: "integer" }] };
const GIVEN = { parameters: { n: "{{data.n}}" } };

/** Events that start executions. */
export const eventTriggers = group("triggers of type event", [
  scenario("start an execution for each event that fits, and it says so", async (given) => {
    const bench = await given.orchestrator();
    const id = await bench.create(triggered({ ...GIVEN, filter: "data.n > 5" }, NUMBER));
    for (const n of [5, 6, 7])
      await bench.events.publish({ ...paid(`e${n}`, n), correlationId: `order-${n}` });
    await given.rest();
    const executions = await executionsOf(bench, id);
    same(
      executions.map(({ parameters, correlation_id }) => [parameters.n, correlation_id]),
      [
        [6, "order-6"],
        [7, "order-7"],
      ],
    );
    matches(executions[0], {
      status: "completed",
      created_by: "trigger:event",
      trigger: { type: "event", index: 0, event: { id: "e6", source: "/shop", type: "order.paid" } },
    });
  }),
  scenario("tell of parameters that are wrong, and start nothing then", async (given) => {
    const bench = await given.orchestrator();
    const id = await bench.create(triggered(GIVEN, NUMBER));
    await bench.events.publish(paid("1", "x"));
    await bench.events.publish(paid("2", 2));
    await given.rest();
    same((await executionsOf(bench, id)).length, 1);
    matches(bench.seen.find(({ type }) => type === "tutti.trigger.failed")?.data, {
      workflow_id: id,
      trigger: 0,
      event: { id: "1", source: "/shop", type: "order.paid" },
      errors: [{ code: "INVALID_PARAMETERS", path: "parameters.n" }],
    });
  }),
  scenario("are stopped when they go in a circle", async (given) => {
    const bench = await given.orchestrator({ limits: { childDepth: 2 } });
    const tells = (event_type: string): object => ({
      action_id: "tell",
      action_type: "emit_event",
      config: { event_type },
    });
    const on = (event_type: string): object => ({ triggers: [{ type: "event", event_type }] });
    await bench.create(workflow([tells("pong")], on("ping")));
    await bench.create(workflow([tells("ping")], on("pong")));
    await bench.events.publish({ type: "ping" });
    await given.rest();
    same((await executionsOf(bench)).length, 3);
    matches(bench.seen.find(({ type }) => type === "tutti.trigger.failed")?.data, {
      errors: [{ code: "TRIGGER_DEPTH" }],
    });
  }),
  scenario("follow their workflow when it is updated, deactivated and deleted", async (given) => {
    const bench = await given.orchestrator();
    const id = await bench.create(triggered());
    const publish = async (type: string, eventId: string): Promise<void> => {
      await bench.events.publish({ type, id: eventId });
      await given.rest();
    };
    await bench.workflows.updateWorkflow(
      id,
      { triggers: [{ type: "event", event_type: "order.sent" }] },
      "ada",
    );
    await publish("order.paid", "1");
    await publish("order.sent", "2");
    await bench.workflows.updateWorkflow(id, { status: "inactive" }, "ada");
    await publish("order.sent", "3");
    await bench.workflows.updateWorkflow(id, { status: "active" }, "ada");
    await publish("order.sent", "4");
    await bench.workflows.deleteWorkflow(id);
    await publish("order.sent", "5");
    same(
      (await executionsOf(bench, id)).map(({ trigger }) => trigger?.event?.id),
      ["2", "4"],
    );
  }),
  ...needing(
    "restart",
    scenario(
      "start one execution for an event however often it comes, also after a restart",
      async (given) => {
        let id = "";
        const storage = await given.crashed(async (bench) => {
          id = await bench.create(triggered());
          for (let n = 0; n < 3; n++) await bench.events.publish(paid("1", n));
        });
        const bench = await given.orchestrator({ storage });
        await bench.events.publish(paid("1", 0));
        await bench.events.publish(paid("2", 0));
        await given.rest();
        same(
          (await executionsOf(bench, id)).map(({ trigger }) => trigger?.event?.id),
          ["1", "2"],
        );
      },
    ),
  ),
]);
