import { itemsOf, type LogRow } from "../events/log-reader";
import type { Connection, Statement } from "../file/driver";

/** What some consumer group has not handled yet, which is therefore not forgotten. */
export class Unhandled {
  private readonly statements: ReturnType<typeof prepare>;

  /** `isIgnored`: let groups miss it. */
  constructor(
    db: Connection,
    private readonly isIgnored = false,
  ) {
    this.statements = prepare(db);
  }

  /** Up to this position every group has handled everything; Infinity: there is none. */
  get handledUpTo(): number {
    if (this.isIgnored) return Number.POSITIVE_INFINITY;
    const slowest = this.statements.slowest.get()?.["slowest"] as number | null;
    return slowest ?? Number.POSITIVE_INFINITY;
  }

  /** Tells of an execution, as it is now, whether it has entries that some group has not handled. */
  look(): (execution: number) => boolean {
    const first = this.firstRow(this.handledUpTo);
    if (first === undefined) return () => false;
    // Rows of the journal stand in the order of the log.
    return (execution) => Number(this.statements.last.get(execution)?.["position"] ?? 0) >= first;
  }

  /** The first row of the journal behind a position of the log. */
  private firstRow(position: number): number | undefined {
    if (position === Number.POSITIVE_INFINITY) return undefined;
    for (const row of this.statements.rows.iterate(position) as Iterable<unknown>)
      for (const { execution, first, count, key } of itemsOf(row as LogRow)) {
        const isBehind = execution !== 0 && first + count - 1 > position;
        const found = isBehind ? this.statements.row.get(execution, key) : undefined;
        if (found !== undefined) return Number(found["position"]);
      }
    return undefined;
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    slowest: statement("SELECT min(position) AS slowest FROM consumer_groups"),
    rows: statement(
      "SELECT last_position, items FROM event_log WHERE last_position > ? ORDER BY last_position",
    ),
    row: statement("SELECT position FROM journal WHERE execution = ? AND last_sequence = ?"),
    last: statement("SELECT position FROM journal WHERE execution = ? ORDER BY last_sequence DESC LIMIT 1"),
  };
}
