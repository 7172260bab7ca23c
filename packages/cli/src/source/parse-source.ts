import path from "node:path";
import { type Document, parseDocument, type YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic";
import { jsonProblem } from "./json-problem";
import type { Range, SourceText } from "./source-text";
import { aliasProblems, describeYamlError } from "./yaml-problems";

/** A text with the data that it holds, and where each part of that data stands. */
export interface SourceData {
  readonly source: SourceText;
  readonly value: unknown;
  readonly document: Document;
}

/** What {@link parseSource} gives: the data, or all that is wrong with the text. */
export type ParsedSource =
  | { readonly ok: true; readonly data: SourceData }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** How often the anchors of a document may be repeated: a few lines could ask for billions of values. */
const MAX_ALIASES = 100;

/**
 * Reads YAML 1.2 (core schema) or JSON. A file named `.json` has to be strict JSON; anything else is
 * YAML, which JSON is a part of. A key may stand once.
 *
 * @example
 * parseSource(new SourceText("flow.yaml", "name: hello\nname: again\n")); // a DUPLICATE_KEY at 2:1
 */
export function parseSource(source: SourceText): ParsedSource {
  const isJson = path.extname(source.name).toLowerCase() === ".json";
  const problem = isJson ? jsonProblem(source) : undefined;
  if (problem !== undefined) return { ok: false, diagnostics: [problem] };
  return parseYaml(source, isJson);
}

function parseYaml(source: SourceText, isJson: boolean): ParsedSource {
  const document = parseDocument(source.text, {
    version: "1.2",
    schema: "core",
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
  });
  // Of a text that JSON.parse took, only what JSON.parse lets pass is a problem.
  const errors = document.errors.filter(({ code }) => !isJson || code === "DUPLICATE_KEY");
  const problems = [...errors, ...(isJson ? [] : document.warnings)].map((error) =>
    toDiagnostic(source, error),
  );
  if (problems.length > 0) return { ok: false, diagnostics: firstOfEachLine(source, problems) };
  return isJson
    ? { ok: true, data: { source, document, value: JSON.parse(source.text) } }
    : toData(source, document);
}

function toData(source: SourceText, document: Document): ParsedSource {
  const unresolved = aliasProblems(source, document);
  if (unresolved.length > 0) return { ok: false, diagnostics: unresolved };
  try {
    return {
      ok: true,
      data: { source, document, value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown },
    };
  } catch {
    const message = `The aliases of this document repeat more than ${MAX_ALIASES} times what they stand for.`;
    const fix = "Write the values out, or use fewer aliases.";
    const range = { start: 0, end: source.line(1).length };
    return { ok: false, diagnostics: [{ code: "INVALID_YAML", message, fix, place: { source, range } }] };
  }
}

function toDiagnostic(source: SourceText, error: YAMLError): Located {
  const { message, fix, range, code } = describeYamlError(source, error);
  return { code, message, fix, place: { source, range } };
}

type Located = Diagnostic & { readonly place: { readonly source: SourceText; readonly range: Range } };

/** One slip makes a parser stumble several times; what comes first on a line is the slip. */
function firstOfEachLine(source: SourceText, problems: readonly Located[]): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const problem of problems.toSorted((a, b) => a.place.range.start - b.place.range.start)) {
    const { line } = source.position(problem.place.range.start);
    if (!byLine.has(line)) byLine.set(line, problem);
  }
  return [...byLine.values()];
}
