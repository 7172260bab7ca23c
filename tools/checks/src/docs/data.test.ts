import { dataExamples, isWorkflow, type Example } from "./data";
import { userPages } from "./pages";

function malformed(examples: Example[]): string[] {
  return examples.flatMap(({ place, read }) => {
    try {
      read();
      return [];
    } catch (error) {
      return [`${place}: ${String(error)}`];
    }
  });
}

test("every json and yaml example is well-formed", () => {
  expect(malformed(dataExamples(userPages()))).toEqual([]);
});

test("a malformed example is reported with its page and line", () => {
  const text = "Text\n\n```json\n{ name: }\n```\n\n```yaml\na: [\n```\n\n```json\n{}\n```\n";
  const [json, yaml, ...others] = malformed(dataExamples([{ file: "page.md", text }]));
  expect(json).toMatch(/^page\.md:4: SyntaxError/);
  expect(yaml).toMatch(/^page\.md:8: YAMLParseError/);
  expect(others).toEqual([]);
});

test.each([
  [{ name: "a", actions: [] }, true],
  [{ name: "a" }, false],
  [null, false],
  ["name actions", false],
])("%j is a workflow: %s", (value, expected) => {
  expect(isWorkflow(value)).toBe(expected);
});
