import type { ApiKeyRecord } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import { toCell } from "../file/text";

interface StoredKey {
  readonly record: string;
  readonly last_used_at: number | null;
}

/** The API keys in the file: their hashes, never the keys. */
export class KeyTable {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(private readonly db: Connection) {
    this.statements = prepare(db);
  }

  put({ last_used_at, ...record }: ApiKeyRecord): void {
    transaction(this.db, () =>
      this.statements.put.run(toCell(record.key_id), JSON.stringify(record), last_used_at),
    );
  }

  get(keyId: string): ApiKeyRecord | undefined {
    const stored = this.statements.get.get(toCell(keyId)) as StoredKey | undefined;
    return stored === undefined ? undefined : toRecord(stored);
  }

  list(): readonly ApiKeyRecord[] {
    return Array.from(this.statements.list.all() as unknown as readonly StoredKey[]).map(toRecord);
  }

  markUsed(keyId: string, time: number): void {
    transaction(this.db, () => this.statements.markUsed.run(time, toCell(keyId)));
  }
}

function toRecord({ last_used_at, record }: StoredKey): ApiKeyRecord {
  return { ...(JSON.parse(record) as Omit<ApiKeyRecord, "last_used_at">), last_used_at };
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    put: statement(
      "INSERT INTO api_keys (key_id, number, record, last_used_at) " +
        "VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM api_keys), ?, ?) " +
        "ON CONFLICT (key_id) DO UPDATE SET record = excluded.record",
    ),
    get: statement("SELECT record, last_used_at FROM api_keys WHERE key_id = ?"),
    list: statement("SELECT record, last_used_at FROM api_keys ORDER BY number"),
    markUsed: statement("UPDATE api_keys SET last_used_at = ? WHERE key_id = ?"),
  };
}
