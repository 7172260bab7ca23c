import { holds } from "../../script";
import { lacks, matches, same } from "../check";
import { action, group, listen, scenario, workflow } from "./scenario";

const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };

/** Signals, early and late. */
export const signals = group("signals", [
  scenario("end the wait with their payload as the output", async (given) => {
    const { start, workflows, ended, until } = await given.orchestrator();
    const id = await start(workflow([listen("a", { signal: "go" })]));
    await until(id, "waiting");
    const answer = await workflows.signalExecution(id, "go", { by: "bob", n: 0 }, "ada");
    same(answer.success, true);
    matches((await ended(id)).actions.a, { status: "completed", output: { by: "bob", n: 0 } });
  }),
  ...(
    [
      [undefined, null],
      [0, 0],
      [false, false],
      ["", ""],
    ] as const
  ).map(([payload, output]) =>
    scenario(`take ${payload === "" ? "an empty text" : String(payload)} as a payload`, async (given) => {
      const { start, workflows, ended } = await given.orchestrator();
      const id = await start(workflow([listen("a", { signal: "go" })]));
      await workflows.signalExecution(id, "go", payload, "ada");
      same((await ended(id)).actions.a?.output, output);
    }),
  ),
  scenario("wait for whoever asks for them later, in the order in which they came", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("first", holds);
    const id = await start(
      workflow([
        action("first"),
        listen("a", { signal: "go" }, { depends_on: "first" }),
        listen("b", { signal: "go" }, { depends_on: "a" }),
      ]),
    );
    for (const payload of [1, 2, 3]) await workflows.signalExecution(id, "go", payload, "ada");
    (await script.started("first")).complete();
    const { actions } = await ended(id);
    same([actions.a?.output, actions.b?.output], [1, 2]);
  }),
  scenario("go to who has waited longest, one to each", async (given) => {
    const { start, workflows, ended } = await given.orchestrator();
    const id = await start(
      workflow([
        listen("a", { signal: "go" }),
        listen("other", { signal: "stop" }),
        listen("b", { signal: "go" }),
      ]),
    );
    for (const [name, payload] of [
      ["go", 1],
      ["stop", 2],
      ["go", 3],
    ] as const)
      await workflows.signalExecution(id, name, payload, "ada");
    const { actions } = await ended(id);
    same([actions.a?.output, actions.other?.output, actions.b?.output], [1, 2, 3]);
  }),
  scenario("go to items too", async (given) => {
    const { start, workflows, ended } = await given.orchestrator();
    const id = await start(workflow([listen("fan", { signal: "{{$item}}" }, { for_each: ["x", "y"] })]));
    await workflows.signalExecution(id, "y", "for y", "ada");
    await workflows.signalExecution(id, "x", "for x", "ada");
    same((await ended(id)).actions.fan?.output, ["for x", "for y"]);
  }),
  scenario("are refused at the door when a waiting action's payload_schema does not fit", async (given) => {
    const { start, workflows, ended, history } = await given.orchestrator();
    const id = await start(workflow([listen("a", { signal: "go", payload_schema: schema })]));
    const refused = await workflows.signalExecution(id, "go", { ok: "yes" }, "ada");
    matches(refused, {
      success: false,
      errors: [{ code: "INVALID_SIGNAL_PAYLOAD", path: "payload" }],
    });
    lacks(await history(id), "signal.received");
    await workflows.signalExecution(id, "go", { ok: true }, "ada");
    same((await ended(id)).status, "completed");
  }),
  scenario("are measured by the schema of who gets them only", async (given) => {
    const { start, workflows, ended } = await given.orchestrator();
    const id = await start(
      workflow([
        listen("free", { signal: "go" }),
        listen("strict", { signal: "go", payload_schema: schema }),
      ]),
    );
    same((await workflows.signalExecution(id, "go", "anything", "ada")).success, true);
    same((await workflows.signalExecution(id, "go", "anything", "ada")).success, false);
    await workflows.signalExecution(id, "go", { ok: true }, "ada");
    same((await ended(id)).status, "completed");
  }),
  scenario(
    "fail the action that comes to an early signal whose payload does not fit, and are used up",
    async (given) => {
      const { start, script, workflows, ended } = await given.orchestrator();
      script.on("first", holds);
      const actions = [
        action("first"),
        listen("a", { signal: "go", payload_schema: schema }, { depends_on: "first", on_error: "continue" }),
        listen("b", { signal: "go" }, { depends_on: "a" }),
      ];
      const id = await start(workflow(actions));
      await workflows.signalExecution(id, "go", "bad", "ada");
      (await script.started("first")).complete();
      await given.rest();
      await workflows.signalExecution(id, "go", "second", "ada");
      const execution = await ended(id);
      same(execution.actions.a?.error?.code, "INVALID_SIGNAL_PAYLOAD");
      same(execution.actions.b?.output, "second");
    },
  ),
  scenario("are refused when they are no JSON, and once the execution has ended", async (given) => {
    const { start, workflows, ended } = await given.orchestrator();
    const id = await start(workflow([listen("a", { signal: "go" })]));
    const refused = await workflows.signalExecution(id, "go", 1n, "ada");
    same([refused.success, refused.errors[0]?.code], [false, "INVALID_SIGNAL_PAYLOAD"]);
    await workflows.signalExecution(id, "go", null, "ada");
    await ended(id);
    same((await workflows.signalExecution(id, "go", null, "ada")).errors[0]?.code, "INVALID_STATE");
  }),
  scenario("time out with SIGNAL_TIMEOUT", async (given) => {
    const { start, clock, ended, get } = await given.orchestrator();
    const id = await start(
      workflow([listen("a", { signal: "go", timeout_seconds: 10 }, { retry: { max_attempts: 3 } })]),
    );
    await clock.advance(9_999);
    same((await get(id)).status, "waiting");
    await clock.advance(1);
    matches((await ended(id)).error, {
      code: "SIGNAL_TIMEOUT",
      message: 'Action "a" waited 10 s for the signal "go", which did not come.',
      attempt: 1,
    });
  }),
  scenario("take back the timeout when they come in time", async (given) => {
    const { start, clock, workflows, ended } = await given.orchestrator();
    const id = await start(workflow([listen("a", { signal: "go", timeout_seconds: 10 })]));
    await workflows.signalExecution(id, "go", 1, "ada");
    await ended(id);
    same(clock.size, 0);
  }),
  scenario("reach a paused execution and one that waits for its turn", async (given) => {
    const { create, script, workflows, ended } = await given.orchestrator();
    script.on("hold", holds);
    const workflowId = await create(
      workflow([action("hold"), listen("a", { signal: "go" })], { concurrency: { limit: 1 } }),
    );
    const started = async (): Promise<string> =>
      (await workflows.startWorkflow(workflowId, {}, "ada")).execution?.execution_id ?? "";
    const [first, second] = [await started(), await started()];
    await workflows.signalExecution(second, "go", "early", "ada");
    await workflows.pauseExecution(first, "ada");
    await workflows.signalExecution(first, "go", "now", "ada");
    await workflows.resumeExecution(first, "ada");
    (await script.started("hold")).complete();
    (await script.started("hold", 2)).complete();
    same([(await ended(first)).actions.a?.output, (await ended(second)).actions.a?.output], ["now", "early"]);
  }),
]);
