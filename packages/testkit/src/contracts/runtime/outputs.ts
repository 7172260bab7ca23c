import { holds } from "../../script";
import { matches, same } from "../check";
import { action, group, scenario, workflow, undo } from "./scenario";

/** The result of an execution. */
export const outputs = group("outputs", [
  scenario("keep their types", async (given) => {
    const { execute } = await given.orchestrator();
    const values = { zero: 0, no: false, empty: "", none: null, list: [1, [2]], map: { a: { b: null } } };
    const single = Object.fromEntries(Object.keys(values).map((key) => [key, `{{a.${key}}}`]));
    const { execution } = await execute(
      workflow([action("a", { config: { returns: values } })], {
        outputs: { ...single, text: "{{a.zero}}/{{a.list}}" },
      }),
    );
    same(execution.result, { ...values, text: "0/[1,[2]]" });
  }),
  scenario("fail the execution, with everything undone, when they can't be computed", async (given) => {
    const { execute, script } = await given.orchestrator();
    const { execution } = await execute(
      workflow([action("a", { config: { returns: {} }, ...undo() })], {
        outputs: { x: "{{a.missing}}" },
        on_failure: [action("tidy")],
      }),
    );
    matches(execution.error, { code: "MISSING_VALUE", action_id: null });
    same([execution.status, execution.result, script.order], ["failed", null, ["a", "undo:a", "tidy"]]);
  }),
  scenario(
    "may be computed by an expression that takes its time, while the execution is cancelled",
    async (given) => {
      const { start, script, workflows, ended } = await given.orchestrator();
      script.on("a", holds);
      const id = await start(workflow([action("a", undo())], { outputs: { x: "{{$error('never mind')}}" } }));
      (await script.started("a")).complete();
      await workflows.cancelExecution(id, "ada");
      const { status, error } = await ended(id);
      same([status, error?.code], ["cancelled", "EXECUTION_CANCELLED"]);
      same(script.order, ["a", "undo:a"]);
    },
  ),
]);
