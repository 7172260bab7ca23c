import { type Line, span } from "../terminal/style";
import { printable, widthOf } from "../terminal/text";
import type { Diagnostic, Place } from "./diagnostic";

/** A line of a minified file may have a million characters; this much of it is shown around the place. */
const WINDOW = 100;
/** How much of the window stands before the place. */
const BEFORE = 40;

/**
 * A diagnostic the way compilers show them: what, where, the line, and what to do.
 *
 * @example
 * renderDiagnostic(diagnostic).map(painter(false)).join("\n");
 * // error[DUPLICATE_ACTION_ID]: Duplicate action_id "notify" …
 * //   --> flow.yaml:12:16
 * //    |
 * // 12 |   - action_id: notify
 * //    |                ^^^^^^
 * //    = fix: Rename all but one …
 */
export function renderDiagnostic(diagnostic: Diagnostic): Line[] {
  const { code, message, fix, note = "", place } = diagnostic;
  const [first = "", ...rest] = message.split("\n").map(printable);
  const gutter = gutterOf(place);
  return [
    [span(`error[${code}]`, "red"), span(`: ${first}`, "bold")],
    ...rest.map((line): Line => [`  ${line}`]),
    ...placeLines(place, gutter),
    ...remark("note", note, gutter),
    ...remark("fix", fix, gutter),
  ];
}

function remark(kind: string, text: string, gutter: number): Line[] {
  return text === "" ? [] : [[" ".repeat(gutter), span(" = ", "blue"), `${kind}: ${printable(text)}`]];
}

/** Diagnostics with a blank line behind each. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): Line[] {
  return diagnostics.flatMap((diagnostic) => [...renderDiagnostic(diagnostic), []]);
}

function gutterOf(place: Place | undefined): number {
  if (place === undefined || !("range" in place)) return 1;
  return String(place.source.position(place.range.start).line).length;
}

function placeLines(place: Place | undefined, gutter: number): Line[] {
  if (place === undefined) return [];
  const arrow = [" ".repeat(gutter), span("--> ", "blue")];
  if (!("range" in place)) return [[...arrow, printable("name" in place ? place.name : place.option)]];
  const { source, range } = place;
  const { line, column } = source.position(range.start);
  const { before, marked, after } = excerpt(source.line(line), column - 1, range.end - range.start);
  const margin = span(`${" ".repeat(gutter)} |`, "blue");
  return [
    [...arrow, `${printable(source.name)}:${line}:${column}`],
    [margin],
    [span(`${line} |`, "blue"), ` ${before}${marked}${after}`.trimEnd()],
    [margin, ` ${" ".repeat(widthOf(before))}`, span("^".repeat(Math.max(1, widthOf(marked))), "red")],
  ];
}

interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** The part of a line around a place, ready to be shown; what is cut off leaves an ellipsis. */
function excerpt(line: string, start: number, length: number): Excerpt {
  const isLong = line.length > WINDOW;
  const from = isLong ? Math.max(0, start - BEFORE) : 0;
  const to = isLong ? Math.min(line.length, from + WINDOW) : line.length;
  const end = Math.min(start + length, to);
  return {
    before: `${from > 0 ? "…" : ""}${printable(line.slice(from, start))}`,
    marked: printable(line.slice(start, end)),
    after: `${printable(line.slice(end, to))}${to < line.length ? "…" : ""}`,
  };
}
