import { readDocument } from "../document/read-document.ts";
import { type Issue, proseIssues, structureIssues } from "./issues.ts";
import { sentencesIn } from "./readability.ts";

function issuesOf(markdown: string): Issue[] {
  const document = readDocument(markdown, "text/markdown");
  return [...structureIssues(document), ...proseIssues(document, sentencesIn(document.prose))];
}

function found(markdown: string): string[] {
  return issuesOf(markdown).map(({ code, severity, line }) => `${line} ${severity} ${code}`);
}

test.each([
  ["a heading level is left out", "# A\n\n### B", ["3 warning heading_level_skipped"]],
  ["a heading is empty", "# A\n\n##", ["3 error empty_heading"]],
  ["there is a second title", "# A\n\n# B\n\n# C", ["3 info second_title", "5 info second_title"]],
  ["an image has no alternative text", "![](a.png)", ["1 error image_without_alt"]],
  ["a linked image has none: one issue, not two", "[![](a.png)](/b)", ["1 error image_without_alt"]],
  ["a link has no text", "Text [](/b).", ["1 error empty_link_text"]],
  ["a link says nothing", "Click [Here](/b).", ["1 warning vague_link_text"]],
  ["a sentence is long", `${"word ".repeat(41)}.`, ["1 warning long_sentence"]],
  ["a paragraph is long", "A few words. ".repeat(51), ["1 info long_paragraph"]],
])("says so when %s", (_, markdown, issues) => {
  expect(found(markdown)).toEqual(issues);
});

test.each([
  ["a fragment that starts deep", "## A\n\n### B\n\n## C"],
  ["decoration in HTML", '<img src="line.png" alt="">'],
  ["a sentence of forty words", `${"word ".repeat(40)}.`],
  ["nothing at all", ""],
])("accepts %s", (_, markdown) => {
  expect(found(markdown)).toEqual([]);
});

test("says what to do", () => {
  expect(issuesOf("# A\n\n#### Deep")[0]?.message).toBe(
    '"Deep" is at depth 4 right after depth 1. Make it depth 2.',
  );
});

test("shows the beginning of a long text, and no half character", () => {
  const [issue] = issuesOf(`[](https://a.example/${"🎉".repeat(60)})`);
  expect(issue?.message).toContain("…");
  expect(issue?.message).not.toMatch(/\p{Surrogate}/u);
});
