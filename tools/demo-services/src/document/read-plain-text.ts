import type { Prose, TextDocument } from "./types.ts";

/** Reads a text without any markup: paragraphs with blank lines between them. */
export function readPlainText(content: string): TextDocument {
  return {
    title: null,
    headings: [],
    prose: paragraphs(content),
    links: [],
    images: [],
    code_blocks: 0,
    lists: 0,
    tables: 0,
  };
}

function paragraphs(content: string): Prose[] {
  const found: Prose[] = [];
  let open: string[] = [];
  const lines = content.split(/\r\n?|\n/);
  for (const [index, line] of [...lines, ""].entries()) {
    const text = line.trim();
    if (text !== "") {
      open.push(text);
      continue;
    }
    if (open.length > 0)
      found.push({ kind: "paragraph", text: open.join(" "), line: index + 1 - open.length });
    open = [];
  }
  return found;
}
