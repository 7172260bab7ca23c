import { TuttiError } from "@tutti/core";
import { existsSync } from "node:fs";
import type { Owner } from "../types";
import { type Connection, type Driver, loadDriver } from "./driver";
import { isBusy, toStorageError, translated } from "./errors";
import { rollBack, transaction } from "./file";
import { canonicalPath } from "./paths";

/** How long to wait for somebody who only looks who the owner is, or who gives up just now. */
const BUSY_MS = 100;

/**
 * Says who has a file open as its owner now: `undefined` when nobody has, also when the last owner was
 * killed. Works from any process of the same machine.
 *
 * @throws STORAGE_UNAVAILABLE when the lock beside the file can't be read
 * @example
 * const owner = storageOwner("tutti.db");
 * if (owner?.endpoint) await fetch(`${owner.endpoint}/health`);
 */
export function storageOwner(path: string): Owner | undefined {
  const lock = lockPath(canonicalPath(path));
  if (!existsSync(lock)) return undefined;
  const db = translated(path, () => openLock(loadDriver(), lock));
  try {
    return isHeld(db) ? readOwner(db) : undefined;
  } catch (error) {
    throw toStorageError(error, path);
  } finally {
    db.close();
  }
}

/**
 * The lock of a file's owner: a transaction that stays open on a small SQLite file beside it. The
 * operating system frees it when the process ends, however that happens. Inside is who has it: written
 * before the lock is taken for good, so whoever meets the lock can read it.
 */
export class OwnerLock {
  private constructor(private readonly db: Connection) {}

  /** Takes the lock. Throws `STORAGE_IN_USE` with the owner's description when somebody has it. */
  static take(driver: Driver, file: { path: string; storage: string }, owner: Owner): OwnerLock {
    const { storage } = file;
    const db = translated(storage, () => openLock(driver, lockPath(file.path)));
    try {
      hold(db, owner);
      return new OwnerLock(db);
    } catch (error) {
      const holder = isBusy(error) ? describeOwner(readOwner(db)) : undefined;
      db.close();
      if (holder === undefined) throw toStorageError(error, storage);
      throw TuttiError.of("STORAGE_IN_USE", { storage, owner: holder }, error);
    }
  }

  /**
   * Gives the lock up. The file stays, and so does what it says: to delete it would let two owners lock
   * two files of one name, and to write to it needs a disk that is not full.
   */
  release(): void {
    this.db.close();
  }
}

/** An owner as messages name it: `process 4711 on ada-laptop (tutti run), since 2026-01-31T09:00:00.000Z`. */
function describeOwner(owner: Owner | undefined): string {
  if (owner === undefined) return "another process";
  const label = owner.label === null ? "" : ` (${owner.label})`;
  return `process ${owner.pid} on ${owner.host}${label}, since ${new Date(owner.since).toISOString()}`;
}

function lockPath(path: string): string {
  return `${path}-lock`;
}

function openLock(driver: Driver, path: string): Connection {
  const db = new driver.DatabaseSync(path);
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  return db;
}

/**
 * Writes who we are, then locks. Somebody may write or lock between the two: then what is there is not
 * ours, or the lock is taken.
 */
function hold(db: Connection, owner: Owner): void {
  const text = JSON.stringify(owner);
  for (;;) {
    transaction(db, () => {
      db.exec("CREATE TABLE IF NOT EXISTS owner (owner TEXT NOT NULL); DELETE FROM owner");
      db.prepare("INSERT INTO owner VALUES (?)").run(text);
    });
    db.exec("BEGIN IMMEDIATE");
    if (readText(db) === text) return;
    rollBack(db);
  }
}

function isHeld(db: Connection): boolean {
  try {
    db.exec("BEGIN IMMEDIATE; ROLLBACK");
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  }
}

function readOwner(db: Connection): Owner | undefined {
  const text = readText(db);
  return text === undefined ? undefined : (JSON.parse(text) as Owner);
}

function readText(db: Connection): string | undefined {
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'owner'").get() !== undefined;
  const row = hasTable ? db.prepare("SELECT owner FROM owner").get() : undefined;
  return row === undefined ? undefined : String(row["owner"]);
}
