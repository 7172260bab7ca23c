import type { Output } from "../io";

/** A terminal as far as a live region uses it: what is written can be looked at as on a screen. */
export class Screen implements Output {
  readonly isTTY = true;
  /** Everything that was written. */
  written = "";
  isCursorShown = true;
  private lines: string[] = [""];
  private row = 0;
  private column = 0;

  constructor(
    public columns = 60,
    public rows = 20,
  ) {}

  write(text: string): void {
    this.written += text;
    // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
    for (const [token = ""] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|[^]/gu)) this.take(token);
  }

  /** The lines on the screen, without blanks at their ends. */
  get text(): string {
    return this.lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd();
  }

  private take(token: string): void {
    if (token === "\n") this.moveTo(this.row + 1, 0);
    else if (token === "\r") this.column = 0;
    else if (token.startsWith("\u001b")) this.steer(token);
    else this.put(token);
  }

  private steer(token: string): void {
    const [, count = "1", what = ""] = /\[\??(\d*)([A-Za-z])/.exec(token) ?? [];
    if (what === "A") this.moveTo(Math.max(0, this.row - Number(count)), this.column);
    else if (what === "K") this.lines[this.row] = this.line.slice(0, this.column);
    else if (what === "J") this.lines = [...this.lines.slice(0, this.row), this.line.slice(0, this.column)];
    else if (count === "25") this.isCursorShown = what === "h";
    else if (count !== "2026" && what !== "m")
      throw new Error(`The screen does not know ${JSON.stringify(token)}.`);
  }

  private put(character: string): void {
    if (this.column === this.columns) this.moveTo(this.row + 1, 0);
    const { line } = this;
    this.lines[this.row] =
      line.slice(0, this.column).padEnd(this.column) + character + line.slice(this.column + 1);
    this.column += 1;
  }

  private moveTo(row: number, column: number): void {
    while (this.lines.length <= row) this.lines.push("");
    this.row = row;
    this.column = column;
  }

  private get line(): string {
    return this.lines[this.row] ?? "";
  }
}
