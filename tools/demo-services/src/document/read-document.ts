import { readHtml } from "./read-html.ts";
import { markdownToHtml } from "./markdown.ts";
import { readPlainText } from "./read-plain-text.ts";
import type { ContentType, TextDocument } from "./types.ts";

const readers: Readonly<Record<ContentType, (content: string) => TextDocument>> = {
  // Markdown may contain HTML, so both go one way from here on.
  "text/markdown": (content) => readHtml(markdownToHtml(content), "marked"),
  "text/html": (content) => readHtml(content, "counted"),
  "text/plain": readPlainText,
};

/** Reads a document of the given kind. */
export function readDocument(content: string, type: ContentType): TextDocument {
  return readers[type](content);
}

/** The kind of a document that came without one. Plain text is nearly always valid Markdown, too. */
export function guessType(content: string): ContentType {
  return /^\s*<(?:!doctype\s+html|html)[\s>]/i.test(content) ? "text/html" : "text/markdown";
}
