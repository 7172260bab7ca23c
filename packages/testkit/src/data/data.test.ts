import { createOrchestrator, parseDefinition } from "@tutti/core";
import {
  anAction,
  aWorkflow,
  complexWorkflowData,
  fixtures,
  sampleWorkflowData,
  simpleWorkflowData,
} from "../index";
import { notification } from "../testing/plugins";

describe("the fixtures", () => {
  it.each([
    ["sample_workflow_data", sampleWorkflowData, ["process"]],
    ["simple_workflow_data", simpleWorkflowData, ["notify"]],
    ["complex_workflow_data", complexWorkflowData, ["fetch_document", "analyze_content", "generate_summary"]],
  ] as const)("%s is a valid workflow, also as a file", (name, make, actions) => {
    const { definition } = parseDefinition(make());
    expect(definition?.actions.map(({ action_id }) => action_id)).toEqual(actions);
    expect(fixtures[name]).toEqual(make());
    expect(jest.requireActual(`@tutti/testkit/data/${name}.json`)).toEqual(make());
  });

  it("are copies: what one test changes, no other sees", () => {
    const changed = sampleWorkflowData() as { name: string; actions: unknown[] };
    changed.name = "changed";
    changed.actions.length = 0;
    expect(sampleWorkflowData()).toMatchObject({
      name: "Test Workflow",
      actions: [{ action_id: "process" }],
    });
    expect(fixtures.sample_workflow_data).not.toBe(fixtures.sample_workflow_data);
  });

  it("run as they are", async () => {
    await using orchestrator = await createOrchestrator({ plugins: [notification()] });
    const { workflows } = orchestrator;
    const { workflow } = await workflows.createWorkflow(simpleWorkflowData(), "ada");
    const { success } = await workflows.executeWorkflow(
      workflow?.workflow_id ?? "",
      { message: "Hi" },
      "ada",
    );
    expect(success).toBe(true);
  });
});

describe("the builders", () => {
  it("build what an author would write", () => {
    const greet = anAction("greet")
      .ofType("notification")
      .withConfig({ message: "Hi" })
      .withConfig({ priority: "high" })
      .after("fetch")
      .after("look_up", "wait")
      .when("{{ready}}")
      .withAttempts(3, 50)
      .with({ timeout_seconds: 5 });
    const workflow = aWorkflow("Greeting")
      .withParameter("ready", "boolean", { default_value: true })
      .withActions(anAction("fetch"), { action_id: "look_up", action_type: "scripted" })
      .withActions(anAction("wait"), greet)
      .withOutput("said", "{{greet.message}}")
      .withOutput("ready", "{{ready}}")
      .with({ tags: ["demo"] })
      .build();
    expect(workflow).toEqual({
      name: "Greeting",
      parameters: [{ name: "ready", type: "boolean", default_value: true }],
      actions: [
        { action_id: "fetch", action_type: "scripted" },
        { action_id: "look_up", action_type: "scripted" },
        { action_id: "wait", action_type: "scripted" },
        {
          action_id: "greet",
          action_type: "notification",
          config: { message: "Hi", priority: "high" },
          depends_on: ["fetch", "look_up", "wait"],
          condition: "{{ready}}",
          retry: {
            max_attempts: 3,
            initial_interval_ms: 50,
            max_interval_ms: 50,
            backoff_coefficient: 1,
            jitter: false,
          },
          timeout_seconds: 5,
        },
      ],
      outputs: { said: "{{greet.message}}", ready: "{{ready}}" },
      tags: ["demo"],
    });
    expect(parseDefinition(workflow).errors).toEqual([]);
  });

  it("add to a single dependency", () => {
    expect(anAction("b").with({ depends_on: "a" }).after("c").build().depends_on).toEqual(["a", "c"]);
  });

  it("share a beginning without sharing what comes after it", () => {
    const common = aWorkflow().withActions(anAction("a"));
    const longer = common.withActions(anAction("b"));
    expect([common, longer].map((one) => one.build().actions?.length)).toEqual([1, 2]);
    expect(common.build().name).toBe("A workflow");
  });
});
