import { styleText } from "node:util";
import type { Io, Output } from "../io";
import { truncate, widthOf } from "./text";

/** How a piece of text looks. */
export type Format = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";

/** A piece of a line. */
export type Span = string | { readonly text: string; readonly as: Format };

/** A line of output before it is coloured: what is tested, measured and cut. */
export type Line = readonly Span[];

/** Makes text of lines, with colours or without. */
export type Painter = (line: Line) => string;

/** A piece of text with a look. */
export function span(text: string, as: Format): Span {
  return { text, as };
}

/**
 * A painter with or without colours.
 *
 * @example
 * painter(false)([span("✔", "green"), " done"]); // "✔ done"
 */
export function painter(colors: boolean): Painter {
  const plain = (piece: Span): string => (typeof piece === "string" ? piece : piece.text);
  const colored = (piece: Span): string =>
    typeof piece === "string" ? piece : styleText(piece.as, piece.text, { validateStream: false });
  return (line) => line.map(colors ? colored : plain).join("");
}

/** How many columns a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((width, piece) => width + widthOf(typeof piece === "string" ? piece : piece.text), 0);
}

/** A line without blanks at its end. */
export function trimmed(line: Line): Line {
  const kept = [...line];
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = (typeof last === "string" ? last : last.text).trimEnd();
    if (text !== "") return [...kept, typeof last === "string" ? text : { ...last, text }];
  }
  return [];
}

/** Cuts a line to a number of columns. */
export function fit(line: Line, columns: number): Line {
  if (lineWidth(line) <= columns) return line;
  const fitted: Span[] = [];
  let left = columns;
  for (const piece of line) {
    const text = typeof piece === "string" ? piece : piece.text;
    const width = widthOf(text);
    // The piece that no longer fits is the last one; one that just fills the line is too, for more is to come.
    const isLast = width >= left;
    const kept = isLast ? truncate(`${text}  `, left) : text;
    fitted.push(typeof piece === "string" ? kept : { ...piece, text: kept });
    if (isLast) break;
    left -= width;
  }
  return fitted;
}

/**
 * Whether to write colours to a stream: as `--no-color` says, else FORCE_COLOR, else NO_COLOR
 * (https://no-color.org), else only to a terminal.
 */
export function wantsColor({ env }: Pick<Io, "env">, output: Output, isAllowed = true): boolean {
  if (!isAllowed) return false;
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (refused !== undefined && refused !== "") return false;
  return output.isTTY === true && TERM !== "dumb";
}
