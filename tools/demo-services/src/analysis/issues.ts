import type { TextDocument } from "../document/types.ts";
import { wordsOf } from "../text/words.ts";
import type { Sentence } from "./readability.ts";

const LONG_SENTENCE_WORDS = 40;
const LONG_PARAGRAPH_WORDS = 150;
const SAYS_NOTHING = new Set(["here", "click here", "this", "this link", "link", "read more", "more"]);

/** How much an issue matters: someone can't use the text, has a hard time, or hardly notices. */
export type Severity = "error" | "warning" | "info";

/** Something in a document that could be better, and how. */
export interface Issue {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The line of the source, from 1. */
  readonly line: number;
}

/** What is wrong with the structure: headings, images, links. */
export function structureIssues(document: TextDocument): Issue[] {
  return [...headingIssues(document), ...imageIssues(document), ...linkIssues(document)];
}

/** What makes the prose hard to read. */
export function proseIssues(document: TextDocument, sentences: readonly Sentence[]): Issue[] {
  return [...sentenceIssues(sentences), ...paragraphIssues(document)];
}

function headingIssues({ headings }: TextDocument): Issue[] {
  const found: Issue[] = [];
  let previous = 0;
  for (const { depth, text, line } of headings) {
    if (text === "") {
      const message = "This heading is empty. Give it a text, or remove it.";
      found.push({ code: "empty_heading", severity: "error", message, line });
    }
    // A document that is a part of another one may start at any depth.
    if (previous > 0 && depth > previous + 1) {
      const message = `"${text}" is at depth ${depth} right after depth ${previous}. Make it depth ${previous + 1}.`;
      found.push({ code: "heading_level_skipped", severity: "warning", message, line });
    }
    previous = depth;
  }
  const [, ...further] = headings.filter(({ depth }) => depth === 1);
  for (const { text, line } of further) {
    const message = `"${text}" is another heading of depth 1. Keep that depth for the title.`;
    found.push({ code: "second_title", severity: "info", message, line });
  }
  return found;
}

function imageIssues({ images }: TextDocument): Issue[] {
  return images
    .filter(({ described }) => !described)
    .map(({ src, line }) => ({
      code: "image_without_alt",
      severity: "error",
      message: `The image ${excerpt(src)} has no alternative text. Say what it shows.`,
      line,
    }));
}

function linkIssues({ links }: TextDocument): Issue[] {
  const found: Issue[] = [];
  for (const { text, href, line, needsAlt } of links) {
    if (text === "" && !needsAlt) {
      const message = `The link to ${excerpt(href)} has no text. Say where it leads.`;
      found.push({ code: "empty_link_text", severity: "error", message, line });
    } else if (SAYS_NOTHING.has(text.toLowerCase())) {
      const message = `The text "${text}" does not say where the link to ${excerpt(href)} leads. Name the target.`;
      found.push({ code: "vague_link_text", severity: "warning", message, line });
    }
  }
  return found;
}

function sentenceIssues(sentences: readonly Sentence[]): Issue[] {
  return sentences
    .filter(({ words }) => words > LONG_SENTENCE_WORDS)
    .map(({ text, words, line }) => ({
      code: "long_sentence",
      severity: "warning",
      message: `"${excerpt(text)}" has ${words} words. Split it; ${LONG_SENTENCE_WORDS} are hard enough.`,
      line,
    }));
}

function paragraphIssues({ prose }: TextDocument): Issue[] {
  return prose
    .map(({ text, line }) => ({ text, line, words: wordsOf(text).length }))
    .filter(({ words }) => words > LONG_PARAGRAPH_WORDS)
    .map(({ text, line, words }) => ({
      code: "long_paragraph",
      severity: "info",
      message: `The paragraph "${excerpt(text)}" has ${words} words. Split it by what it says.`,
      line,
    }));
}

function excerpt(text: string): string {
  if (text.length <= 60) return text;
  // By code points: half a surrogate pair is no character.
  return `${/^.{0,59}/su.exec(text)?.[0] ?? ""}…`;
}
