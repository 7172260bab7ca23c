import { holds } from "../../script";
import { same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

/** What starts when. */
export const order = group("the order of actions", [
  scenario("completes an empty workflow at once", async (given) => {
    const { execute } = await given.orchestrator();
    const { success, execution } = await execute(workflow([]));
    same([success, execution.status, execution.result, execution.actions], [true, "completed", null, {}]);
  }),
  scenario(
    "waits for the actions whose data an action reads, whatever the order in the definition",
    async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("fetch", () => ({ text: "hello" }));
      const show = action("show", { config: { text: "{{fetch.text}}" } });
      await execute(workflow([show, action("fetch")]));
      same(script.order, ["fetch", "show"]);
      same(script.of("show")[0]?.config, { text: "hello" });
    },
  ),
  scenario("waits for the actions that depends_on names", async (given) => {
    const { execute, script } = await given.orchestrator();
    await execute(workflow([action("second", { depends_on: "first" }), action("first")]));
    same(script.order, ["first", "second"]);
  }),
  scenario("waits for a condition's and a for_each's data too", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("list", () => [1, 2]).on("flag", () => true);
    const fan = action("fan", { condition: "flag", for_each: "{{list}}" });
    await execute(workflow([fan, action("list"), action("flag")]));
    same(script.order, ["list", "flag", "fan", "fan"]);
  }),
  scenario("runs independent actions at the same time", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b")]));
    const [a, b] = await Promise.all([script.started("a"), script.started("b")]);
    b.complete();
    a.complete();
    same((await ended(id)).status, "completed");
  }),
  scenario("starts an action as soon as what it waits for has ended, without levels", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("slow", holds);
    const id = await start(
      workflow([
        action("slow"),
        action("quick"),
        action("after_quick", { depends_on: "quick" }),
        action("last", { depends_on: ["slow", "after_quick"] }),
      ]),
    );
    await script.started("after_quick");
    same(script.order, ["slow", "quick", "after_quick"]);
    (await script.started("slow")).complete();
    await ended(id);
    same(script.order.at(-1), "last");
  }),
  scenario("waits for all of several dependencies", async (given) => {
    const { start, script, ended } = await given.orchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b"), action("join", { depends_on: ["a", "b"] })]));
    (await script.started("b")).complete();
    (await script.started("a")).complete();
    await ended(id);
    same(script.order, ["a", "b", "join"]);
  }),
]);
