import { holds } from "../../script";
import { matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** Limits of definitions and parameters. */
export const startLimits = group("limits of a start", [
  scenario("refuse parameters that are too big, with nothing half-written", async (given) => {
    const { create, workflows } = await given.orchestrator({ limits: { parameterBytes: 100 } });
    const id = await create(workflow([], { parameters: [{ name: "s", type: "string" }] }));
    same((await workflows.startWorkflow(id, { s: "x".repeat(50) }, "ada")).success, true);
    const refused = await workflows.startWorkflow(id, { s: "x".repeat(200) }, "ada");
    same(refused.errors[0]?.code, "LIMIT_EXCEEDED");
    same((await workflows.listExecutions()).executions.length, 1);
  }),
  scenario("refuse definitions that are too big or have too many actions", async (given) => {
    const { workflows } = await given.orchestrator({ limits: { actions: 2, definitionBytes: 500 } });
    const many = await workflows.createWorkflow(workflow(["a", "b", "c"].map((name) => action(name))), "ada");
    same(many.errors[0]?.code, "LIMIT_EXCEEDED");
    const big = await workflows.createWorkflow(workflow([], { description: "x".repeat(500) }), "ada");
    same(big.errors[0]?.code, "LIMIT_EXCEEDED");
    same((await workflows.listWorkflows()).workflows, []);
  }),
]);

/** Bounds of expressions. */
export const runawayExpression = group("an expression that runs away", [
  scenario("fails its action, and other executions go on", async (given) => {
    const { start, execute, script, ended } = await given.orchestrator({ limits: { expressionDepth: 50 } });
    script.on("other", holds);
    const other = await start(workflow([action("other")]));
    const { execution } = await execute(
      workflow([action("a", { config: { x: "{{($f := function($n) { 1 + $f($n) }; $f(1))}}" } })]),
    );
    matches(execution.error, { code: "EXPRESSION_LIMIT", action_id: "a" });
    script.of("other")[0]?.complete();
    same((await ended(other)).status, "completed");
  }),
]);

/** The variables of expressions. */
export const variables = group("variables", [
  scenario("tell of the execution, the workflow and its actions", async (given) => {
    const { execute, script } = await given.orchestrator();
    const config = {
      id: "{{$execution.execution_id}}",
      by: "{{$execution.created_by}}",
      at: "{{$execution.created_at}}",
      correlation: "{{$execution.correlation_id}}",
      workflow: "{{$workflow.name}} r{{$workflow.revision}}",
      known: "{{$actions.first}}",
      other: "{{$actions.second.status}}",
      all: "{{$count($keys($actions))}}",
      random: "{{$random()}}",
      now: "{{$now()}}",
    };
    const { execution } = await execute(
      workflow([
        action("first", { config: { returns: 7 } }),
        action("second"),
        action("last", { config, depends_on: ["first", "second"] }),
      ]),
    );
    same(script.of("last")[0]?.config, {
      id: execution.execution_id,
      by: "ada",
      at: "2026-01-01T00:00:00.000Z",
      correlation: execution.execution_id,
      workflow: "test r1",
      known: { status: "completed", attempts: 1, output: 7, error: null },
      other: "completed",
      all: 3,
      random: 0.5,
      now: "2026-01-01T00:00:00.000Z",
    });
  }),
]);
