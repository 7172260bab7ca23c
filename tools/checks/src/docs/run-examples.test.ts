import { userPages } from "./pages";
import { ExampleRunner, type WorkflowExample, workflowExamples } from "./run-examples";

const examples = userPages().flatMap(workflowExamples);

function tableOf(kind: string): [string, WorkflowExample][] {
  return examples.filter((example) => example.kind === kind).map((example) => [example.place, example]);
}

let runner: ExampleRunner;

beforeAll(async () => {
  runner = await ExampleRunner.start();
});

afterAll(async () => {
  await runner.stop();
});

test.each(tableOf("run"))("the workflow at %s does what the page says", async (_place, example) => {
  const { execution, expected, result } = await runner.run(example);
  if (result !== undefined)
    expect({ result: execution?.result, error: execution?.error }).toEqual({ result, error: null });
  expect(execution).toMatchObject(expected);
});

test.each(tableOf("invalid"))(
  "the workflow at %s has the errors that the page says",
  async (_place, example) => {
    const { errors, expected } = await runner.refuse(example);
    expect(errors).toMatchObject(expected);
    expect(errors).toHaveLength(expected.length);
  },
);

test("the pages hold examples of both kinds", () => {
  expect(tableOf("run").length).toBeGreaterThan(0);
  expect(tableOf("invalid").length).toBeGreaterThan(0);
});

test("an example that says nothing about its outcome is an error", () => {
  const text =
    "```yaml run\nname: silent\nactions: []\n```\n\n```yaml\na: 1\n```\n\n```json result\n{}\n```\n";
  expect(() => workflowExamples({ file: "page.md", text })).toThrow('page.md:2: no "json result"');
});

test("parameters, signals and ids of earlier workflows reach the example", async () => {
  const text = `
\`\`\`yaml run
name: Greeting
parameters: [{ name: who, type: string }]
actions: [{ action_id: ok, action_type: wait_for_signal, config: { signal: go } }]
outputs: { text: "Hi {{who}}", by: "{{ok.by}}" }
\`\`\`

\`\`\`json parameters
{ "who": "Ada" }
\`\`\`

\`\`\`json signals
{ "go": { "by": "Bob" } }
\`\`\`

\`\`\`json result
{ "text": "Hi Ada", "by": "Bob" }
\`\`\`

\`\`\`yaml run
name: Echo
parameters: [{ name: id, type: string }]
actions: []
outputs: { known: "{{$length(id) = 36}}" }
\`\`\`

\`\`\`json parameters
{ "id": "<id of Greeting>" }
\`\`\`

\`\`\`json execution
{ "status": "completed", "result": { "known": true } }
\`\`\`
`;
  const [greeting, echo] = workflowExamples({ file: "page.md", text });
  expect((await runner.run(greeting!)).execution?.result).toEqual({ text: "Hi Ada", by: "Bob" });
  const { execution, expected } = await runner.run(echo!);
  expect(execution).toMatchObject(expected);
});
