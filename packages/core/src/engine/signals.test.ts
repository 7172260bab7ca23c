import { action, holds, settle, testOrchestrator, workflow } from "./testing";

const listen = (action_id: string, config: object, rest: object = {}): object => ({
  action_id,
  action_type: "wait_for_signal",
  config,
  ...rest,
});
const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };

describe("signals", () => {
  it("end the wait with their payload as the output", async () => {
    const { start, workflows, ended, until } = await testOrchestrator();
    const id = await start(workflow([listen("a", { signal: "go" })]));
    await until(id, "waiting");
    const answer = await workflows.signalExecution(id, "go", { by: "bob", n: 0 }, "ada");
    expect(answer.success).toBe(true);
    expect((await ended(id)).actions.a).toMatchObject({ status: "completed", output: { by: "bob", n: 0 } });
  });

  it.each([
    [undefined, null],
    [0, 0],
    [false, false],
    ["", ""],
  ])("take %j as a payload", async (payload, output) => {
    const { start, workflows, ended } = await testOrchestrator();
    const id = await start(workflow([listen("a", { signal: "go" })]));
    await workflows.signalExecution(id, "go", payload, "ada");
    expect((await ended(id)).actions.a?.output).toBe(output);
  });

  it("wait for whoever asks for them later, in the order in which they came", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
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
    expect([actions.a?.output, actions.b?.output]).toEqual([1, 2]);
  });

  it("go to who has waited longest, one to each", async () => {
    const { start, workflows, ended } = await testOrchestrator();
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
    expect([actions.a?.output, actions.other?.output, actions.b?.output]).toEqual([1, 2, 3]);
  });

  it("go to items too", async () => {
    const { start, workflows, ended } = await testOrchestrator();
    const id = await start(workflow([listen("fan", { signal: "{{$item}}" }, { for_each: ["x", "y"] })]));
    await workflows.signalExecution(id, "y", "for y", "ada");
    await workflows.signalExecution(id, "x", "for x", "ada");
    expect((await ended(id)).actions.fan?.output).toEqual(["for x", "for y"]);
  });

  it("are refused at the door when a waiting action's payload_schema does not fit", async () => {
    const { start, workflows, ended, history } = await testOrchestrator();
    const id = await start(workflow([listen("a", { signal: "go", payload_schema: schema })]));
    const refused = await workflows.signalExecution(id, "go", { ok: "yes" }, "ada");
    expect(refused).toMatchObject({
      success: false,
      errors: [{ code: "INVALID_SIGNAL_PAYLOAD", path: "payload" }],
    });
    expect(await history(id)).not.toContain("signal.received");
    await workflows.signalExecution(id, "go", { ok: true }, "ada");
    expect((await ended(id)).status).toBe("completed");
  });

  it("are measured by the schema of who gets them only", async () => {
    const { start, workflows, ended } = await testOrchestrator();
    const id = await start(
      workflow([
        listen("free", { signal: "go" }),
        listen("strict", { signal: "go", payload_schema: schema }),
      ]),
    );
    expect((await workflows.signalExecution(id, "go", "anything", "ada")).success).toBe(true);
    expect((await workflows.signalExecution(id, "go", "anything", "ada")).success).toBe(false);
    await workflows.signalExecution(id, "go", { ok: true }, "ada");
    expect((await ended(id)).status).toBe("completed");
  });

  it("fail the action that comes to an early signal whose payload does not fit, and are used up", async () => {
    const { start, script, workflows, ended } = await testOrchestrator();
    script.on("first", holds);
    const actions = [
      action("first"),
      listen("a", { signal: "go", payload_schema: schema }, { depends_on: "first", on_error: "continue" }),
      listen("b", { signal: "go" }, { depends_on: "a" }),
    ];
    const id = await start(workflow(actions));
    await workflows.signalExecution(id, "go", "bad", "ada");
    (await script.started("first")).complete();
    await settle();
    await workflows.signalExecution(id, "go", "second", "ada");
    const execution = await ended(id);
    expect(execution.actions.a?.error?.code).toBe("INVALID_SIGNAL_PAYLOAD");
    expect(execution.actions.b?.output).toBe("second");
  });

  it("are refused when they are no JSON, and once the execution has ended", async () => {
    const { start, workflows, ended } = await testOrchestrator();
    const id = await start(workflow([listen("a", { signal: "go" })]));
    const refused = await workflows.signalExecution(id, "go", 1n, "ada");
    expect([refused.success, refused.errors[0]?.code]).toEqual([false, "INVALID_SIGNAL_PAYLOAD"]);
    await workflows.signalExecution(id, "go", null, "ada");
    await ended(id);
    expect((await workflows.signalExecution(id, "go", null, "ada")).errors[0]?.code).toBe("INVALID_STATE");
  });

  it("time out with SIGNAL_TIMEOUT", async () => {
    const { start, clock, ended, get } = await testOrchestrator();
    const id = await start(
      workflow([listen("a", { signal: "go", timeout_seconds: 10 }, { retry: { max_attempts: 3 } })]),
    );
    await clock.advance(9_999);
    expect((await get(id)).status).toBe("waiting");
    await clock.advance(1);
    expect((await ended(id)).error).toMatchObject({
      code: "SIGNAL_TIMEOUT",
      message: 'Action "a" waited 10 s for the signal "go", which did not come.',
      attempt: 1,
    });
  });

  it("take back the timeout when they come in time", async () => {
    const { start, clock, workflows, ended } = await testOrchestrator();
    const id = await start(workflow([listen("a", { signal: "go", timeout_seconds: 10 })]));
    await workflows.signalExecution(id, "go", 1, "ada");
    await ended(id);
    expect(clock.size).toBe(0);
  });

  it("reach a paused execution and one that waits for its turn", async () => {
    const { create, script, workflows, ended } = await testOrchestrator();
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
    expect([(await ended(first)).actions.a?.output, (await ended(second)).actions.a?.output]).toEqual([
      "now",
      "early",
    ]);
  });
});
