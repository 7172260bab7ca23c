import type { EventMark, ScheduleRecord } from "@tutti/core/runtime";
import type { Cell, Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import { toCell } from "../file/text";

/** What triggers remember: how far schedules have come, and which events were dealt with. */
export class TriggerTables {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(private readonly db: Connection) {
    this.statements = prepare(db);
  }

  list(): readonly ScheduleRecord[] {
    const rows = this.statements.schedules.all() as unknown as readonly { readonly records: string }[];
    return Array.from(rows).flatMap(({ records }) => JSON.parse(records) as ScheduleRecord[]);
  }

  /** Stores the records of one workflow instead of all that was stored for it. */
  put(workflowId: string, records: readonly ScheduleRecord[]): void {
    const { putSchedules, deleteSchedules } = this.statements;
    const id = toCell(workflowId);
    transaction(this.db, () =>
      records.length === 0 ? deleteSchedules.run(id) : putSchedules.run(id, JSON.stringify(records)),
    );
  }

  /** Remembers that a trigger has dealt with an event, if it was for one, in the transaction that is under way. */
  mark(mark: EventMark | undefined): void {
    if (mark === undefined) return;
    this.statements.mark.run(...keyCells(mark), mark.time);
  }

  isMarked(mark: Omit<EventMark, "time">): boolean {
    return this.statements.marked.get(...keyCells(mark)) !== undefined;
  }

  forget(before: number): void {
    transaction(this.db, () => this.statements.forget.run(before));
  }
}

function keyCells({ workflow_id, trigger, source, event_id }: Omit<EventMark, "time">): Cell[] {
  return [toCell(workflow_id), trigger, toCell(source), toCell(event_id)];
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    schedules: statement("SELECT records FROM schedules ORDER BY workflow_id"),
    putSchedules: statement("INSERT OR REPLACE INTO schedules (workflow_id, records) VALUES (?, ?)"),
    deleteSchedules: statement("DELETE FROM schedules WHERE workflow_id = ?"),
    mark: statement(
      "INSERT OR REPLACE INTO event_marks (workflow_id, trigger_index, source, event_id, time) VALUES (?, ?, ?, ?, ?)",
    ),
    marked: statement(
      "SELECT 1 FROM event_marks WHERE workflow_id = ? AND trigger_index = ? AND source = ? AND event_id = ?",
    ),
    forget: statement("DELETE FROM event_marks WHERE time < ?"),
  };
}
