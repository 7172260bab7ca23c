import { type Document, isAlias, visit, type YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic";
import type { Range, SourceText } from "./source-text";

/** A slip of the YAML, in words that say what to do. */
export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly range: Range;
}

const QUOTES = 'Put the value in quotes: "…".';

const FIXES: Partial<Record<YAMLError["code"], string>> = {
  BAD_SCALAR_START: QUOTES,
  BLOCK_AS_IMPLICIT_KEY: "Correct the indentation; a value with a colon in it needs quotes.",
  MULTIPLE_DOCS: "Keep one document in the file: remove what follows the ---.",
  TAB_AS_INDENT: "Indent with spaces.",
  TAG_RESOLVE_FAILED: "Remove the tag; there are text, numbers, true, false, null, lists and maps.",
};

/** What YAML's parser found, in the words of an author of workflows. */
export function describeYamlError(
  source: SourceText,
  { code, message, pos: [start, end] }: YAMLError,
): YamlProblem {
  const braces = unquotedBraces(source, start);
  if (braces !== undefined) {
    const text = "A value that begins with {{ needs quotes, as { begins a map in YAML.";
    return {
      code: "INVALID_YAML",
      message: text,
      fix: `Write "${bracedText(source, braces)}".`,
      range: braces,
    };
  }
  if (code === "DUPLICATE_KEY") {
    const range = { start, end: start + wordAt(source.text, start).length };
    const key = source.text.slice(range.start, range.end).replace(/^(["'])(.*)\1$/, "$2");
    return {
      code,
      message: `Duplicate key "${key}": each key may stand once.`,
      fix: "Remove or rename one of them.",
      range,
    };
  }
  return {
    code: "INVALID_YAML",
    message: sentence(code === "NON_STRING_KEY" ? "A key must be text" : message),
    fix: FIXES[code] ?? "Correct the YAML there.",
    range: { start, end },
  };
}

/** The aliases whose anchor is nowhere. */
export function aliasProblems(source: SourceText, document: Document): Diagnostic[] {
  const problems: Diagnostic[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (!isAlias(alias) || alias.resolve(document) !== undefined) return;
      const [start = 0, end = 0] = alias.range ?? [];
      problems.push({
        code: "INVALID_YAML",
        message: `Unknown alias *${alias.source}: there is no anchor &${alias.source} before it.`,
        fix: "Name an anchor that stands further up; a text that begins with * needs quotes.",
        place: { source, range: { start, end } },
      });
    },
  });
  return problems;
}

/** The template that begins a value without quotes, on the line of an error; YAML takes it for a map. */
function unquotedBraces(source: SourceText, offset: number): Range | undefined {
  const { line } = source.position(offset);
  const text = source.line(line);
  const match = /(?:: +|- +|[[,] *)(\{\{.*)$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const column = text.length - match[1].length + 1;
  // Inside a list or map in braces the value ends with the template; elsewhere with the line.
  const isInside = /[[{]/.test(text.slice(0, column - 1));
  const value =
    (isInside ? /^\{\{.*?\}\}/.exec(match[1])?.[0] : undefined) ?? match[1].replace(/\s+(?:#.*)?$/, "");
  const start = source.offset({ line, column });
  return { start, end: start + value.length };
}

function bracedText(source: SourceText, { start, end }: Range): string {
  return source.text.slice(start, end).replaceAll('"', "'");
}

function wordAt(text: string, offset: number): string {
  return /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s:,{}[\]]+)/.exec(text.slice(offset, offset + 200))?.[0] ?? "";
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
