import { type CloudEvent, memory } from "@tutti/core";
import {
  ActionBuilder,
  anAction,
  aWorkflow,
  createTestOrchestrator,
  replay,
  Script,
  slowAction,
  throws,
  WorkflowBuilder,
} from "../index";
import { notification } from "../testing/plugins";

const fetch = anAction("fetch").ofType("acme_fetch");
const first = aWorkflow("Review")
  .withParameter("deep", "boolean", { default_value: false })
  .withActions(
    fetch.withAttempts(2, 1000),
    anAction("check").ofType("acme_check").when("{{fetch.pages > 2}}"),
    anAction("each").ofType("acme_each").with({ for_each: "{{fetch.list}}" }),
    anAction("approve").ofType("wait_for_signal").withConfig({ signal: "approved" }).after("check"),
    anAction("last").ofType("acme_last").after("approve", "each"),
  )
  .withOutput("pages", "{{fetch.pages}}");

/** The same workflow with scripted actions, to make a history. */
function scripted(workflow: WorkflowBuilder) {
  const { actions = [], ...rest } = workflow.build();
  const change = (type: string): string => (type.startsWith("acme_") ? "scripted" : type);
  return {
    ...rest,
    actions: actions.map((action) => ({ ...action, action_type: change(action.action_type) })),
  };
}

async function historyOf(
  workflow: WorkflowBuilder,
  act: "approve" | "cancel" = "approve",
): Promise<readonly CloudEvent[]> {
  const script = new Script()
    .on("fetch", throws(new Error("busy")), () => ({ pages: 3, list: ["a", "b"] }))
    .on("last", () => "done");
  await using test = await createTestOrchestrator({ script, faults: [slowAction("check", "1 min")] });
  const { execution_id: id } = await test.start(scripted(workflow));
  await test.clock.advance("1 h");
  if (act === "approve") await test.workflows.signalExecution(id, "approved", { by: "ada" }, "ada");
  else await test.workflows.cancelExecution(id, "ada");
  await test.finish(id);
  return test.eventsOf(id);
}

const differ = async (workflow: WorkflowBuilder, act?: "cancel") =>
  (await replay(await historyOf(first, act), workflow.build())).toString().split("\n");

function changed(id: string, change: (action: ActionBuilder) => ActionBuilder): WorkflowBuilder {
  const { actions = [], ...rest } = first.build();
  const all = actions.map((action) =>
    action.action_id === id ? change(new ActionBuilder(action)).build() : action,
  );
  return new WorkflowBuilder({ ...rest, actions: all });
}

describe("a replay", () => {
  it.each([undefined, "cancel"] as const)(
    "of the same definition finds nothing, though nothing is called (%s)",
    async (act) => {
      expect(await differ(first, act)).toEqual(["Nothing would be otherwise."]);
    },
  );

  it("tells of an action that would be skipped", async () => {
    const found = await differ(changed("check", (action) => action.when("{{fetch.pages > 5}}")));
    expect(found).toEqual(['"check": before completed, now skipped.']);
  });

  it("tells of an action that is new, and one that is gone", async () => {
    const { actions = [], ...rest } = first.build();
    const fewer = actions
      .filter(({ action_id }) => action_id !== "each")
      .map((action) => (action.action_id === "last" ? { ...action, depends_on: ["approve"] } : action));
    expect(
      await differ(
        new WorkflowBuilder({
          ...rest,
          actions: [...fewer, anAction("log").ofType("acme_log").after("last").build()],
        }),
      ),
    ).toEqual([
      '"each[0]": before completed, now does not run.',
      '"each[1]": before completed, now does not run.',
      '"each": before completed, now does not run.',
      '"log": before did not run, now completed.',
      "The history has no outcome of log; null was taken.",
    ]);
  });

  it("tells of fewer attempts, another end and another result", async () => {
    const report = await replay(
      await historyOf(first),
      changed("fetch", (action) => action.withAttempts(1)).build(),
    );
    expect(report.isSame).toBe(false);
    expect(
      report.differences.map(({ kind, action, before, after }) => [kind, action, before, after]),
    ).toEqual(
      expect.arrayContaining([
        ["status", undefined, "completed", "failed"],
        ["action", "fetch", "completed after 2 attempts", "failed"],
        ["action", "last", "completed", "does not run"],
        ["result", undefined, { pages: 3 }, null],
      ]),
    );
  });

  it("tells of another order", async () => {
    const found = await differ(changed("each", (action) => action.after("check")));
    expect(found.join()).toMatch(
      /The actions started in the order fetch,.*each\[0\],each\[1\].*; now fetch,check/,
    );
  });

  it("tells of an execution that would still wait", async () => {
    const found = await differ(changed("approve", (action) => action.withConfig({ signal: "signed" })));
    expect(found[0]).toBe("The execution ended as completed; now it is still going on.");
  });

  it("plays children as what they gave", async () => {
    const storage = memory();
    await using test = await createTestOrchestrator({ storage });
    const inner = aWorkflow("Inner")
      .withActions(anAction("a").withConfig({ returns: 7 }))
      .withOutput("a", "{{a}}")
      .build();
    const { workflow } = await test.workflows.createWorkflow(inner, "ada");
    const child = (id: string) => anAction("child").ofType("run_workflow").withConfig({ workflow_id: id });
    const outer = (id: string) =>
      aWorkflow("Outer")
        .withActions(child(id), anAction("b").withConfig({ got: "{{child.a}}" }))
        .build();
    const { execution } = await test.execute(outer(workflow?.workflow_id ?? ""));
    const entries = await storage.read(execution?.execution_id ?? "");
    expect((await replay(entries, outer("any"))).toString()).toBe("Nothing would be otherwise.");
  });

  it("checks configs with the plugins that it is given, and takes other parameters", async () => {
    await using test = await createTestOrchestrator({ plugins: [notification()] });
    const say = (message: string) =>
      aWorkflow().withActions(anAction("say").ofType("notification").withConfig({ message })).build();
    const { execution } = await test.execute(say("Hi"));
    const history = test.eventsOf(execution?.execution_id ?? "");
    const bad = {
      ...say("Hi"),
      actions: [{ action_id: "say", action_type: "notification", config: { message: 3 } }],
    };
    await expect(replay(history, bad, { plugins: [notification()] })).rejects.toThrow(
      "The workflow was refused",
    );
    const more = { ...say("Hi {{who}}"), parameters: [{ name: "who", type: "string" as const }] };
    await expect(replay(history, more)).rejects.toThrow("The execution was refused");
    expect((await replay(history, more, { parameters: { who: "Ada" } })).isSame).toBe(true);
  });

  it("plays compensations", async () => {
    const undo = { action_type: "undo" };
    const both = aWorkflow()
      .withActions(anAction("a").with({ compensate: undo }), anAction("b").after("a"))
      .build();
    await using test = await createTestOrchestrator({
      script: new Script().on("b", throws(new Error("no"))),
    });
    const { execution } = await test.execute(both);
    expect((await replay(test.eventsOf(execution?.execution_id ?? ""), both)).toString()).toBe(
      "Nothing would be otherwise.",
    );
  });

  it("pauses, resumes and retries when that was done", async () => {
    const pair = aWorkflow().withActions(anAction("a"), anAction("b").after("a")).build();
    await using test = await createTestOrchestrator({
      script: new Script().on("b", throws(new Error("no")), () => "yes"),
      faults: [slowAction("a", "1 h")],
    });
    const { execution_id: id } = await test.start(pair);
    await test.workflows.pauseExecution(id, "ada");
    await test.clock.advance("2 h");
    await test.workflows.resumeExecution(id, "ada");
    await test.finish(id);
    await test.clock.advance("1 h");
    await test.workflows.retryExecution(id, "ada");
    expect((await test.finish(id)).success).toBe(true);
    expect((await replay(test.eventsOf(id), pair)).toString()).toBe("Nothing would be otherwise.");
  });

  it.each([[[]], [[{ type: "tutti.action.started", time: "2026-01-01T00:00:00Z" }]]])(
    "needs a whole history, not %j",
    async (history) => {
      await expect(replay(history as never, first.build())).rejects.toMatchObject({
        code: "INVALID_HISTORY",
      });
    },
  );
});
