import {
  type AuditEntry,
  type AuditQuery,
  type AuditRow,
  type Page,
  parseCursor,
  toCursor,
} from "@tutti/core/runtime";
import type { Cell, Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import { toCell } from "../file/text";

interface StoredEntry {
  readonly position: number;
  readonly entry: string;
}

/** The audit log in the file. */
export class AuditTable {
  private readonly insert: Statement;
  private readonly forgetBefore: Statement;

  constructor(private readonly db: Connection) {
    this.insert = db.prepare("INSERT INTO audit (time, user, action, entry) VALUES (?, ?, ?, ?)");
    this.forgetBefore = db.prepare("DELETE FROM audit WHERE time < ?");
  }

  /** Adds entries in one transaction. */
  add(entries: readonly AuditEntry[]): readonly undefined[] {
    return transaction(this.db, () =>
      entries.map((entry) => {
        const { action, time, user } = entry;
        this.insert.run(time, user === null ? null : toCell(user), toCell(action), JSON.stringify(entry));
        return undefined;
      }),
    );
  }

  page(query: AuditQuery): Page<AuditRow> {
    const { conditions, values } = filtersOf(query);
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    const sql = `SELECT position, entry FROM audit ${where} ORDER BY position DESC LIMIT $limit`;
    const found = this.db.prepare(sql).all({ ...values, $limit: query.limit + 1 });
    const rows = Array.from(found as unknown as readonly StoredEntry[]).map(
      ({ entry, position }): AuditRow => ({ ...(JSON.parse(entry) as AuditEntry), position }),
    );
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = rows.length > query.limit && last !== undefined;
    return {
      rows: shown,
      next_cursor: hasMore ? toCursor({ at: last.time, id: String(last.position) }) : null,
    };
  }

  forget(before: number): number {
    return transaction(this.db, () => Number(this.forgetBefore.run(before).changes));
  }
}

function filtersOf({ action, cursor, since, until, user }: AuditQuery): {
  readonly conditions: readonly string[];
  readonly values: Record<string, Cell>;
} {
  const given: readonly (readonly [condition: string, name: string, value: Cell | undefined])[] = [
    ["user = $user", "$user", user === undefined ? undefined : toCell(user)],
    ["action = $action", "$action", action === undefined ? undefined : toCell(action)],
    ["time >= $since", "$since", since],
    ["time < $until", "$until", until],
    ["position < $before", "$before", cursor === undefined ? undefined : Number(parseCursor(cursor).id)],
  ];
  const used = given.filter(([, , value]) => value !== undefined);
  return {
    conditions: used.map(([condition]) => condition),
    values: Object.fromEntries(used.map(([, name, value]) => [name, value as Cell])),
  };
}
