import type { Commit, ExecutionRow, JournalEntry, WorkflowRecord } from "@tutti/core/runtime";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "../file/driver";
import { loadDriver } from "../file/driver";
import type { SessionSeams } from "../session";
import { SqliteStore } from "../store";
import type { SqliteOptions, SqliteStorage } from "../types";

/** A store under test, with its connection. */
export interface TestStore extends SqliteStore {
  readonly path: string;
  /** The open connection of the owner. */
  db(): Connection;
}

const folders: string[] = [];
const stores: SqliteStorage[] = [];

/** A file's name in a new folder that {@link cleanUp} removes. */
export function tempFile(name = "tutti.db"): string {
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-sqlite-"));
  folders.push(folder);
  return path.join(folder, name);
}

/** A store in a new file, or in the given one; not open yet. */
export function makeStore(options: Partial<SqliteOptions> = {}, seams: SessionSeams = {}): TestStore {
  const file = options.path ?? tempFile();
  let connection: Connection | undefined;
  const onOpen = (db: Connection): void => {
    connection = db;
    seams.onOpen?.(db);
  };
  const store = new SqliteStore({ ...options, path: file }, { ...seams, onOpen });
  stores.push(store);
  return Object.assign(store, { path: file, db: () => connection! });
}

/** The same, open. */
export function openStore(options: Partial<SqliteOptions> = {}, seams: SessionSeams = {}): TestStore {
  const store = makeStore(options, seams);
  store.open();
  return store;
}

/** Runs SQL on a file whose owner is away, as damage or another program would. */
export function tamper(file: string, sql: string): void {
  const db = new (loadDriver().DatabaseSync)(file);
  db.exec(sql);
  db.close();
}

/** Closes the stores and removes the files: for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Lets the event loop turn, so that what waits for the end of a turn is done. */
export async function turns(count = 1): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise((resolve) => void setImmediate(resolve));
}

/** The row of an execution. */
function rowOf(execution_id: string, rest: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    execution_id,
    workflow_id: "w",
    workflow_revision: 1,
    workflow_name: "test",
    status: "running",
    created_by: "ada",
    correlation_id: execution_id,
    parent_execution_id: null,
    created_at: 1,
    started_at: null,
    completed_at: null,
    error: null,
    sequence: 1,
    wakes_at: null,
    ...rest,
  };
}

/** What a commit of a test says besides its execution and sequences. */
export interface CommitParts extends Partial<ExecutionRow> {
  readonly key?: string;
  readonly data?: JournalEntry["data"];
  readonly time?: number;
}

/** A commit with these sequences. The entries begin and end the execution as its row says. */
export function commitOf(
  execution_id: string,
  sequences: readonly number[],
  { key, data = {}, time = 1, ...rest }: CommitParts = {},
): Commit {
  const last = sequences.at(-1) ?? 0;
  const typeOf = (sequence: number): string => {
    if (sequence === 1) return "execution.created";
    return sequence === last && rest.completed_at != null ? "execution.completed" : "action.completed";
  };
  return {
    entries: sequences.map((sequence) => ({ execution_id, sequence, time, type: typeOf(sequence), data })),
    row: rowOf(execution_id, { sequence: last, ...rest }),
    ...(key === undefined ? {} : { idempotency_key: key }),
  };
}

/** An execution that has ended, in one commit. */
export function endedCommit(execution_id: string, completed_at: number, rest: CommitParts = {}): Commit {
  return commitOf(execution_id, [1, 2], { status: "completed", completed_at, time: completed_at, ...rest });
}

/** A workflow's record. */
export function recordOf(workflow_id: string, rest: Partial<WorkflowRecord> = {}): WorkflowRecord {
  return {
    workflow_id,
    revision: 1,
    status: "active",
    definition: { name: workflow_id },
    created_by: "ada",
    created_at: 1,
    updated_by: "ada",
    updated_at: 1,
    ...rest,
  };
}
