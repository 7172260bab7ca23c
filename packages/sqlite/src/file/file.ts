import { TuttiError } from "@tutti/core";
import { existsSync } from "node:fs";
import type { Synchronous } from "../types";
import type { Connection, Driver } from "./driver";
import { messageOf, toStorageError, translated } from "./errors";
import { APPLICATION_ID, MIGRATIONS, type Migration } from "./schema";

/** How long a statement waits for a lock that another program has on the file. */
const BUSY_MS = 1000;

/** A file and what it is called in messages. */
export interface FilePlace {
  readonly path: string;
  readonly storage: string;
}

/** How an owner opens its file. */
export interface OwnerMode {
  readonly synchronous: Synchronous;
  readonly migrations?: readonly Migration[] | undefined;
}

/** Opens the file for writing: makes it or brings its format up to date. The owner's lock is the caller's. */
export function openForWriting(driver: Driver, place: FilePlace, mode: OwnerMode): Connection {
  const { synchronous, migrations = MIGRATIONS } = mode;
  const db = translated(place.storage, () => new driver.DatabaseSync(place.path));
  return orClose(db, place, () => {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    const version = formatOf(db, place, migrations);
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
    migrate(db, migrations, version);
  });
}

/** Opens the file for reading, beside its owner. */
export function openForReading(driver: Driver, place: FilePlace): Connection {
  if (!existsSync(place.path)) {
    const problem = `path "${place.storage}" names no file`;
    const fix = "Give the path of an existing file, or open it as its owner first.";
    throw TuttiError.of("INVALID_OPTIONS", { where: "sqlite", problem, fix });
  }
  const db = translated(place.storage, () => new driver.DatabaseSync(place.path, { readOnly: true }));
  return orClose(db, place, () => {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    const { storage } = place;
    const version = formatOf(db, place, MIGRATIONS);
    if (version === 0) throw TuttiError.of("STORAGE_CORRUPT", { storage, reason: "it is empty" });
    if (version < MIGRATIONS.length)
      throw TuttiError.of("STORAGE_READ_ONLY", { storage, request: "bring its format up to date" });
  });
}

/**
 * Refuses a file that is not ours or too new, before anything is written in or beside it.
 *
 * @throws STORAGE_CORRUPT for a damaged file or another program's
 * @throws STORAGE_VERSION for one that a newer version wrote
 */
export function inspect(driver: Driver, place: FilePlace, migrations = MIGRATIONS): void {
  if (!existsSync(place.path)) return;
  const db = translated(place.storage, () => new driver.DatabaseSync(place.path, { readOnly: true }));
  orClose(db, place, () => {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    formatOf(db, place, migrations);
  }).close();
}

/** The file's format; 0: it is empty. */
function formatOf(db: Connection, { storage }: FilePlace, migrations: readonly Migration[]): number {
  const application = pragma(db, "application_id");
  const version = pragma(db, "user_version");
  const { tables } = db.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as { tables: number };
  if (application === 0 && version === 0 && tables === 0) return 0;
  if (application !== APPLICATION_ID)
    throw TuttiError.of("STORAGE_CORRUPT", { storage, reason: "it is the database of another program" });
  const supported = migrations.length;
  if (version > supported) throw TuttiError.of("STORAGE_VERSION", { storage, version, supported });
  return version;
}

function migrate(db: Connection, migrations: readonly Migration[], from: number): void {
  for (const [index, step] of migrations.entries()) {
    if (index < from) continue;
    transaction(db, () => {
      db.exec(step);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`);
    });
  }
}

/** Runs `work` in a transaction of its own: all of it is stored or nothing. */
export function transaction<T>(db: Connection, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Gives a transaction up. SQLite has done so by itself after some errors, and says so. */
export function rollBack(db: Connection): void {
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    if (!messageOf(error).includes("no transaction")) throw error;
  }
}

function pragma(db: Connection, name: string): number {
  const row = db.prepare(`PRAGMA ${name}`).get() ?? {};
  return Number(Object.values(row)[0]);
}

function orClose(db: Connection, { storage }: FilePlace, work: () => void): Connection {
  try {
    work();
    return db;
  } catch (error) {
    db.close();
    throw toStorageError(error, storage);
  }
}
