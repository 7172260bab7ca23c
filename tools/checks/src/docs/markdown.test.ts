import { anchorsIn, fencesIn, linksIn } from "./markdown";

const page = [
  "# Title",
  "",
  'See [a](./a.md), [b](b.md#part "B") and `[not](a-link)`.',
  "",
  "```ts continued",
  "const link = '[no](link)';",
  "```",
  "",
  "~~~yaml",
  "name: x",
  "~~~",
  "",
  "## Options & `limits`",
  "",
  "[ref]: https://example.com",
  "",
].join("\n");

test("fences have a language, flags, a text and a line", () => {
  expect(fencesIn(page)).toEqual([
    { language: "ts", flags: ["continued"], text: "const link = '[no](link)';\n", line: 6 },
    { language: "yaml", flags: [], text: "name: x\n", line: 10 },
  ]);
});

test("links in examples and in code are not links", () => {
  expect(linksIn(page)).toEqual(["./a.md", "b.md#part", "https://example.com"]);
});

test("anchors are the headings as GitHub writes them", () => {
  expect(anchorsIn(page)).toEqual(new Set(["title", "options--limits"]));
});
