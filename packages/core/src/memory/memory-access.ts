import {
  type AccessStore,
  type ApiKeyRecord,
  type AuditEntry,
  type AuditQuery,
  type AuditRow,
  type Page,
  parseCursor,
  toCursor,
} from "../ports";

/** The keys and the audit log of a server, in this process's memory. */
export class MemoryAccess implements AccessStore {
  private readonly keys = new Map<string, ApiKeyRecord>();
  private audit: AuditRow[] = [];
  private added = 0;

  putKey(record: ApiKeyRecord): void {
    const last_used_at = this.keys.get(record.key_id)?.last_used_at ?? record.last_used_at;
    this.keys.set(record.key_id, { ...record, last_used_at });
  }

  getKey(keyId: string): ApiKeyRecord | undefined {
    return this.keys.get(keyId);
  }

  listKeys(): readonly ApiKeyRecord[] {
    return [...this.keys.values()];
  }

  markKeyUsed(keyId: string, time: number): void {
    const known = this.keys.get(keyId);
    if (known !== undefined) this.keys.set(keyId, { ...known, last_used_at: time });
  }

  addAudit(entry: AuditEntry): void {
    this.added += 1;
    this.audit.push({ ...entry, position: this.added });
  }

  listAudit(query: AuditQuery): Page<AuditRow> {
    const { cursor, limit } = query;
    const before = cursor === undefined ? Number.POSITIVE_INFINITY : Number(parseCursor(cursor).id);
    const fitting = this.audit.filter((row) => row.position < before && fits(row, query)).toReversed();
    const rows = fitting.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = fitting.length > limit && last !== undefined;
    return { rows, next_cursor: hasMore ? toCursor({ at: last.time, id: String(last.position) }) : null };
  }

  forgetAudit(before: number): number {
    const kept = this.audit.filter(({ time }) => time >= before);
    const forgotten = this.audit.length - kept.length;
    this.audit = kept;
    return forgotten;
  }
}

function fits(row: AuditRow, { action, since, until, user }: AuditQuery): boolean {
  const isNamed = (user ?? row.user) === row.user && (action ?? row.action) === row.action;
  return isNamed && row.time >= (since ?? row.time) && (until === undefined || row.time < until);
}
