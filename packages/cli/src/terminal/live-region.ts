import type { Output } from "../io";
import { fit, type Line, lineWidth, type Painter } from "./style";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
/** What stands between the two is shown at once (terminals that don't know them ignore them). */
const BEGIN_UPDATE = "\u001b[?2026h";
const END_UPDATE = "\u001b[?2026l";
const ERASE_TO_LINE_END = "\u001b[K";
const ERASE_BELOW = "\u001b[J";

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** The size of the terminal behind an output. */
export function sizeOf({ columns, rows }: Output): { readonly columns: number; readonly rows: number } {
  // A terminal of size 0 has not told its size.
  return { columns: columns || DEFAULT_COLUMNS, rows: rows || DEFAULT_ROWS };
}

/**
 * The last lines of a terminal, rewritten in place; other lines can be put above them.
 *
 * Each change is one write that overwrites lines and never clears them first, so nothing flickers.
 *
 * @example
 * const region = new LiveRegion(process.stdout, painter(true));
 * region.update([["⠋ fetch"]]);
 * region.update([["✔ fetch"]], [["fetch │ 12 rows"]]);
 * region.close();
 */
export class LiveRegion {
  private shown: readonly Line[] = [];
  private isOpen = false;

  constructor(
    private readonly out: Output,
    private readonly paint: Painter,
  ) {}

  /** Shows these lines in place of those before, and `above` over them, to stay. */
  update(lines: readonly Line[], above: readonly Line[] = []): void {
    const { columns } = sizeOf(this.out);
    const fitted = lines.map((line) => fit(line, columns - 1));
    if (above.length === 0 && this.isShown(fitted)) return;
    const all = [...above, ...fitted].map((line) => `${this.paint(line)}${ERASE_TO_LINE_END}\n`).join("");
    const begin = this.isOpen ? "" : HIDE_CURSOR;
    this.out.write(`${BEGIN_UPDATE}${begin}${this.toTop(columns)}${all}${ERASE_BELOW}${END_UPDATE}`);
    this.isOpen = true;
    this.shown = fitted;
  }

  /** Leaves the lines as they are and gives the terminal back. */
  close(): void {
    if (this.isOpen) this.out.write(SHOW_CURSOR);
    this.isOpen = false;
    this.shown = [];
  }

  private isShown(lines: readonly Line[]): boolean {
    if (!this.isOpen || lines.length !== this.shown.length) return false;
    return lines.every((line, index) => this.paint(line) === this.paint(this.shown[index] ?? []));
  }

  /** A window that became narrower has broken the lines that are shown. */
  private toTop(columns: number): string {
    const rows = this.shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(lineWidth(line) / columns)), 0);
    return rows === 0 ? "\r" : `\r\u001b[${rows}A`;
  }
}
