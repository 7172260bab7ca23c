import { anAction, aWorkflow, sampleWorkflowData } from "@tutti/testkit";
import "@tutti/testkit/jest";
import { created, oneAction, useGuideService } from "./workflow-service";

// The examples of the users' guide, one for one: creating workflows and their errors.

const service = useGuideService();

const says = (id: string, message: string) => anAction(id).ofType("notification").withConfig({ message });

describe("Writing your first test", () => {
  it("basic functionality", async () => {
    const { success, workflow } = await service().createWorkflow(sampleWorkflowData(), "test_user");
    expect(success).toBe(true);
    expect(workflow?.name).toBe("Test Workflow");
    expect(workflow?.parameters).toHaveLength(1);
    expect(workflow?.actions).toHaveLength(1);
  });
});

describe("Example 1: workflow creation with complex parameters", () => {
  const definition = aWorkflow("Complex Parameter Test")
    .withParameter("user_name", "string", { description: "User's full name", required: true })
    .withParameter("user_age", "integer", { required: false, default_value: 25 })
    .withParameter("is_active", "boolean", { required: false, default_value: true })
    .withActions(
      says("validate_user", "Processing user: {{user_name}} (Age: {{user_age}}, Active: {{is_active}})"),
    )
    .build();

  it("keeps each parameter's type, default and whether it is required", async () => {
    const { success, workflow } = await service().createWorkflow(definition, "test_user");
    expect(success).toBe(true);
    expect(workflow?.parameters).toMatchObject([
      { name: "user_name", type: "string", required: true },
      { name: "user_age", type: "integer", required: false, default_value: 25 },
      { name: "is_active", type: "boolean", required: false, default_value: true },
    ]);
  });

  it("puts the defaults into the message when they are not given", async () => {
    const workflowId = await created(service(), definition);
    const result = await service().executeWorkflow(workflowId, { user_name: "Ada" }, "u");
    const message = "Processing user: Ada (Age: 25, Active: true)";
    expect(result).toHaveOutput("validate_user", expect.objectContaining({ message }));
  });
});

describe("Example 2: error handling", () => {
  it("names what is missing", async () => {
    const { success, message, workflow } = await service().createWorkflow(
      { description: "Missing name field", parameters: [], actions: [] },
      "test_user",
    );
    expect(success).toBe(false);
    expect(message.toLowerCase()).toContain("name");
    expect(workflow).toBeNull();
  });

  it("refuses duplicate action ids", async () => {
    const twice = aWorkflow("Duplicate Action Test")
      .withActions(says("duplicate", "First"), says("duplicate", "Second"))
      .build();
    const { success, message } = await service().createWorkflow(twice, "test_user");
    expect(success).toBe(false);
    expect(message.toLowerCase()).toContain("duplicate");
    expect(message.toLowerCase()).toContain("action_id");
  });

  it("stores nothing of what it refused", async () => {
    await service().createWorkflow({ description: "Missing name field" }, "test_user");
    expect((await service().listWorkflows()).workflows).toEqual([]);
  });
});

describe("Debugging tests", () => {
  it("creates an empty workflow, which completes at once", async () => {
    const { success, workflow } = await service().createWorkflow(
      { name: "Debug Test Workflow", description: "Workflow for debugging", parameters: [], actions: [] },
      "test_user",
    );
    expect(success).toBe(true);
    expect(workflow?.created_at).toMatch(/^\d{4}-\d\d-\d\dT/);
    const { execution } = await service().executeWorkflow(workflow?.workflow_id ?? "", {}, "test_user");
    expect(execution?.status).toBe("completed");
  });

  it("goes step by step", async () => {
    const definition = oneAction("test_param", says("test_action", "Test: {{test_param}}"));
    const { success, workflow } = await service().createWorkflow(definition, "test_user");
    expect(success).toBe(true);
    expect(workflow?.name).toBe("Test Workflow");
    expect(workflow?.parameters).toHaveLength(1);
    expect(workflow?.actions).toHaveLength(1);
    const parameters = { test_param: "Hello Debug" };
    const executed = await service().executeWorkflow(workflow?.workflow_id ?? "", parameters, "test_user");
    expect(executed).toHaveCompleted();
    expect(executed).toHaveOutput("test_action", expect.objectContaining({ message: "Test: Hello Debug" }));
  });
});
