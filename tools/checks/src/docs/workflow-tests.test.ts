import { userPages } from "./pages";
import { failuresOf, testedExamples } from "./workflow-tests";

const examples = userPages().flatMap(testedExamples);

test.each(examples.map((example) => [example.place, example] as const))(
  "the tests at %s pass",
  async (_place, example) => {
    expect(await failuresOf(example)).toEqual([]);
  },
);

test("the pages hold tests of workflows", () => {
  expect(examples.length).toBeGreaterThan(4);
});

test("a test that fails is told", async () => {
  const text =
    "```yaml tested\nname: A\nactions: []\n```\n\n```yaml tests\ncases: [{ name: x, expect: { status: failed } }]\n```\n";
  const [example] = testedExamples({ file: "page.md", text });
  expect(await failuresOf(example!)).toEqual([expect.stringContaining('status: expected "failed"')]);
});

test("tests without a workflow are told", () => {
  const text = "```yaml tests\ncases: []\n```\n";
  expect(() => testedExamples({ file: "page.md", text })).toThrow(
    'page.md:2: no "yaml tested" comes before it',
  );
});
