import { locate, locateKey, textsAt } from "../source/locate";
import type { SourceData } from "../source/parse-source";
import type { Range } from "../source/source-text";
import { type Diagnostic, fromIssue, type PlainIssue, sortDiagnostics } from "./diagnostic";

/** Issues with the places in the text that they are about, in the order of the text. */
export function locateIssues(issues: readonly PlainIssue[], data: SourceData): readonly Diagnostic[] {
  const { source } = data;
  return sortDiagnostics(issues.map((issue) => fromIssue(issue, { source, range: rangeOf(issue, data) })));
}

type Finder = (issue: PlainIssue, data: SourceData) => Range | undefined;

const FINDERS: Readonly<Record<string, Finder | undefined>> = {
  INVALID_CONFIG: unknownKey,
  INVALID_DEFINITION: unknownKey,
  INVALID_EXPRESSION: insideExpression,
  INVALID_PARAMETERS: unknownKey,
  INVALID_TEST_FILE: unknownKey,
  UNKNOWN_REFERENCE: unknownName,
};

function rangeOf(issue: PlainIssue, data: SourceData): Range {
  return FINDERS[issue.code]?.(issue, data) ?? locate(data, issue.path);
}

/** A key that should not be there, and not its value, is what has to be changed. */
function unknownKey({ message, path }: PlainIssue, data: SourceData): Range | undefined {
  return /\b[Uu]nknown (?:key|option|parameter) "/.test(message) ? locateKey(data, path) : undefined;
}

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const INVALID_EXPRESSION = new RegExp(String.raw`^Invalid expression (${QUOTED})(?: at position (\d+))?`);
const UNKNOWN_NAME = new RegExp(String.raw`^Unknown name (${QUOTED})`);

/** The place inside an expression, where the text has it as it is. */
function insideExpression({ message, path }: PlainIssue, data: SourceData): Range | undefined {
  const [, quoted, position] = INVALID_EXPRESSION.exec(message) ?? [];
  if (quoted === undefined) return undefined;
  const expression = JSON.parse(quoted) as string;
  for (const { text, start } of textsAt(data, path)) {
    const at = expression === "" ? -1 : text.indexOf(expression);
    if (at === -1) continue;
    if (position === undefined) return { start: start + at, end: start + at + expression.length };
    // The parser has read the token when it stumbles: the position is behind it.
    const offset = start + at + Math.min(Math.max(Number(position) - 1, 0), expression.length - 1);
    return { start: offset, end: offset + 1 };
  }
  return undefined;
}

/** A name that nothing has, in the template that uses it. */
function unknownName({ message, path }: PlainIssue, data: SourceData): Range | undefined {
  const [, quoted] = UNKNOWN_NAME.exec(message) ?? [];
  if (quoted === undefined) return undefined;
  const name = JSON.parse(quoted) as string;
  const word = new RegExp(String.raw`(?<![\w$.])${name.replace(/[^\w]/g, String.raw`\$&`)}(?!\w)`);
  for (const { text, start } of textsAt(data, path)) {
    for (const [part, at] of expressionsIn(text)) {
      const match = word.exec(part);
      if (match !== null)
        return { start: start + at + match.index, end: start + at + match.index + name.length };
    }
  }
  return undefined;
}

/** A text with braces is an expression inside them only; one without is a condition or the name of a field. */
function expressionsIn(text: string): (readonly [part: string, at: number])[] {
  const braced = [...text.matchAll(/\{\{[^]*?\}\}/g)].map((match) => [match[0], match.index] as const);
  return braced.length > 0 ? braced : [[text, 0]];
}
