import { itemsOf, type LogRow } from "../events/log-reader";
import type { Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import type { Unhandled } from "./unhandled";

/** How much a transaction forgets or looks at, at most, so that none stalls the process. */
const BATCH = 256;

/** Which published events to forget: the oldest. */
export interface OldEvents {
  /** How many at most. */
  readonly limit: number;
  /** Only those from before this time (ms since the epoch). */
  readonly before: number;
}

/**
 * Forgets published events, and rows of the log of which nothing is left. Positions stay as they are: the row with
 * the newest one is kept for good.
 */
export class LogUpkeep {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(
    private readonly db: Connection,
    private readonly unhandled: Unhandled,
  ) {
    this.statements = prepare(db);
  }

  /** Forgets some of the oldest events, in one transaction. */
  forgetEvents({ limit, before }: OldEvents): { readonly deleted: number; readonly isDone: boolean } {
    const most = Math.min(limit, BATCH);
    const upTo = Math.min(this.unhandled.handledUpTo, Number.MAX_SAFE_INTEGER);
    const { changes } = transaction(this.db, () => this.statements.forgetEvents.run(upTo, most, before));
    const deleted = Number(changes);
    return { deleted, isDone: deleted < most || deleted === limit };
  }

  /** Looks at some rows of the log behind a place, in one transaction. Gives where to go on; undefined: that was all. */
  sweep(after: number): { readonly kept: number; readonly next: number | undefined } {
    const upTo = Math.min(this.unhandled.handledUpTo, Number.MAX_SAFE_INTEGER);
    return transaction(this.db, () => {
      const rows = this.statements.rows.all(after, upTo, BATCH) as unknown as readonly LogRow[];
      const gone = rows.filter((row) => this.isGone(row));
      for (const { last_position } of gone) this.statements.forgetRow.run(last_position);
      const next = rows.length < BATCH ? undefined : rows.at(-1)?.last_position;
      return { kept: rows.length - gone.length, next };
    });
  }

  private isGone(row: LogRow): boolean {
    const { event, execution: known } = this.statements;
    for (const { execution, key } of itemsOf(row))
      if ((execution === 0 ? event.get(key) : known.get(execution)) !== undefined) return false;
    return true;
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    forgetEvents: statement(
      `DELETE FROM published WHERE position IN
         (SELECT position FROM published WHERE position <= ? ORDER BY position LIMIT ?) AND time < ?`,
    ),
    rows: statement(
      `SELECT last_position, items FROM event_log
       WHERE last_position > ? AND last_position <= ?
         AND last_position < (SELECT max(last_position) FROM event_log)
       ORDER BY last_position LIMIT ?`,
    ),
    forgetRow: statement("DELETE FROM event_log WHERE last_position = ?"),
    event: statement("SELECT 1 FROM published WHERE position = ?"),
    execution: statement("SELECT 1 FROM executions WHERE execution = ?"),
  };
}
