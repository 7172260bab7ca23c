import type { JournalEntry } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { toCell } from "../file/text";
import { decodeRows, type JournalRow } from "./entries";

/** Reads journals. */
export class JournalReader {
  private readonly rows: Statement;

  constructor(db: Connection) {
    this.rows = db.prepare(
      `SELECT last_sequence, entries FROM journal
       WHERE execution = (SELECT execution FROM executions WHERE execution_id = ?) AND last_sequence >= ?
       ORDER BY last_sequence`,
    );
  }

  /** An execution's entries from a sequence on. Throws `CORRUPT_JOURNAL` where it can't be read. */
  read(executionId: string, from: number): readonly JournalEntry[] {
    const rows = this.rows.all(toCell(executionId), from) as unknown as JournalRow[];
    return decodeRows(executionId, rows, from);
  }
}
