/** A part of a text, as offsets: `end` is the first character behind it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people count it: from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text with the name it has in messages. */
export class SourceText {
  private cachedStarts: readonly number[] | undefined;

  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** Where an offset is. */
  position(offset: number): Position {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** A line's text, without its line break. */
  line(number: number): string {
    const start = this.starts[number - 1];
    if (start === undefined) return "";
    return this.text.slice(start, this.starts[number]).replace(/\r?\n$/, "");
  }

  /** The offset of a place; behind the end of its line at most. */
  offset({ line, column }: Position): number {
    return (this.starts[line - 1] ?? this.text.length) + Math.min(column - 1, this.line(line).length);
  }

  private get starts(): readonly number[] {
    if (this.cachedStarts !== undefined) return this.cachedStarts;
    const starts = [0];
    for (let at = this.text.indexOf("\n"); at !== -1; at = this.text.indexOf("\n", at + 1))
      starts.push(at + 1);
    this.cachedStarts = starts;
    return starts;
  }
}
