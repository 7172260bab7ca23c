import { readFile, stat } from "node:fs/promises";

/** How a {@link WatchedFile} works. */
export interface WatchedFileOptions {
  /** How often, at most, the file is looked at, in ms. */
  readonly checkMs: number;
  /** The time in ms, from any start. Default: the process's monotonic clock. */
  readonly now?: () => number;
}

interface Held {
  readonly text: string;
  readonly mark: string;
}

/**
 * A file that is read again when it changed. It is looked at when it is asked for, and so also found
 * when it was replaced by a link, as container platforms do with certificates.
 */
export class WatchedFile {
  private held: Held | undefined;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private readonly now: () => number;
  private readonly checkMs: number;

  constructor(
    private readonly path: string,
    { checkMs, now = () => performance.now() }: WatchedFileOptions,
  ) {
    this.checkMs = checkMs;
    this.now = now;
  }

  /** The file's text. Rejects with the system's error when it can't be read. */
  async text(): Promise<string> {
    const now = this.now();
    const { held } = this;
    if (held !== undefined && now - this.checkedAt < this.checkMs) return held.text;
    const { mtimeMs, size, ino } = await stat(this.path);
    const mark = `${mtimeMs} ${size} ${ino}`;
    const text = held?.mark === mark ? held.text : await readFile(this.path, "utf8");
    this.held = { text, mark };
    this.checkedAt = now;
    return text;
  }
}
