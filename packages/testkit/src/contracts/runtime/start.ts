import type { StartOptions } from "@tutti/core";
import { holds } from "../../script";
import { contains, matches, refuses, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** Starting an execution. */
export const starting = group("a start", [
  scenario("gives the execution of the first one with the same idempotency key", async (given) => {
    const { create, workflows, script, ended } = await given.orchestrator();
    const id = await create(workflow([action("a")]));
    const start = async (idempotencyKey: string, workflowId = id): Promise<string | undefined> =>
      (await workflows.startWorkflow(workflowId, {}, "ada", { idempotencyKey })).execution?.execution_id;
    const [first, second] = await Promise.all([start("k"), start("k")]);
    same(second, first);
    await ended(first ?? "");
    same(await start("k"), first);
    same((await start("other")) === first, false);
    same((await start("k", await create(workflow([])))) === first, false);
    same(script.calls.length, 2);
    same(
      (await workflows.executeWorkflow(id, {}, "ada", { idempotencyKey: "k" })).execution?.execution_id,
      first,
    );
  }),
  scenario("takes on the caller's correlation id and trace", async (given) => {
    const { create, workflows, script, events } = await given.orchestrator();
    const id = await create(workflow([action("a")]));
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { execution } = await workflows.executeWorkflow(id, {}, "ada", {
      correlationId: "order-7",
      traceparent,
    });
    same(execution?.correlation_id, "order-7");
    const { context } = script.calls[0] ?? {};
    same([context?.correlationId, context?.userId], ["order-7", "ada"]);
    matches(
      context?.traceparent,
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
    same((await events.correlated("order-7")).length, 5);
  }),
  scenario("carries the caller's tracestate and baggage, to child executions too", async (given) => {
    const { create, workflows, script } = await given.orchestrator();
    const child = await create(workflow([action("b")]));
    const call = { action_id: "call", action_type: "run_workflow", config: { workflow_id: child } };
    const id = await create(workflow([action("a"), { ...call, depends_on: "a" }]));
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const baggage = { tenant: "a b", region: "" };
    await workflows.executeWorkflow(id, {}, "ada", { traceparent, tracestate: "acme=1,b=2", baggage });
    await workflows.executeWorkflow(id, {}, "ada");
    same(
      script.calls.map(({ context }) => [context.tracestate, context.baggage]),
      [
        ["acme=1,b=2", baggage],
        ["acme=1,b=2", baggage],
        [undefined, {}],
        [undefined, {}],
      ],
    );
  }),
  scenario("is refused with baggage or a tracestate that no header can hold", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(workflow([]));
    const wrong: StartOptions[] = [
      { baggage: { "a b": "c" } },
      { baggage: { a: 1 as unknown as string } },
      { baggage: { a: "\ud800" } },
      { baggage: { a: "x".repeat(9000) } },
      { baggage: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, ""])) },
      { tracestate: "x".repeat(9000) },
    ];
    for (const options of wrong)
      await refuses(() => workflows.startWorkflow(id, {}, "ada", options), { code: "INVALID_OPTIONS" });
    same((await workflows.listExecutions()).executions, []);
  }),
  scenario("makes a trace of its own otherwise", async (given) => {
    const { execute, script } = await given.orchestrator();
    const { execution } = await execute(workflow([action("a")]));
    contains(script.calls[0]?.context.traceparent, execution.execution_id.replaceAll("-", ""));
  }),
  scenario(
    "is refused, with all errors, for parameters that do not fit, an unknown and an inactive workflow",
    async (given) => {
      const { create, workflows } = await given.orchestrator();
      const id = await create(
        workflow([], {
          parameters: [
            { name: "n", type: "integer" },
            { name: "s", type: "string" },
          ],
        }),
      );
      const refused = await workflows.startWorkflow(id, { n: "1", x: 1 }, "ada");
      same([refused.success, refused.execution, refused.errors.length], [false, null, 3]);
      same((await workflows.executeWorkflow("none", {}, "ada")).errors[0]?.code, "UNKNOWN_WORKFLOW");
      await workflows.updateWorkflow(id, { status: "inactive" }, "ada");
      same((await workflows.startWorkflow(id, { n: 1, s: "" }, "ada")).errors[0]?.code, "WORKFLOW_INACTIVE");
    },
  ),
  scenario("keeps the revision it was started with", async (given) => {
    const { create, workflows, script, ended } = await given.orchestrator();
    script.on("a", holds);
    const id = await create(workflow([action("a"), action("old", { depends_on: "a" })]));
    const started = (await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "";
    await workflows.updateWorkflow(id, { actions: [action("a"), action("new", { depends_on: "a" })] }, "ada");
    await workflows.deleteWorkflow(id);
    (await script.started("a")).complete();
    same(Object.keys((await ended(started)).actions), ["a", "old"]);
    same((await workflows.startWorkflow(id, {}, "ada")).errors[0]?.code, "UNKNOWN_WORKFLOW");
  }),
]);
