import { throws } from "../../script";
import { same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** Conditions, and what reads from skipped actions. */
export const conditions = group("conditions", [
  ...(
    [
      ["true", "completed"],
      ["false", "skipped"],
      ["{{ count > 2 }}", "completed"],
      ["count > 5", "skipped"],
      ["$actions.first.status = 'completed'", "completed"],
    ] as const
  ).map(([condition, status]) =>
    scenario(`${condition} gives ${status}`, async (given) => {
      const { execute } = await given.orchestrator();
      const parameters = [{ name: "count", type: "integer" }];
      const { execution } = await execute(
        workflow([action("first"), action("a", { condition, depends_on: "first" })], { parameters }),
        { count: 3 },
      );
      same(execution.actions.a?.status, status);
    }),
  ),
  scenario("reads as null what was skipped, at any path", async (given) => {
    const { execute, script } = await given.orchestrator();
    const config = { whole: "{{skips}}", deep: "{{skips.a.b}}", text: "<{{skips.a}}>" };
    const { execution } = await execute(
      workflow([action("skips", { condition: false }), action("a", { config })], {
        outputs: { x: "{{skips.y}}" },
      }),
    );
    same(script.of("a")[0]?.config, { whole: null, deep: null, text: "<>" });
    same(execution.result, { x: null });
  }),
  scenario("reads as null what failed and was tolerated, and shows its error in $actions", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("bad", throws(new Error("no luck")));
    const config = {
      value: "{{bad.x}}",
      code: "{{$actions.bad.error.code}}",
      attempts: "{{$actions.bad.attempts}}",
    };
    await execute(workflow([action("bad", { on_error: "continue" }), action("a", { config })]));
    same(script.of("a")[0]?.config, { value: null, code: "ACTION_FAILED", attempts: 1 });
  }),
  ...(["missing.path.here", "$error('no')"] as const).map((condition) =>
    scenario(
      `fails the action, without running it, when the condition ${condition} can't be evaluated`,
      async (given) => {
        const { execute, script } = await given.orchestrator();
        script.on("missing", () => ({}));
        const parameters = [{ name: "given", type: "object" }];
        const actions = [action("missing"), action("a", { condition, depends_on: "missing" })];
        const { execution } = await execute(workflow(actions, { parameters }), { given: {} });
        same(execution.status, "failed");
        same([execution.actions.a?.status, execution.actions.a?.attempts], ["failed", 1]);
        same(script.order, ["missing"]);
      },
    ),
  ),
  scenario("says in the event whether a condition or a dependency made it skip", async (given) => {
    const { execute, seen } = await given.orchestrator();
    await execute(
      workflow([
        action("a", { condition: false }),
        action("b", { depends_on: { action: "a", on: ["completed"] } }),
      ]),
    );
    const skipped = seen.filter((event) => event.type === "tutti.action.skipped");
    same(
      skipped.map(({ data }) => data),
      [
        { action_id: "a", reason: "condition" },
        { action_id: "b", reason: "dependency" },
      ],
    );
  }),
]);
