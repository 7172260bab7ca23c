import { type Line, type Span, span, trimmed } from "../terminal/style";
import { pad, widthOf, wrap } from "../terminal/text";

/** A row of a table; the last cell is prose, and broken into lines where it is too long. */
export type Cells = readonly Span[];

/** How a table is laid out. */
export interface TableOptions {
  /** The width of the window. */
  readonly columns: number;
  readonly indent?: string;
  readonly heads?: Cells;
}

const GAP = "  ";
/** Prose gets this many columns at least, whatever the window. */
const LEAST_PROSE = 24;

/**
 * A table without frames. The first column stands out, and the heads are dim.
 *
 * @example
 * tableLines([["wait", "Waits for a time span."]], { columns: 80 });
 */
export function tableLines(rows: readonly Cells[], { columns, heads, indent = "" }: TableOptions): Line[] {
  const all = heads === undefined ? rows : [heads, ...rows];
  const widths = (all[0] ?? [])
    .slice(0, -1)
    .map((_, at) => Math.max(...all.map((cells) => widthOf(textOf(cells[at])))));
  const taken = widthOf(indent) + widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const room = Math.max(LEAST_PROSE, columns - taken);
  const head = heads === undefined ? [] : [[span(indent + joined(heads, widths), "dim")]];
  return [...head, ...rows.flatMap((cells) => rowLines(cells, { widths, room, indent }))];
}

interface Layout {
  readonly widths: readonly number[];
  readonly room: number;
  readonly indent: string;
}

function rowLines(cells: Cells, { indent, room, widths }: Layout): Line[] {
  const [first = "", ...others] = cells.slice(0, -1).map((cell, at) => padded(cell, widths[at] ?? 0));
  const [prose = "", ...rest] = wrap(textOf(cells.at(-1)), room);
  const blank = indent + " ".repeat([first, ...others].reduce((sum, cell) => sum + widthOf(textOf(cell)), 0));
  const head = typeof first === "string" ? span(first, "bold") : first;
  return [
    trimmed([indent, head, ...others, withText(cells.at(-1), prose)]),
    ...rest.map((line): Line => [blank, withText(cells.at(-1), line)]),
  ];
}

function textOf(cell: Span | undefined): string {
  return typeof cell === "object" ? cell.text : (cell ?? "");
}

function withText(cell: Span | undefined, text: string): Span {
  return typeof cell === "object" ? { ...cell, text } : text;
}

function padded(cell: Span, columns: number): Span {
  return withText(cell, pad(textOf(cell), columns) + GAP);
}

function joined(cells: Cells, widths: readonly number[]): string {
  return cells
    .map((cell, at) => pad(textOf(cell), widths[at] ?? 0))
    .join(GAP)
    .trimEnd();
}
