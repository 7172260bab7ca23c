import { createOrchestrator } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { dataExamples, isWorkflow } from "./data";
import { userPages, type Page } from "./pages";

/**
 * What is wrong with the workflows on the pages. One marked `invalid` has to be refused. One marked `tested` is
 * left to the tests that follow it on its page: they stand in for actions that no plugin brings.
 */
async function workflowProblems(pages: Page[]): Promise<string[]> {
  const orchestrator = await createOrchestrator({ plugins: [notification(), transform(), serviceCall()] });
  const problems: string[] = [];
  for (const { place, flags, read } of dataExamples(pages)) {
    const value = read();
    if (!isWorkflow(value) || flags.includes("tested")) continue;
    const result = await orchestrator.workflows.validateWorkflow(value);
    if (result.success === flags.includes("invalid")) problems.push(`${place}: ${JSON.stringify(result)}`);
  }
  await orchestrator.stop();
  return problems;
}

const broken = "name: broken\nactions:\n  - action_id: a\n    action_type: no_such_type\n";

test("every workflow example is valid", async () => {
  expect(await workflowProblems(userPages())).toEqual([]);
});

test("an invalid workflow is reported with its page and line", async () => {
  const page = { file: "page.md", text: `\`\`\`yaml\n${broken}\`\`\`\n` };
  expect(await workflowProblems([page])).toEqual([expect.stringMatching(/^page\.md:2: .*no_such_type/)]);
});

test("a workflow that is marked tested is left to its own tests", async () => {
  const page = { file: "page.md", text: `\`\`\`yaml tested\n${broken}\`\`\`\n` };
  expect(await workflowProblems([page])).toEqual([]);
});

test("a workflow that is marked invalid has to be refused", async () => {
  const page = { file: "page.md", text: `\`\`\`yaml invalid\n${broken}\`\`\`\n` };
  expect(await workflowProblems([page])).toEqual([]);
});
