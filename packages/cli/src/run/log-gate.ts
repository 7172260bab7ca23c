import type { Board } from "../render/board";
import type { LogRecord } from "./log-record";

/**
 * Puts log records into the order of the events. A record comes at once and an event a moment later, so
 * a record waits until the board knows that its action has begun.
 */
export class LogGate {
  private held: LogRecord[] = [];

  constructor(
    private readonly board: Board,
    private readonly show: (record: LogRecord) => void,
  ) {}

  /** Shows a record, at once or with a later {@link release}. */
  offer(record: LogRecord): void {
    if (this.isDue(record)) this.show(record);
    else this.held.push(record);
  }

  /** Shows what the last event has made due. */
  release(): void {
    const { held } = this;
    this.held = [];
    for (const record of held) {
      if (this.isDue(record)) this.show(record);
      else this.held.push(record);
    }
  }

  /** Shows everything that is left. */
  flush(): void {
    for (const record of this.held) this.show(record);
    this.held = [];
  }

  private isDue({ actionId, attempt, isItem }: LogRecord): boolean {
    const row = this.board.rows.get(actionId ?? "");
    if (row === undefined) return true;
    // What an action that has completed says comes from its compensation.
    if (row.stage === "pending" || row.stage === "completed") return false;
    return isItem || row.attempt >= attempt || row.stage === "compensating";
  }
}
