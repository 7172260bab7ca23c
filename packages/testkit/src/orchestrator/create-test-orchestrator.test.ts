import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import { type CloudEvent, EventStream, memory, WorkflowManagementService } from "@tutti/core";
import {
  anAction,
  aWorkflow,
  complexWorkflowData,
  createTestOrchestrator,
  MockServiceMesh,
  sampleWorkflowData,
  Script,
  holds,
  throws,
  wrapStorage,
} from "../index";
import { notification, services } from "../testing/plugins";

const waiting = aWorkflow("Waiting")
  .withActions(
    anAction("go").ofType("wait_for_signal").withConfig({ signal: "go" }),
    anAction("after").after("go"),
  )
  .build();

describe("a test orchestrator", () => {
  it("executes the guide's sample", async () => {
    await using test = await createTestOrchestrator({ plugins: [notification()] });
    const { success, execution } = await test.execute(sampleWorkflowData(), { input_text: "Hi" });
    expect(success).toBe(true);
    expect(execution?.actions.process?.output).toEqual({ message: "Hi" });
    expect(test.workflows).toBeInstanceOf(WorkflowManagementService);
    expect(test.events).toBeInstanceOf(EventStream);
  });

  it("mocks the services of the real plugins", async () => {
    await using test = await createTestOrchestrator({ plugins: [services()] });
    test.mesh.service("source_agent").on("POST", "/fetch").delay(2000).reply({ content: "A long text." });
    test.mesh.service("analysis_service").on("POST", "/analyze").failOnce(503).reply({ summary: "A text." });
    test.mesh.service("summarizer_hub").on("POST", "/summarize").reply({ summary: "Text." });
    const patient = { ...complexWorkflowData(), defaults: { retry: { max_attempts: 2 } } };
    const { success } = await test.execute(patient, { document_url: "https://example.com" });
    expect(success).toBe(true);
    expect(test.mesh.calls.map(({ path, parameters }) => [path, parameters])).toEqual([
      ["/fetch", { url: "https://example.com" }],
      ["/analyze", { content: "A long text.", type: "comprehensive" }],
      ["/analyze", { content: "A long text.", type: "comprehensive" }],
      ["/summarize", { text: "A text.", max_length: 200 }],
    ]);
  });

  it("takes a mesh, a clock, a script and a storage of the test's own", async () => {
    const mesh = new MockServiceMesh();
    const script = new Script();
    const storage = memory();
    const first = await createTestOrchestrator({ services: mesh, script, storage });
    expect([first.mesh, first.script, mesh.clock]).toEqual([mesh, script, first.clock]);
    const { execution_id: id } = await first.start(waiting);
    await first.stop();
    const second = await createTestOrchestrator({ clock: first.clock, storage });
    expect((await second.workflows.getExecution(id)).execution?.status).toBe("waiting");
    await second.stop();
  });

  it("says which definition or parameters were refused", async () => {
    await using test = await createTestOrchestrator();
    await expect(test.execute({ actions: [] })).rejects.toThrow("The workflow was refused:\nname");
    await expect(test.execute(aWorkflow().withParameter("who", "string").build())).rejects.toThrow(
      "The execution was refused:\nparameters.who",
    );
  });

  it("stops what still runs, and stops only once", async () => {
    const script = new Script().on("long", holds);
    const test = await createTestOrchestrator({ script });
    await test.start(aWorkflow().withActions(anAction("long")).build());
    await Promise.all([test.stop(), test.stop()]);
    expect(script.of("long")[0]?.aborted).toBe(true);
  });

  it("fails when a service was called that nobody scripted", async () => {
    const test = await createTestOrchestrator({ plugins: [services()] });
    test.mesh.service("source_agent");
    const { execution } = await test.execute(complexWorkflowData(), { document_url: "x" });
    expect(execution?.error).toMatchObject({ code: "UNEXPECTED_CALL", attempt: 1 });
    await expect(test.stop()).rejects.toThrow('Nobody expected the call: POST /fetch to "source_agent"');
  });

  it("keeps the log", async () => {
    await using test = await createTestOrchestrator({
      script: new Script().on("a", ({ context }) => context.logger.warn({ n: 1 }, "seen")),
    });
    await test.execute(aWorkflow().withActions(anAction("a")).build());
    expect(test.logs).toMatchObject([{ level: "warn", message: "seen", fields: { n: 1 } }]);
  });
});

describe("time of a test orchestrator", () => {
  const daily = aWorkflow("Retries").withActions(anAction("call").withAttempts(3, 86_400_000)).build();
  const failing = () =>
    new Script().on("call", throws(new Error("down")), throws(new Error("down")), () => "up");

  it("passes when the test says so", async () => {
    await using test = await createTestOrchestrator({ script: failing() });
    const { execution_id: id } = await test.start(daily);
    await test.clock.advance("1 day");
    expect(test.script.of("call")).toHaveLength(2);
    await test.clock.advance("24 h");
    expect((await test.workflows.getExecution(id)).execution?.status).toBe("completed");
  });

  it("passes by itself as far as an execution needs", async () => {
    await using test = await createTestOrchestrator({ script: failing() });
    await test.execute(daily);
    expect(test.clock.monotonic()).toBe(2 * 86_400_000);
  });

  it("passes by itself while somebody waits, when that is asked for", async () => {
    await using test = await createTestOrchestrator({ script: failing(), autoAdvance: true });
    const { workflow } = await test.workflows.createWorkflow(daily, "ada");
    const { success } = await test.workflows.executeWorkflow(workflow?.workflow_id ?? "", {}, "ada");
    expect(success).toBe(true);
  });

  it("is real when that is asked for", async () => {
    await using test = await createTestOrchestrator({ realTime: true });
    const { execution } = await test.execute(aWorkflow().withActions(anAction("a")).build());
    expect(Math.abs(Date.parse(execution?.created_at ?? "") - Date.now())).toBeLessThan(60_000);
  });

  it("tells what an execution waits for when nothing can come any more", async () => {
    await using test = await createTestOrchestrator();
    await expect(test.execute(waiting)).rejects.toMatchObject({
      code: "NOTHING_LEFT",
      message: expect.stringMatching(/does not end:\n[\s\S]*go +waiting for signal "go"/) as string,
    });
  });

  it("a year of waits and retries takes less than two seconds of a processor", async () => {
    const before = process.cpuUsage();
    const script = new Script();
    for (let day = 0; day < 365; day++) script.on("work", throws(new Error("not yet")));
    await using test = await createTestOrchestrator({ script });
    const { execution_id } = await test.start(
      aWorkflow("A year")
        .withActions(
          anAction("work").withAttempts(1000, 86_400_000),
          anAction("pause")
            .ofType("wait")
            .withConfig({ seconds: 360 * 86_400 }),
        )
        .build(),
    );
    await test.clock.advance("364 days");
    script.on("work", () => "done");
    await test.clock.advance("1 day");
    const { execution } = await test.workflows.getExecution(execution_id);
    expect([execution?.status, execution?.actions.work?.attempts]).toEqual(["completed", 366]);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  it("so does a year of a daily schedule whose executions wait and retry", async () => {
    const before = process.cpuUsage();
    const script = new Script().on("work", ({ attempt }) => {
      if (attempt === 1) throw new Error("not yet");
    });
    await using test = await createTestOrchestrator({ script });
    const pause = anAction("pause").ofType("wait").withConfig({ seconds: 3600 });
    const scheduled = aWorkflow("Daily")
      .withActions(pause, anAction("work").withAttempts(2, 60_000).after("pause"))
      .with({ triggers: [{ type: "schedule", cron: "0 9 * * *", timezone: "Europe/Vienna" }] });
    const { workflow } = await test.workflows.createWorkflow(scheduled.build(), "ada");
    await test.clock.advance("365 days");
    const { executions } = await test.workflows.listExecutions({
      workflow_id: workflow?.workflow_id ?? "",
      status: ["completed"],
      limit: 1000,
    });
    expect([executions.length, script.calls.length]).toEqual([365, 730]);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  it("two hundred of them share neither time nor state", async () => {
    const ran = await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        await using test = await createTestOrchestrator({ script: failing() });
        const { execution_id: id } = await test.start(daily);
        await test.clock.advance(number);
        const before = test.script.calls.length;
        await test.finish(id);
        const { executions } = await test.workflows.listExecutions();
        return [before, test.script.calls.length, executions.length, test.clock.monotonic()];
      }),
    );
    expect(ran).toEqual(Array.from({ length: 200 }, () => [1, 3, 1, 2 * 86_400_000]));
  });
});

describe("restarts", () => {
  it.each([
    ["stops", (test: Awaited<ReturnType<typeof createTestOrchestrator>>) => test.restart()],
    ["crashes", (test: Awaited<ReturnType<typeof createTestOrchestrator>>) => test.crash()],
  ])("an execution goes on when its process %s", async (_how, restart) => {
    await using test = await createTestOrchestrator();
    const seen: CloudEvent[] = [];
    const leave = test.events.subscribe({ types: ["action.completed"] }, (event) => void seen.push(event));
    const { execution_id: id } = await test.start(waiting);
    const before = test.orchestrator;
    const waited = test.workflows.waitForExecution(id);
    waited.catch(() => undefined);
    await restart(test);
    expect(test.orchestrator).not.toBe(before);
    await test.workflows.signalExecution(id, "go", null, "ada");
    expect((await test.finish(id)).success).toBe(true);
    expect(seen.map(({ subject }) => subject)).toEqual(["go", "after"]);
    expect((await test.events.correlated(id)).length).toBe(test.eventsOf(id).length);
    leave();
    await test.execute(aWorkflow().withActions(anAction("a")).build());
    expect(seen).toHaveLength(2);
  });

  it("keep a store in a file, which is gone in the end", async () => {
    const files = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith("tutti-test-"));
    const before = new Set(files());
    const test = await createTestOrchestrator({ durable: true });
    const folder = files().find((name) => !before.has(name)) ?? "";
    const { execution_id: id } = await test.start(waiting);
    await test.crash();
    await test.workflows.signalExecution(id, "go", null, "ada");
    expect((await test.finish(id)).success).toBe(true);
    expect(existsSync(`${os.tmpdir()}/${folder}/tutti.db`)).toBe(true);
    await test.stop();
    expect(existsSync(`${os.tmpdir()}/${folder}`)).toBe(false);
  });

  it("need @tutti/sqlite for that", async () => {
    const before = process.cwd();
    process.chdir(os.tmpdir());
    const error: unknown = await createTestOrchestrator({ durable: true }).catch((reason: unknown) => reason);
    process.chdir(before);
    expect(error).toMatchObject({ code: "NO_SQLITE", cause: expect.anything() as unknown });
  });

  it("refuse what a crash cut off and can't be asked twice", async () => {
    const storage = wrapStorage(memory(), { putWorkflow: () => new Promise(() => undefined) });
    await using test = await createTestOrchestrator({ storage });
    const asked = test.workflows.createWorkflow(waiting, "ada");
    asked.catch(() => undefined);
    await test.crash();
    await expect(asked).rejects.toMatchObject({
      code: "CRASHED",
      message: expect.stringContaining("during createWorkflow") as string,
    });
  });
});
