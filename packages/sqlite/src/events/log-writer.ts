import type { CloudEvent } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { rollBack } from "../file/file";
import { toCell } from "../file/text";

/** What a transaction did, for those who look after the store. */
export interface Written {
  /** How many executions ended, less those that were taken up again. */
  readonly ended: number;
  /** How many events were published. */
  readonly published: number;
  /** The time of the newest entry or event (ms). */
  readonly newest: number;
}

/** A published event, encoded: what can't be stored has failed already. */
export interface EncodedEvent extends Pick<CloudEvent, "id" | "source" | "correlationid"> {
  readonly text: string;
  /** ms since the epoch. */
  readonly time: number;
  /** Told whether the event is new. */
  readonly onStored: (isNew: boolean) => void;
}

/** Prepares an event for the log. */
export function encodeEvent(event: CloudEvent, onStored: EncodedEvent["onStored"]): EncodedEvent {
  const { id, source, correlationid } = event;
  const time = Date.parse(event.time) || 0;
  return { id, source, correlationid, time, text: JSON.stringify(event), onStored };
}

/**
 * Gives events their positions. Whoever writes events adds them, calls {@link EventLogWriter.write} at the end
 * of the transaction, and says how that ended: `settle` or `drop`.
 */
export class EventLogWriter {
  private items: number[] = [];
  private count = 0;
  private last: number;
  private readonly statements: ReturnType<typeof prepare>;

  constructor(
    private readonly db: Connection,
    private readonly onWritten: (written: Written) => void = () => undefined,
  ) {
    this.statements = prepare(db);
    this.last = Number(
      db.prepare("SELECT max(last_position) AS newest FROM event_log").get()?.["newest"] ?? 0,
    );
  }

  /** Adds a row of the journal. */
  add(execution: number, lastSequence: number, entries: number): void {
    this.items.push(execution, lastSequence, entries);
    this.count += entries;
  }

  /** Writes what was added. */
  write(): void {
    if (this.count > 0) this.statements.insert.run(this.last + this.count, JSON.stringify(this.items));
  }

  /** The transaction is stored. */
  settle(): void {
    this.last += this.count;
    this.drop();
  }

  /** Nothing of the transaction is stored. */
  drop(): void {
    this.items = [];
    this.count = 0;
  }

  /** Stores published events in a transaction of their own. */
  publish(events: readonly EncodedEvent[]): readonly undefined[] {
    const { begin, commit } = this.statements;
    begin.run();
    try {
      const isNew = events.map((event) => this.insert(event));
      this.write();
      commit.run();
      this.settle();
      for (const [index, { onStored }] of events.entries()) onStored(isNew[index] === true);
      const newest = Math.max(...events.map(({ time }) => time));
      this.onWritten({ ended: 0, published: isNew.filter(Boolean).length, newest });
      return events.map(() => undefined);
    } catch (error) {
      this.drop();
      rollBack(this.db);
      throw error;
    }
  }

  private insert({ source, id, correlationid, text, time }: EncodedEvent): boolean {
    const position = this.last + this.count + 1;
    const cells = [position, time, toCell(source), toCell(id), toCell(correlationid), text];
    if (this.statements.publish.run(...cells).changes === 0) return false;
    this.add(0, position, 1);
    return true;
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    begin: statement("BEGIN IMMEDIATE"),
    commit: statement("COMMIT"),
    insert: statement("INSERT INTO event_log (last_position, items) VALUES (?, ?)"),
    publish: statement(
      `INSERT INTO published (position, time, source, id, correlation_id, event) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, id) DO NOTHING`,
    ),
  };
}
