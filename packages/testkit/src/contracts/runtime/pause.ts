import { holds, throws } from "../../script";
import { matches, same } from "../check";
import { action, group, nap, scenario, workflow, undo } from "./scenario";

/** Pausing and resuming an execution. */
export const pausing = group("pausing", [
  scenario("lets what runs end and starts nothing until it is resumed", async (given) => {
    const { start, script, workflows, ended, until } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(
      workflow([
        action("a"),
        action("b", { depends_on: "a" }),
        action("fan", { depends_on: "a", for_each: [1, 2] }),
      ]),
    );
    await script.started("a");
    await workflows.pauseExecution(id, "ada");
    script.of("a")[0]?.complete("kept");
    await given.rest();
    const paused = await until(id, "paused");
    same([paused.actions.a?.status, paused.actions.b?.status, script.order], ["completed", "pending", ["a"]]);
    await workflows.resumeExecution(id, "ada");
    same((await ended(id)).status, "completed");
    same(script.order, ["a", "b", "fan", "fan"]);
  }),
  scenario("starts no further items", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("fan", holds);
    const id = await start(workflow([action("fan", { for_each: [1, 2, 3], max_concurrency: 1 })]));
    await workflows.pauseExecution(id, "ada");
    (await script.started("fan")).complete();
    await given.rest();
    same(script.calls.length, 1);
    script.on("fan", () => null);
    await workflows.resumeExecution(id, "ada");
    same((await ended(id)).actions.fan?.items, { total: 3, completed: 3, failed: 0 });
  }),
  scenario("makes a retry that comes due wait until it is resumed", async (given) => {
    const { start, script, workflows, ended, clock } = await given.orchestrator();
    script.on("a", throws(new Error("once")), () => 1);
    const id = await start(workflow([action("a", { retry: { initial_interval_ms: 100, jitter: false } })]));
    await workflows.pauseExecution(id, "ada");
    await clock.advance(1000);
    same(script.calls.length, 1);
    await workflows.resumeExecution(id, "ada");
    matches((await ended(id)).actions.a, { status: "completed", attempts: 2 });
  }),
  scenario("lets waits and signals come to their end", async (given) => {
    const { start, workflows, clock, get } = await given.orchestrator();
    const id = await start(
      workflow([
        nap("a", { seconds: 1 }),
        { action_id: "b", action_type: "wait_for_signal", config: { signal: "go" } },
        action("c", { depends_on: ["a", "b"] }),
      ]),
    );
    await workflows.pauseExecution(id, "ada");
    await clock.advance(1000);
    await workflows.signalExecution(id, "go", 1, "ada");
    const { status, actions } = await get(id);
    same(
      [status, actions.a?.status, actions.b?.status, actions.c?.status],
      ["paused", "completed", "completed", "pending"],
    );
  }),
  scenario("holds compensation back as well", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("b", holds);
    const id = await start(workflow([action("a", undo()), action("b", { depends_on: "a" })]));
    await script.started("b");
    await workflows.pauseExecution(id, "ada");
    script.of("b")[0]?.fail(new Error("no"));
    await given.rest();
    same(script.order, ["a", "b"]);
    await workflows.resumeExecution(id, "ada");
    same([(await ended(id)).status, script.order.at(-1)], ["failed", "undo:a"]);
  }),
  scenario("prepares again what was being prepared when the pause came", async (given) => {
    let tell: (value: string) => void = () => undefined;
    const told = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const { start, script, workflows, ended } = await given.orchestrator({ secrets: { get: () => told } });
    const id = await start(
      workflow([
        action("a", { condition: "$secrets.KEY = 'yes'" }),
        action("b", { condition: "$secrets.KEY = 'no'" }),
        action("c", { for_each: "{{[$secrets.KEY, 2]}}" }),
      ]),
    );
    await workflows.pauseExecution(id, "ada");
    tell("yes");
    await given.rest();
    same(script.order, []);
    await workflows.resumeExecution(id, "ada");
    const { actions } = await ended(id);
    same(
      ["a", "b", "c"].map((name) => actions[name]?.status),
      ["completed", "skipped", "completed"],
    );
  }),
  scenario("may be asked for twice; resuming needs a pause", async (given) => {
    const { start, script, workflows } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    same((await workflows.resumeExecution(id, "ada")).errors[0]?.code, "INVALID_STATE");
    same((await workflows.pauseExecution(id, "ada")).success, true);
    same((await workflows.pauseExecution(id, "ada")).success, true);
  }),
]);
