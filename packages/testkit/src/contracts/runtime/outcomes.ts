import { throws } from "../../script";
import { same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const branches = workflow(
  [
    action("probe", { on_error: "continue", condition: "run" }),
    action("well", { depends_on: { action: "probe", on: ["completed"] } }),
    action("badly", { depends_on: { action: "probe", on: ["failed"] } }),
    action("never", { depends_on: { action: "probe", on: ["skipped"] } }),
    action("any", { depends_on: { action: "probe", on: ["completed", "failed", "skipped"] } }),
    action("join", { depends_on: ["well", "badly", "never"] }),
  ],
  { parameters: [{ name: "run", type: "boolean" }] },
);

/** Branches on the outcome of an action. */
export const outcomes = group("depends_on with outcomes", [
  ...(
    [
      ["completed", "well"],
      ["failed", "badly"],
      ["skipped", "never"],
    ] as const
  ).map(([outcome, branch]) =>
    scenario(`runs only the branch for ${outcome}, and joins again`, async (given) => {
      const { execute, script } = await given.orchestrator();
      if (outcome === "failed") script.on("probe", throws(new Error("no")));
      const { execution } = await execute(branches, { run: outcome !== "skipped" });
      same(execution.status, "completed");
      same(
        script.order.filter((name) => name !== "probe"),
        [branch, "any", "join"],
      );
      const others = ["well", "badly", "never"].filter((name) => name !== branch);
      same(
        others.map((name) => execution.actions[name]?.status),
        ["skipped", "skipped"],
      );
    }),
  ),
  scenario("lets the plain form accept completed, skipped and a tolerated failure", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("fails", throws(new Error("no")));
    const { execution } = await execute(
      workflow([
        action("fails", { on_error: "continue" }),
        action("skips", { condition: false }),
        action("runs"),
        action("last", { depends_on: ["fails", "skips", "runs"] }),
      ]),
    );
    same(execution.actions.last?.status, "completed");
  }),
  scenario(
    "lets an outcome that depends_on names win over the dependency that data implies",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      const reader = action("reader", {
        config: { x: "{{skips.x}}" },
        depends_on: { action: "skips", on: ["completed"] },
      });
      const { execution } = await execute(workflow([action("skips", { condition: "false" }), reader]));
      same(execution.actions.reader?.status, "skipped");
      same(script.order, []);
    },
  ),
  scenario(
    "does not run a branch on failed of an action whose failure fails the execution",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("a", throws(new Error("no")));
      const { execution } = await execute(
        workflow([action("a"), action("b", { depends_on: { action: "a", on: ["failed"] } })]),
      );
      same([execution.status, execution.actions.b?.status], ["failed", "pending"]);
    },
  ),
]);
