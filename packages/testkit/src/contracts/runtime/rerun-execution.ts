import { matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** Doing the same once more. */
export const rerunExecution = group("rerunExecution", [
  scenario("starts a new execution with the same parameters on the newest revision", async (given) => {
    const { execute, script, workflows, ended } = await given.orchestrator();
    const definition = workflow([action("a", { config: { n: "{{n}}" } })], {
      parameters: [{ name: "n", type: "integer" }],
    });
    const { execution } = await execute(definition, { n: 3 });
    await workflows.updateWorkflow(execution.workflow_id, { name: "newer" }, "ada");
    const again = await workflows.rerunExecution(execution.execution_id, "bob");
    const id = again.execution?.execution_id ?? "";
    matches(await ended(id), {
      parameters: { n: 3 },
      rerun_of: execution.execution_id,
      created_by: "bob",
      workflow_revision: 2,
      workflow_name: "newer",
    });
    same(
      script.of("a").map((call) => call.config),
      [{ n: 3 }, { n: 3 }],
    );
    same(id === execution.execution_id, false);
  }),
  scenario("is refused for an execution that is not there", async (given) => {
    const { workflows } = await given.orchestrator();
    same((await workflows.rerunExecution("nobody", "ada")).errors[0]?.code, "UNKNOWN_EXECUTION");
  }),
]);
