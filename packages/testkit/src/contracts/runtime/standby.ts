import { holds } from "../../script";
import { same } from "../check";
import { action, group, listen, needing, scenario, workflow } from "./scenario";

/** An orchestrator that runs nothing. */
export const standby = group("an orchestrator on standby", [
  ...needing(
    "restart",
    scenario("takes requests and begins nothing; the next start goes on with it", async (given) => {
      let [running, listening] = ["", ""];
      const storage = await given.crashed(async ({ start, script }) => {
        script.on("a", holds);
        running = await start(workflow([action("a")]));
        listening = await start(
          workflow([listen("listen", { signal: "go" }), action("after", { depends_on: "listen" })]),
        );
      });
      const resting = await given.orchestrator({ storage, standby: true });
      const started = await resting.start(workflow([action("b")]));
      await resting.workflows.signalExecution(listening, "go", null, "ada");
      await resting.workflows.cancelExecution(running, "ada");
      same(await resting.statuses([running, started]), ["cancelled", "pending"]);
      same(resting.script.order, []);
      await resting.orchestrator.stop();
      const last = await given.orchestrator({ storage: await given.reopened(storage, "closed") });
      same(
        [(await last.ended(started)).status, (await last.ended(listening)).status],
        ["completed", "completed"],
      );
      same(last.script.order.toSorted(), ["after", "b"]);
    }),
  ),
]);
