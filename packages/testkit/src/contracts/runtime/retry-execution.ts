import { holds, throws } from "../../script";
import { slowStorage } from "../../storages";
import { matches, same } from "../check";
import { action, group, scenario, workflow, undo } from "./scenario";

/** Going on with an execution that has failed. */
export const retryExecution = group("retryExecution", [
  scenario("keeps what completed and starts the rest again, with the same keys", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("b", throws(new Error("no")), () => "now");
    const id = await start(
      workflow([
        action("a", { config: { returns: 1 } }),
        action("b", { depends_on: "a" }),
        action("c", { config: { b: "{{b}}", a: "{{a}}" } }),
      ]),
    );
    same((await ended(id)).status, "failed");
    same((await workflows.retryExecution(id, "bob")).success, true);
    const { status, error, actions, completed_at } = await ended(id);
    same([status, error, script.order], ["completed", null, ["a", "b", "b", "c"]]);
    same([actions.b?.attempts, completed_at], [2, "2026-01-01T00:00:00.000Z"]);
    same(script.of("c")[0]?.config, { b: "now", a: 1 });
    same(new Set(script.of("b").map((call) => call.idempotencyKey)).size, 1);
  }),
  scenario("gives each action its whole retry policy anew", async (given) => {
    const { start, script, workflows, ended, clock } = await given.orchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(
      workflow([action("a", { retry: { max_attempts: 2, initial_interval_ms: 10, jitter: false } })]),
    );
    await clock.advance(10);
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await clock.advance(10);
    same((await ended(id)).error?.attempt, 4);
    same(
      script.calls.map(({ attempt }) => attempt),
      [1, 2, 3, 4],
    );
  }),
  scenario("runs compensated actions again under a new idempotency key", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("b", throws(new Error("no")), throws(new Error("again")), () => 1);
    const id = await start(workflow([action("a", undo()), action("b", { depends_on: "a" })]));
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await ended(id);
    await workflows.retryExecution(id, "ada");
    same((await ended(id)).status, "completed");
    same(
      script.of("a").map((call) => call.idempotencyKey),
      [`${id}:a`, `${id}:a#1`, `${id}:a#2`],
    );
    same(
      script.of("undo:a").map((call) => call.idempotencyKey),
      [`compensation:${id}:a`, `compensation:${id}:a#1`],
    );
    same(
      script.of("b").map((call) => call.idempotencyKey),
      [`${id}:b`, `${id}:b`, `${id}:b`],
    );
  }),
  scenario("goes on with the items that did not complete", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on(
      "fan",
      () => 0,
      throws(new Error("no")),
      ({ context }) => context.item,
    );
    const id = await start(workflow([action("fan", { for_each: [0, 1, 2], max_concurrency: 1 })]));
    await ended(id);
    await workflows.retryExecution(id, "ada");
    matches((await ended(id)).actions.fan, { status: "completed", output: [0, 1, 2] });
    same(
      script.calls.map(({ index }) => index),
      [0, 1, 1, 2],
    );
  }),
  scenario("begins a for_each anew when what it reads is made anew", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script
      .on("source", () => [1, 2], holds)
      .on(
        "fan",
        () => 1,
        throws(new Error("no")),
        ({ context }) => context.item,
      );
    const id = await start(
      workflow([action("source", undo()), action("fan", { for_each: "{{source}}", max_concurrency: 1 })]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    const source = await script.started("source", 2);
    await given.rest();
    same(script.of("fan").length, 2);
    source.complete([7, 8, 9]);
    matches((await ended(id)).actions.fan, {
      output: [7, 8, 9],
      items: { total: 3, completed: 3, failed: 0 },
    });
    same(
      script.of("fan").map((call) => call.idempotencyKey),
      ["0", "1", "0#1", "1#1", "2#1"].map((item) => `${id}:fan:${item}`),
    );
  }),
  scenario("runs compensated items again under new keys", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("last", throws(new Error("no")), () => 1);
    const id = await start(
      workflow([action("fan", { for_each: [0, 1], ...undo() }), action("last", { depends_on: "fan" })]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    same((await ended(id)).status, "completed");
    same(
      script.of("fan").map((call) => call.idempotencyKey),
      ["0", "1", "0#1", "1#1"].map((item) => `${id}:fan:${item}`),
    );
  }),
  scenario("cleans up once more, under a new key, when it fails once more", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(
      workflow([action("a")], { on_failure: [action("tidy"), action("fan", { for_each: [1] })] }),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await ended(id);
    same(script.order, ["a", "tidy", "fan", "a", "tidy", "fan"]);
    same(
      script.of("tidy").map((call) => call.idempotencyKey),
      [`${id}:tidy`, `${id}:tidy#1`],
    );
    same(
      script.of("fan").map((call) => call.idempotencyKey),
      [`${id}:fan:0`, `${id}:fan:0#1`],
    );
  }),
  scenario("keeps tolerated failures and skips as they are", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("soft", throws(new Error("soft"))).on("hard", throws(new Error("hard")), () => 1);
    const id = await start(
      workflow([
        action("soft", { on_error: "continue" }),
        action("skips", { condition: false }),
        action("hard", { depends_on: ["soft", "skips"] }),
      ]),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    const { actions } = await ended(id);
    same(
      ["soft", "skips", "hard"].map((name) => actions[name]?.status),
      ["failed", "skipped", "completed"],
    );
    same(script.of("soft").length, 1);
  }),
  scenario("takes a cancelled execution up again, also one that had never started", async (given) => {
    const { create, script, workflows, ended } = await given.orchestrator();
    script.on("a", holds, () => 1);
    const workflowId = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    const started = async (): Promise<string> =>
      (await workflows.startWorkflow(workflowId, {}, "ada")).execution?.execution_id ?? "";
    const [first, second] = [await started(), await started()];
    await workflows.cancelExecution(second, "ada");
    same((await workflows.retryExecution(second, "ada")).execution?.status, "pending");
    (await script.started("a")).complete();
    same([(await ended(first)).status, (await ended(second)).status], ["completed", "completed"]);
  }),
  scenario("is refused while the execution goes on, and once it has completed", async (given) => {
    const { start, script, workflows, ended } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")]));
    same((await workflows.retryExecution(id, "ada")).errors[0]?.code, "INVALID_STATE");
    (await script.started("a")).complete();
    await ended(id);
    same((await workflows.retryExecution(id, "ada")).errors[0]?.code, "INVALID_STATE");
  }),
  scenario("happens once when two ask for it at the same time", async (given) => {
    const storage = slowStorage(await given.storage());
    const { start, script, workflows, ended } = await given.orchestrator({ storage });
    script.on("a", throws(new Error("no")), holds);
    const id = await start(workflow([action("a")]));
    await ended(id);
    const answers = await Promise.all([
      workflows.retryExecution(id, "ada"),
      workflows.retryExecution(id, "bob"),
    ]);
    same(
      answers.map(({ success }) => success),
      [true, false],
    );
    (await script.started("a", 2)).complete();
    same((await ended(id)).status, "completed");
  }),
  scenario("is possible before the end is durable", async (given) => {
    const storage = slowStorage(await given.storage(), 3);
    const { start, script, workflows, until, ended } = await given.orchestrator({ storage });
    script.on("a", throws(new Error("no")), () => 1);
    const id = await start(workflow([action("a")], { concurrency: { limit: 1 } }));
    await until(id, "failed");
    same((await workflows.retryExecution(id, "ada")).success, true);
    same((await ended(id)).status, "completed");
  }),
]);
