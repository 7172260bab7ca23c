import { guessType, readDocument } from "./read-document.ts";

const MARKDOWN = `---
title: not a heading
---

# Title with \`code\`

First paragraph
on two lines with [a link](https://a.example) and
![](img.png) a picture.

- one item of a list
- two items:
  1. nested item

[![logo](logo.svg)](https://b.example) [](https://c.example)

\`\`\`js
const hidden = "no prose";
\`\`\`

| a | b |
| - | - |
| cell | text |

<p align="center">
  <a href="https://d.example"><img src="x.png"></a>
  Raw &amp; <b>bold</b> text.
</p>

### Deep

See https://e.example or README.md.
`;

describe("Markdown", () => {
  const document = readDocument(MARKDOWN, "text/markdown");

  test("has headings with their lines", () => {
    expect(document.title).toBe("Title with code");
    expect(document.headings).toEqual([
      { depth: 1, text: "Title with code", line: 5 },
      { depth: 3, text: "Deep", line: 30 },
    ]);
  });

  test("has prose: paragraphs and list items, without code, tables and rows of links", () => {
    expect(document.prose).toEqual([
      { kind: "paragraph", text: "First paragraph on two lines with a link and a picture.", line: 7 },
      { kind: "list_item", text: "one item of a list", line: 11 },
      { kind: "list_item", text: "two items:", line: 12 },
      { kind: "list_item", text: "nested item", line: 13 },
      { kind: "paragraph", text: "Raw & bold text.", line: 27 },
      { kind: "paragraph", text: "See https://e.example or README.md.", line: 32 },
    ]);
  });

  test("has links with the text that is read out", () => {
    expect(document.links).toEqual([
      { text: "a link", href: "https://a.example", needsAlt: false, line: 8 },
      { text: "logo", href: "https://b.example", needsAlt: false, line: 15 },
      { text: "", href: "https://c.example", needsAlt: false, line: 15 },
      { text: "", href: "https://d.example", needsAlt: true, line: 26 },
      { text: "https://e.example", href: "https://e.example", needsAlt: false, line: 32 },
    ]);
  });

  test("has images", () => {
    expect(document.images).toEqual([
      { src: "img.png", described: false, line: 9 },
      { src: "logo.svg", described: true, line: 15 },
      { src: "x.png", described: false, line: 26 },
    ]);
  });

  test("is counted", () => {
    expect(document).toMatchObject({ code_blocks: 1, lists: 2, tables: 1 });
  });
});

const HTML = `<!DOCTYPE html>
<html><head><title>The page's
title</title><style>p { color: red }</style></head>
<body>
<nav><ul><li>Home of <a href="/">the site</a></li></ul></nav>
<h1><img src="l.png" alt="The logo"></h1>
<div>Text in a div<br>goes on <svg><title>icon</title></svg>here.
<p>An unclosed paragraph
<h2><div>Block</div> in a heading</h2>
<img src="line.png" alt="">
<a name="anchor">Anchor</a> text <a href="/i" aria-label="Icon">x</a> <a href="/t" title="Hint"></a>
<pre>code</pre>
</div></body></html>`;

describe("HTML", () => {
  const document = readDocument(HTML, "text/html");

  test("has its own title and headings", () => {
    expect(document.title).toBe("The page's title");
    expect(document.headings).toEqual([
      { depth: 1, text: "The logo", line: 6 },
      { depth: 2, text: "Block in a heading", line: 9 },
    ]);
  });

  test("has prose without navigation and pictures", () => {
    expect(document.prose.map(({ text, line }) => [line, text])).toEqual([
      [7, "Text in a div goes on here."],
      [8, "An unclosed paragraph"],
      [11, "Anchor text x"],
    ]);
  });

  test("has links and images as assistive technology sees them", () => {
    expect(document.links.map(({ text }) => text)).toEqual(["the site", "Icon", "Hint"]);
    expect(document.images.map(({ described }) => described)).toEqual([true, true]);
  });
});

test("plain text has paragraphs", () => {
  expect(readDocument("One\r\ntwo.\n\n\n  # three\n", "text/plain")).toMatchObject({
    title: null,
    headings: [],
    prose: [
      { kind: "paragraph", text: "One two.", line: 1 },
      { kind: "paragraph", text: "# three", line: 5 },
    ],
  });
});

test.each(["text/markdown", "text/html", "text/plain"] as const)(
  "an empty %s is an empty document",
  (type) => {
    expect(readDocument("", type)).toMatchObject({
      title: null,
      headings: [],
      prose: [],
      links: [],
      images: [],
    });
  },
);

test.each([
  ["<!doctype HTML>\n<p>x", "text/html"],
  ["\n<html lang=en>", "text/html"],
  ["<p align=center>Markdown may start so", "text/markdown"],
  ["# x", "text/markdown"],
  ["", "text/markdown"],
])("takes %j for %s", (content, type) => {
  expect(guessType(content)).toBe(type);
});

test("a deeply nested document needs no stack", () => {
  const deep = `${"<div>".repeat(20_000)}Some text.`;
  expect(readDocument(deep, "text/html").prose).toHaveLength(1);
});
