import { anAction, loadTest } from "@tutti/testkit";
import "@tutti/testkit/jest";
import { created, oneAction, useGuideService } from "./workflow-service";

// The examples of the users' guide, one for one: executing workflows, alone and many at once.

const service = useGuideService({ realTime: true });

const says = (id: string, message: string) => anAction(id).ofType("notification").withConfig({ message });
const processing = oneAction("input_value", says("process", "Processing: {{input_value}}"));

describe("Example 4: concurrent executions", () => {
  it("executes ten at once, each with its own input", async () => {
    const workflowId = await created(service(), processing);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        service().executeWorkflow(workflowId, { input_value: `Test input ${i}` }, `user_${i}`),
      ),
    );
    expect(new Set(results.map(({ execution }) => execution?.execution_id)).size).toBe(10);
    for (const [i, result] of results.entries()) {
      expect(result).toHaveCompleted();
      expect(result).toHaveOutput(
        "process",
        expect.objectContaining({ message: `Processing: Test input ${i}` }),
      );
      expect(result.execution?.created_by).toBe(`user_${i}`);
    }
  });
});

describe("Parameterized tests: uppercase", () => {
  it.each([
    ["Hello World", "HELLO WORLD"],
    ["pytest testing", "PYTEST TESTING"],
    ["", ""],
    ["aBcD", "ABCD"],
  ])("%j becomes %j", async (input_text, expected) => {
    const config = { transformation: "uppercase", input_field: "input_text" };
    const action = anAction("uppercase").ofType("transform").withConfig(config);
    const workflowId = await created(service(), oneAction("input_text", action, "Uppercase Conversion"));
    const result = await service().executeWorkflow(workflowId, { input_text }, "test_user");
    expect(result).toHaveOutput("uppercase", { result: expected });
  });
});

// The guide's limits are kept on any machine that is not overloaded; here only the success rate counts.
describe("Performance tests", () => {
  it("executes fifty one after the other", async () => {
    const workflowId = await created(service(), processing);
    const run = (user: number) =>
      service().executeWorkflow(workflowId, { input_value: `${user}` }, "test_user");
    const report = await loadTest({ users: 1, iterations: 50, run });
    report.assert({ successRate: 1 });
    expect((await service().listExecutions({ limit: 100 })).executions).toHaveLength(50);
  });

  it("serves twenty users in batches of five", async () => {
    const greeting = oneAction("user_id", says("user_greeting", "Hello {{user_id}}!"), "Load Test Workflow");
    const workflowId = await created(service(), greeting);
    const run = (user: number) =>
      service().executeWorkflow(workflowId, { user_id: `user_${user}` }, `user_${user}`);
    const report = await loadTest({ users: 20, batchSize: 5, run });
    report.assert({ successRate: 1 });
    expect(report.toJSON()).toMatchObject({ users: 20, succeeded: 20 });
  });
});
