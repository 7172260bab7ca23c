import type { CloudEvent, LoggedEvent, LogPage } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { fromCell, toCell } from "../file/text";
import { decodeRows, type JournalRow } from "../journal/entries";

/** What the log says of some events that follow one another. */
interface Item {
  /** The position of its first event. */
  readonly first: number;
  /** The number of the execution; 0: a published event. */
  readonly execution: number;
  /** The key of the journal's row, or the position of the published event. */
  readonly key: number;
  readonly count: number;
}

/** A row of the log. */
export interface LogRow {
  readonly last_position: number;
  readonly items: string;
}

interface Joined extends JournalRow {
  readonly execution_id: string;
  readonly workflow_id: string;
  readonly correlation_id: string;
}

/** Reads all events in the order in which they were stored. */
export class EventLogReader {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(db: Connection) {
    this.statements = prepare(db);
  }

  read(after: number, limit: number): LogPage {
    const events: LoggedEvent[] = [];
    let upTo = after;
    for (const row of this.statements.rows.iterate(after) as Iterable<unknown>) {
      for (const item of itemsOf(row as LogRow)) {
        const last = item.first + item.count - 1;
        if (last <= after) continue;
        for (const event of this.eventsOf(item)) {
          if (event.position <= after) continue;
          if (events.length === limit) return { events, upTo };
          events.push(event);
          upTo = event.position;
        }
        upTo = last;
      }
    }
    return { events, upTo };
  }

  last(): number {
    return Number(this.statements.last.get()?.["last"] ?? 0);
  }

  published(correlationId: string): readonly CloudEvent[] {
    const rows = this.statements.published.all(toCell(correlationId)) as { event: string }[];
    return Array.from(rows, ({ event }) => JSON.parse(event) as CloudEvent);
  }

  private eventsOf({ first, execution, key, count }: Item): LoggedEvent[] {
    if (execution === 0) {
      const found = this.statements.event.get(key) as { event: string } | undefined;
      return found === undefined ? [] : [{ position: first, event: JSON.parse(found.event) as CloudEvent }];
    }
    const found = this.statements.entries.get(execution, key) as Joined | undefined;
    if (found === undefined) return [];
    const row = {
      workflow_id: fromCell(found.workflow_id),
      correlation_id: fromCell(found.correlation_id),
    };
    const entries = decodeRows(fromCell(found.execution_id), [found], key - count + 1);
    return entries.map((entry, index) => ({ position: first + index, entry, row }));
  }
}

/** What a row says, one after the other. */
export function* itemsOf({ last_position, items }: LogRow): Iterable<Item> {
  const numbers = JSON.parse(items) as number[];
  let first = last_position + 1;
  for (let index = 2; index < numbers.length; index += 3) first -= numbers[index] as number;
  for (let index = 0; index < numbers.length; index += 3) {
    const [execution, key, count] = numbers.slice(index, index + 3) as [number, number, number];
    yield { first, execution, key, count };
    first += count;
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    rows: statement(
      "SELECT last_position, items FROM event_log WHERE last_position > ? ORDER BY last_position",
    ),
    last: statement("SELECT max(last_position) AS last FROM event_log"),
    event: statement("SELECT event FROM published WHERE position = ?"),
    published: statement("SELECT event FROM published WHERE correlation_id = ? ORDER BY position"),
    entries: statement(
      `SELECT execution_id, workflow_id, correlation_id, last_sequence, entries
       FROM journal JOIN executions USING (execution) WHERE execution = ? AND last_sequence = ?`,
    ),
  };
}
