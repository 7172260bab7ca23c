import type { AccessStore, AuditEntry } from "@tutti/core/runtime";
import { CommitQueue } from "../journal/commit-queue";
import type { Session } from "../session";

/** How the store is entered: reading and, as the file's owner, writing. */
export interface Doors {
  readonly read: <T>(work: (session: Session) => T) => T;
  readonly change: <T>(request: string, work: (session: Session) => T) => T;
  /** Throws unless the store is open for writing. */
  readonly check: (request: string) => void;
}

/** The part of a store that holds the keys and the audit log of a server. */
export class SqliteAccess implements AccessStore {
  /** Entries of one turn of the event loop share a transaction. */
  private readonly audited = new CommitQueue<AuditEntry>((entries) =>
    this.doors.read(({ audit }) => audit.add(entries)),
  );

  constructor(private readonly doors: Doors) {}

  putKey(record: Parameters<AccessStore["putKey"]>[0]): void {
    this.doors.change("store a key", ({ keys }) => keys.put(record));
  }

  getKey(keyId: string) {
    return this.doors.read(({ keys }) => keys.get(keyId));
  }

  listKeys() {
    return this.doors.read(({ keys }) => keys.list());
  }

  markKeyUsed(keyId: string, time: number): void {
    this.doors.change("note that a key was used", ({ keys }) => keys.markUsed(keyId, time));
  }

  async addAudit(entry: AuditEntry): Promise<void> {
    this.doors.check("store an entry of the audit log");
    await this.audited.add(entry);
  }

  listAudit(query: Parameters<AccessStore["listAudit"]>[0]) {
    this.flush();
    return this.doors.read(({ audit }) => audit.page(query));
  }

  forgetAudit(before: number): number {
    this.flush();
    return this.doors.change("forget entries of the audit log", ({ audit }) => audit.forget(before));
  }

  /** Stores what is queued now. */
  flush(): void {
    this.audited.flush();
  }
}
