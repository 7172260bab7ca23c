import { hostname } from "node:os";
import { AuditTable } from "./access/audit";
import { KeyTable } from "./access/keys";
import { GroupTable } from "./events/groups";
import { EventLogReader } from "./events/log-reader";
import { EventLogWriter, type Written } from "./events/log-writer";
import { ExecutionList } from "./executions/list";
import { type Connection, type Driver, loadDriver, type Statement } from "./file/driver";
import { type FilePlace, inspect, openForReading, openForWriting, transaction } from "./file/file";
import { OwnerLock } from "./file/owner";
import { canonicalPath, makeFolder } from "./file/paths";
import type { Migration } from "./file/schema";
import { JournalReader } from "./journal/reader";
import { JournalWriter } from "./journal/writer";
import { TriggerTables } from "./triggers/triggers";
import type { Owner, SqliteOptions } from "./types";
import { RetentionKeeper } from "./upkeep/retention";
import { WorkflowTable } from "./workflows/workflows";

/** What tests put in place of the process's own. */
export interface SessionSeams {
  readonly load?: () => Driver | undefined;
  /** ms since the epoch. */
  readonly now?: () => number;
  readonly migrations?: readonly Migration[];
  /** Gets the connection once the file is open. */
  readonly onOpen?: (db: Connection) => void;
}

/** What only the owner of a file has. */
export interface OwnerParts {
  readonly lock: OwnerLock;
  readonly writer: JournalWriter;
  readonly log: EventLogWriter;
  readonly retention: RetentionKeeper;
  readonly probe: Probe;
}

/** An open file. */
export interface Session {
  readonly driver: Driver;
  readonly place: FilePlace;
  readonly db: Connection;
  readonly journal: JournalReader;
  readonly list: ExecutionList;
  readonly workflows: WorkflowTable;
  readonly log: EventLogReader;
  readonly groups: GroupTable;
  readonly triggers: TriggerTables;
  readonly keys: KeyTable;
  readonly audit: AuditTable;
  /** Undefined: it is open for reading. */
  readonly owner: OwnerParts | undefined;
}

/** Opens a file as its owner or for reading. */
export function openSession(options: SqliteOptions, seams: SessionSeams): Session {
  const driver = loadDriver(seams.load);
  const place = { path: canonicalPath(options.path), storage: options.path };
  if (options.access === "reader") return toSession({ driver, place, db: openForReading(driver, place) });
  makeFolder(options.path, place.storage);
  inspect(driver, place, seams.migrations);
  const lock = OwnerLock.take(driver, place, ownerOf(options, seams));
  try {
    const { synchronous = "full" } = options;
    const db = openForWriting(driver, place, { synchronous, migrations: seams.migrations });
    seams.onOpen?.(db);
    const retention = new RetentionKeeper(db, options.retention ?? {});
    const note = (written: Written): void => retention.note(written);
    const log = new EventLogWriter(db, note);
    const writer = new JournalWriter(db, note, log);
    return toSession({ driver, place, db }, { lock, writer, log, retention, probe: new Probe(db) });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Closes a file. What the log holds goes into the file first, so that a copy of the file alone is whole. */
export function closeSession({ db, owner }: Session): void {
  owner?.retention.stop();
  try {
    if (owner !== undefined) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // On a full disk the log keeps what it holds, and the next owner takes it from there.
  }
  db.close();
  owner?.lock.release();
}

/** Stores something harmless, large enough to need room of its own, and gives the room back. */
class Probe {
  private readonly insert: Statement;
  private readonly clear: Statement;

  constructor(private readonly db: Connection) {
    this.insert = db.prepare("INSERT INTO scratch (filling) VALUES (zeroblob(65536))");
    this.clear = db.prepare("DELETE FROM scratch");
  }

  run(): void {
    transaction(this.db, () => this.insert.run());
    transaction(this.db, () => this.clear.run());
  }
}

function toSession(file: Pick<Session, "driver" | "place" | "db">, owner?: OwnerParts): Session {
  const { db } = file;
  return {
    ...file,
    journal: new JournalReader(db),
    list: new ExecutionList(db),
    workflows: new WorkflowTable(db),
    log: new EventLogReader(db),
    groups: new GroupTable(db),
    triggers: new TriggerTables(db),
    keys: new KeyTable(db),
    audit: new AuditTable(db),
    owner,
  };
}

function ownerOf({ label, endpoint }: SqliteOptions, { now = Date.now }: SessionSeams): Owner {
  return {
    pid: process.pid,
    host: hostname(),
    since: now(),
    label: label ?? null,
    endpoint: endpoint ?? null,
  };
}
