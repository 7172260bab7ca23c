import type { ExecutionResult, WorkflowManagementService } from "@tutti/core";
import { created, oneAction, useWorkflowService } from "./workflow-service";

// The examples of the users' guide, one for one: executing workflows, alone and many at once.

const notify = {
  action_id: "process",
  action_type: "notification",
  config: { message: "Processing: {{input_value}}" },
};

describe("Example 4: concurrent executions", () => {
  const service = useWorkflowService();

  it("executes ten at once, each with its own input", async () => {
    const workflowId = await created(service(), oneAction("input_value", notify));
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        service().executeWorkflow(workflowId, { input_value: `Test input ${i}` }, `user_${i}`),
      ),
    );
    expect(results.filter(({ success }) => success)).toHaveLength(10);
    expect(results.map(messageOf)).toEqual(
      Array.from({ length: 10 }, (_, i) => `Processing: Test input ${i}`),
    );
    expect(new Set(results.map(({ execution }) => execution?.execution_id)).size).toBe(10);
    expect(results.map(({ execution }) => execution?.created_by)).toEqual(
      Array.from({ length: 10 }, (_, i) => `user_${i}`),
    );
  });
});

describe("Parameterized tests: uppercase", () => {
  const service = useWorkflowService();

  it.each([
    ["Hello World", "HELLO WORLD"],
    ["pytest testing", "PYTEST TESTING"],
    ["", ""],
    ["aBcD", "ABCD"],
  ])("%j becomes %j", async (input_text, expected) => {
    const config = { transformation: "uppercase", input_field: "input_text" };
    const action = { action_id: "uppercase", action_type: "transform", name: "Convert to Uppercase", config };
    const workflowId = await created(service(), oneAction("input_text", action, "Uppercase Conversion"));
    const { success, execution } = await service().executeWorkflow(workflowId, { input_text }, "test_user");
    expect(success).toBe(true);
    expect(execution?.actions.uppercase?.output).toEqual({ result: expected });
  });
});

describe("Performance tests", () => {
  const service = useWorkflowService();

  it("executes fifty one after the other", async () => {
    const workflowId = await created(service(), oneAction("input_value", notify));
    for (let i = 0; i < 50; i++) {
      const result = await service().executeWorkflow(workflowId, { input_value: `${i}` }, "test_user");
      expect(result.success).toBe(true);
    }
    expect((await service().listExecutions({ limit: 100 })).executions).toHaveLength(50);
  });

  it("serves twenty users in batches of five", async () => {
    const greet = {
      action_id: "user_greeting",
      action_type: "notification",
      config: { message: "Hello {{user_id}}!" },
    };
    const workflowId = await created(service(), oneAction("user_id", greet, "Load Test Workflow"));
    const results: ExecutionResult[] = [];
    for (let first = 0; first < 20; first += 5) {
      results.push(
        ...(await Promise.all([0, 1, 2, 3, 4].map((i) => simulateUser(service(), workflowId, first + i)))),
      );
    }
    expect(results.filter(({ success }) => success)).toHaveLength(20);
  });
});

function simulateUser(
  service: WorkflowManagementService,
  workflowId: string,
  user: number,
): Promise<ExecutionResult> {
  return service.executeWorkflow(workflowId, { user_id: `user_${user}` }, `user_${user}`);
}

function messageOf({ execution }: ExecutionResult): unknown {
  const output = execution?.actions.process?.output as { message?: unknown } | undefined;
  return output?.message;
}
