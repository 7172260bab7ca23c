import { throws } from "../../script";
import { dyingStorage } from "../../storages";
import { lacks, matches, same } from "../check";
import type { Bench } from "./bench";
import { emit } from "./event-actions";
import { action, group, needing, scenario, workflow } from "./scenario";

/** The events of this type that were published. */
function published({ seen }: Bench, type = "order.paid"): Bench["seen"] {
  return seen.filter((event) => event.type === type);
}

const emits = scenario("publishes an event under the action's key, which is its output", async (given) => {
  const { create, workflows, seen, history } = await given.orchestrator();
  const parameters = [{ name: "order", type: "integer" }];
  const workflowId = await create(
    workflow([emit({ subject: "o-{{order}}", data: { n: "{{order}}", none: null } })], { parameters }),
  );
  const options = { correlationId: "c" };
  const { execution } = await workflows.executeWorkflow(workflowId, { order: 0 }, "ada", options);
  await given.rest();
  const id = execution?.execution_id ?? "";
  const events = seen.filter(({ type }) => type === "order.paid");
  same(events, [
    {
      specversion: "1.0",
      id: `${id}:tell`,
      source: `/workflows/${workflowId}/executions/${id}`,
      type: "order.paid",
      subject: "o-0",
      time: "2026-01-01T00:00:00.000Z",
      datacontenttype: "application/json",
      correlationid: "c",
      executionid: id,
      workflowid: workflowId,
      data: { n: 0, none: null },
    },
  ]);
  same(execution?.actions.tell?.output, events[0]);
  same((await history(id)).slice(2, 4), ["action.started tell", "action.completed tell"]);
});

const repeats = scenario(
  "publishes the same event again when a crash kept its end from being stored",
  async (given) => {
    const original = await given.storage();
    const storage = dyingStorage(original, 1);
    const dying = await given.orchestrator({ storage });
    // Not waited for: a process that has died answers nobody.
    void dying.start(workflow([emit({ data: 1 })])).catch(() => undefined);
    await given.rest();
    same([storage.isDead(), published(dying).length], [true, 1]);
    const { workflows, ended } = await given.orchestrator({
      storage: await given.reopened(original, "crashed"),
    });
    const [row] = (await workflows.listExecutions()).executions;
    same((await ended(row?.execution_id ?? "")).actions.tell?.output, published(dying)[0]);
  },
);

/** The action `emit_event`. */
export const emitting = group("emit_event", [
  emits,
  scenario(
    "publishes one event per item, each with its own id, under the correlation that it gives",
    async (given) => {
      const bench = await given.orchestrator();
      const items = { data: "{{$item}}", correlation: "o-{{$item}}" };
      const { execution } = await bench.execute(workflow([emit(items, { for_each: [1, 2] })]));
      same(
        published(bench).map(({ id, data, correlationid }) => [id, data, correlationid]),
        [
          [`${execution.execution_id}:tell:0`, 1, "o-1"],
          [`${execution.execution_id}:tell:1`, 2, "o-2"],
        ],
      );
    },
  ),
  scenario("takes secrets out", async (given) => {
    const bench = await given.orchestrator();
    const parameters = [{ name: "key", type: "string", secret: true }];
    const tells = emit({ data: { key: "Bearer {{key}}" }, subject: "{{key}}", correlation: "{{key}}" });
    await bench.execute(workflow([tells], { parameters }), { key: "hunter22" });
    matches(published(bench), [
      { subject: "[redacted]", correlationid: "[redacted]", data: { key: "Bearer [redacted]" } },
    ]);
    lacks(JSON.stringify(bench.seen), "hunter22");
  }),
  scenario("publishes nothing that is too big", async (given) => {
    const bench = await given.orchestrator({ limits: { outputBytes: 400 } });
    const { execution } = await bench.execute(workflow([emit({ data: "x".repeat(500) })]));
    same([execution.error?.code, published(bench)], ["LIMIT_EXCEEDED", []]);
  }),
  scenario("refuses a type of Tutti's own, also from a template", async (given) => {
    const { execute } = await given.orchestrator();
    const { execution } = await execute(workflow([emit({ event_type: "{{'tutti.' & 'x'}}" })]));
    same(execution.error?.code, "INVALID_CONFIG");
  }),
  scenario("undoes what an action did, as a compensation", async (given) => {
    const bench = await given.orchestrator();
    bench.script.on("b", throws(new Error("no")));
    const compensate = { action_type: "emit_event", config: { event_type: "order.cancelled" } };
    const { execution } = await bench.execute(
      workflow([action("a", { compensate }), action("b", { depends_on: "a" })]),
    );
    same(
      published(bench, "order.cancelled").map(({ id }) => id),
      [`compensation:${execution.execution_id}:a`],
    );
  }),
  ...needing("restart", repeats),
]);
