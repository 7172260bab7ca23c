import { oneAction, useWorkflowService } from "./workflow-service";

// The examples of the users' guide, one for one: creating workflows and their errors.

describe("Writing your first test", () => {
  const service = useWorkflowService();

  it("basic functionality", async () => {
    const definition = {
      name: "Test Workflow",
      description: "A test workflow",
      parameters: [
        { name: "input_text", type: "string", description: "Input text to process", required: true },
      ],
      actions: [
        {
          action_id: "process",
          action_type: "notification",
          name: "Process Input",
          config: { message: "{{input_text}}" },
        },
      ],
    };
    const { success, workflow } = await service().createWorkflow(definition, "test_user");
    expect(success).toBe(true);
    expect(workflow?.name).toBe("Test Workflow");
    expect(workflow?.parameters).toHaveLength(1);
    expect(workflow?.actions).toHaveLength(1);
  });
});

describe("Example 1: workflow creation with complex parameters", () => {
  const service = useWorkflowService();

  it("keeps each parameter's type, default and whether it is required", async () => {
    const { success, workflow } = await service().createWorkflow(
      {
        name: "Complex Parameter Test",
        description: "Test workflow with multiple parameter types",
        parameters: [
          { name: "user_name", type: "string", description: "User's full name", required: true },
          {
            name: "user_age",
            type: "integer",
            description: "User's age in years",
            required: false,
            default_value: 25,
          },
          {
            name: "is_active",
            type: "boolean",
            description: "Whether user is active",
            required: false,
            default_value: true,
          },
        ],
        actions: [
          {
            action_id: "validate_user",
            action_type: "notification",
            name: "Validate User",
            config: { message: "Processing user: {{user_name}} (Age: {{user_age}}, Active: {{is_active}})" },
          },
        ],
      },
      "test_user",
    );
    expect(success).toBe(true);
    const parameters = new Map(workflow?.parameters.map((parameter) => [parameter.name, parameter]));
    expect(parameters.size).toBe(3);
    expect(parameters.get("user_name")?.required).toBe(true);
    expect(parameters.get("user_age")?.required).toBe(false);
    expect(parameters.get("user_age")?.default_value).toBe(25);
    expect(parameters.get("is_active")?.type).toBe("boolean");
  });

  it("puts the defaults into the message when they are not given", async () => {
    const { workflow } = await service().createWorkflow(
      {
        name: "Defaults",
        parameters: [
          { name: "user_name", type: "string" },
          { name: "user_age", type: "integer", default_value: 25 },
          { name: "is_active", type: "boolean", default_value: true },
        ],
        actions: [
          {
            action_id: "greet",
            action_type: "notification",
            config: { message: "{{user_name}} (Age: {{user_age}}, Active: {{is_active}})" },
          },
        ],
      },
      "test_user",
    );
    const { execution } = await service().executeWorkflow(
      workflow?.workflow_id ?? "",
      { user_name: "Ada" },
      "u",
    );
    expect(execution?.actions.greet?.output).toMatchObject({ message: "Ada (Age: 25, Active: true)" });
  });
});

describe("Example 2: error handling", () => {
  const service = useWorkflowService();

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
    const action = { action_id: "duplicate", action_type: "notification" };
    const { success, message } = await service().createWorkflow(
      {
        name: "Duplicate Action Test",
        description: "Test duplicate action IDs",
        parameters: [],
        actions: [
          { ...action, name: "First Action", config: { message: "First" } },
          { ...action, name: "Second Action", config: { message: "Second" } },
        ],
      },
      "test_user",
    );
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
  const service = useWorkflowService();

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
    const action = {
      action_id: "test_action",
      action_type: "notification",
      config: { message: "Test: {{test_param}}" },
    };
    const { success, workflow } = await service().createWorkflow(
      oneAction("test_param", action),
      "test_user",
    );
    expect(success).toBe(true);
    expect(workflow?.name).toBe("Test Workflow");
    expect(workflow?.parameters).toHaveLength(1);
    expect(workflow?.actions).toHaveLength(1);
    const executed = await service().executeWorkflow(
      workflow?.workflow_id ?? "",
      { test_param: "Hello Debug" },
      "test_user",
    );
    expect(executed.success).toBe(true);
    expect(executed.execution?.actions.test_action?.output).toMatchObject({ message: "Test: Hello Debug" });
  });
});
