import { holds, holdsUntilAborted, throws } from "../../script";
import { wrapStorage } from "../../storages";
import { refuses, same } from "../check";
import { action, child, group, nap, needing, scenario, undo, workflow } from "./scenario";

const chain = workflow([action("a"), action("b", { depends_on: "a" })]);
const STOPPED = { code: "ORCHESTRATOR_STOPPED" };

const drains = scenario("lets what runs come to its end", async (given) => {
  const { start, script, orchestrator, workflows } = await given.orchestrator();
  script.on("a", holds);
  const id = await start(chain);
  const ended = workflows.waitForExecution(id);
  const stopped = orchestrator.stop();
  await given.rest();
  (await script.started("a")).complete();
  await stopped;
  same([(await ended).success, script.order], [true, ["a", "b"]]);
});

const drainsChildren = scenario("lets children begin that belong to what runs", async (given) => {
  const { create, start, script, orchestrator, workflows } = await given.orchestrator();
  script.on("a", holds).on("inner", holds);
  const inner = await create(workflow([action("inner")]));
  const id = await start(workflow([action("a"), child(inner, {}, { depends_on: "a" })]));
  const ended = workflows.waitForExecution(id);
  const stopped = orchestrator.stop();
  (await script.started("a")).complete();
  (await script.started("inner")).complete();
  await stopped;
  same((await ended).success, true);
});

const drainsCompensation = scenario("waits for compensation too", async (given) => {
  const { start, script, orchestrator, workflows } = await given.orchestrator();
  script.on("b", throws(new Error("no"))).on("undo:a", holds);
  const id = await start(workflow([action("a", undo()), action("b", { depends_on: "a" })]));
  const ended = workflows.waitForExecution(id);
  const stopped = orchestrator.stop();
  (await script.started("undo:a")).complete();
  await stopped;
  same((await ended).execution?.actions.a?.status, "compensated");
});

const tellsAfterwards = scenario("can still be asked what happened", async (given) => {
  const { execute, start, orchestrator, workflows } = await given.orchestrator();
  const { execution } = await execute(chain);
  const left = await start(workflow([nap("a", { seconds: 60 })]));
  await orchestrator.stop();
  same((await workflows.getExecution(execution.execution_id)).success, true);
  await refuses(() => workflows.waitForExecution(left), STOPPED);
});

const leavesTheRest = scenario(
  "waits only for the attempts that run, and leaves the rest to the next start",
  async (given) => {
    const storage = await given.storage();
    const first = await given.orchestrator({ storage });
    first.script.on("a", holds);
    const id = await first.start(chain);
    const waiting = refuses(() => first.workflows.waitForExecution(id), STOPPED);
    const stopped = first.orchestrator.stop();
    (await first.script.started("a")).complete("kept");
    await stopped;
    await waiting;
    same(first.script.order, ["a"]);
    const second = await given.orchestrator({ storage: await given.reopened(storage, "closed") });
    same((await second.ended(id)).actions.a?.output, "kept");
    same(second.script.order, ["b"]);
  },
);

const leavesChildren = scenario("leaves a child that has to begin to the next start", async (given) => {
  const storage = await given.storage();
  const first = await given.orchestrator({ storage });
  first.script.on("a", holds);
  const inner = await first.create(workflow([], { outputs: { x: "{{1}}" } }));
  const id = await first.start(workflow([action("a"), child(inner, {}, { depends_on: "a" })]));
  const stopped = first.orchestrator.stop();
  (await first.script.started("a")).complete();
  await stopped;
  const second = await given.orchestrator({ storage: await given.reopened(storage, "closed") });
  same((await second.ended(id)).actions.child?.output, { x: 1 });
});

/** What stopping an orchestrator does. */
export const stop = group("stop()", [
  ...needing("volatile", drains, drainsChildren, drainsCompensation, tellsAfterwards),
  ...needing("durable", leavesTheRest, leavesChildren),
  scenario("aborts what has not ended within the deadline", async (given) => {
    const { start, script, orchestrator, clock, logs } = await given.orchestrator();
    script.on("a", holds);
    await start(chain);
    const stopped = orchestrator.stop({ deadlineMs: 3000 });
    await clock.advance(2999);
    same(script.of("a")[0]?.aborted, false);
    await clock.advance(1);
    await stopped;
    const reason = script.of("a")[0]?.context.signal.reason as { code: string };
    same([reason.code, logs.filter(({ level }) => level === "error")], [STOPPED.code, []]);
  }),
  scenario("keeps nothing waiting for timers and signals, and takes timers back", async (given) => {
    const { start, orchestrator, clock, until } = await given.orchestrator();
    const id = await start(workflow([{ action_id: "a", action_type: "wait", config: { seconds: 60 } }]));
    await until(id, "waiting");
    await orchestrator.stop();
    same(clock.size, 0);
  }),
  scenario("refuses new work from then on", async (given) => {
    const { create, execute, orchestrator, workflows } = await given.orchestrator();
    const { execution } = await execute(chain);
    const id = await create(chain);
    await orchestrator.stop();
    await refuses(() => workflows.startWorkflow(id, {}, "ada"), STOPPED);
    await refuses(() => workflows.executeWorkflow(id, {}, "ada"), STOPPED);
    await refuses(() => workflows.cancelExecution(execution.execution_id, "ada"), STOPPED);
  }),
  scenario("refuses a start that was under way", async (given) => {
    let answer: () => void = () => undefined;
    const asked = new Promise<undefined>((resolve) => {
      answer = () => resolve(undefined);
    });
    const storage = wrapStorage(await given.storage(), { findByIdempotencyKey: () => asked });
    const { create, workflows, orchestrator, script } = await given.orchestrator({ storage });
    const id = await create(chain);
    const starting = refuses(() => workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k" }), STOPPED);
    const stopped = orchestrator.stop();
    answer();
    await stopped;
    await starting;
    same(script.calls, []);
  }),
  scenario("may be called twice, and by await using", async (given) => {
    const { orchestrator } = await given.orchestrator();
    await Promise.all([orchestrator.stop(), orchestrator.stop()]);
    await orchestrator[Symbol.asyncDispose]();
  }),
  scenario("tells the reason to whoever waits for an execution that it leaves behind", async (given) => {
    const { start, script, orchestrator, workflows, clock } = await given.orchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(chain);
    const waiting = refuses(() => workflows.waitForExecution(id), STOPPED);
    const stopped = orchestrator.stop({ deadlineMs: 1 });
    await clock.advance(1);
    await stopped;
    await waiting;
  }),
]);
