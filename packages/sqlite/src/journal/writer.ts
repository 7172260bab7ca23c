import { TuttiError } from "@tutti/core";
import type { Commit, ExecutionRow } from "@tutti/core/runtime";
import {
  changeOf,
  FIXED_COLUMNS,
  fixedCells,
  fromStored,
  ROW_COLUMNS,
  STATE_COLUMNS,
  type StoredRow,
  stateCells,
} from "../executions/rows";
import { KEY_COLUMNS, ListKeys } from "../executions/list-keys";
import { EventLogWriter, type Written } from "../events/log-writer";
import type { Cell, Connection, Statement } from "../file/driver";
import { isOfOneCommit } from "../file/errors";
import { rollBack } from "../file/file";
import { toCell } from "../file/text";
import { TriggerTables } from "../triggers/triggers";
import type { Outcome } from "./commit-queue";
import { decodeRows, encodeEntries, type JournalRow } from "./entries";

/** How many executions are remembered; any other is read when its next commit comes. */
const REMEMBERED = 16_384;

/** A commit whose entries are encoded. */
export interface EncodedCommit extends Commit {
  readonly text: string;
}

/** What is known of an execution without reading it: this process is the only one that writes. */
interface Known {
  /** Its number, which the journal's rows use. */
  readonly execution: number;
  last: number;
  /** Undefined: it is forgotten. A Map that has grown old may hold on to what was deleted from it. */
  row: ExecutionRow | undefined;
}

/** An execution that the current transaction changes. */
interface Touched {
  readonly execution: number;
  /** As stored before this transaction; undefined: it is new. */
  readonly before: ExecutionRow | undefined;
  last: number;
  row: ExecutionRow;
  key: string | undefined;
}

/** Prepares a commit; what can't be stored fails here, alone. */
export function encodeCommit(commit: Commit): EncodedCommit {
  return { ...commit, text: encodeEntries(commit.entries) };
}

/**
 * Stores commits: one row of the journal each, and each execution's row once per transaction, in what
 * changed. In the hot path nothing is read: the last sequences of executions under way are remembered.
 */
export class JournalWriter {
  private readonly known = new Map<string, Known>();
  private touched = new Map<string, Touched>();
  private newest = 0;
  private nextExecution: number;
  private readonly keys = new ListKeys();
  private readonly triggers: TriggerTables;
  private readonly statements: ReturnType<typeof prepare>;

  constructor(
    private readonly db: Connection,
    private readonly onWritten: (written: Written) => void = () => undefined,
    private readonly log = new EventLogWriter(db),
  ) {
    this.statements = prepare(db);
    this.triggers = new TriggerTables(db);
    const sql =
      "SELECT max(newest, coalesce((SELECT max(execution) FROM executions), 0)) AS newest FROM forgotten";
    this.nextExecution = Number(db.prepare(sql).get()?.["newest"]) + 1;
  }

  /**
   * Stores all commits in one transaction; those that don't follow their journal are refused alone.
   * Throws when the transaction failed: then nothing is stored, and nothing is remembered of it.
   */
  write(commits: readonly EncodedCommit[]): readonly Outcome[] {
    try {
      return this.writeTogether(commits);
    } catch (error) {
      if (commits.length === 1 || !isOfOneCommit(error)) throw error;
      return commits.map((commit) => this.writeAlone(commit));
    }
  }

  /** Forgets what is known of executions that were deleted. */
  forget(executionIds: readonly string[]): void {
    for (const id of executionIds) this.drop(id);
  }

  private writeTogether(commits: readonly EncodedCommit[]): readonly Outcome[] {
    const { begin, commit } = this.statements;
    this.touched = new Map();
    this.newest = 0;
    let outcomes: readonly Outcome[];
    begin.run();
    try {
      outcomes = commits.map((one) => this.add(one));
      for (const touched of this.touched.values()) this.writeRow(touched);
      this.log.write();
      commit.run();
      this.log.settle();
    } catch (error) {
      this.log.drop();
      // What is remembered may be what made it fail, should the file not be as it should.
      this.known.clear();
      rollBack(this.db);
      throw error;
    }
    this.onWritten({ ended: this.remember(), published: 0, newest: this.newest });
    return outcomes;
  }

  private writeAlone(commit: EncodedCommit): Outcome {
    try {
      return this.writeTogether([commit])[0];
    } catch (error) {
      return error as Error;
    }
  }

  private add(commit: EncodedCommit): Outcome {
    const { entries, mark, row, text } = commit;
    const touched = this.touch(row.execution_id);
    const conflict = conflictOf(commit, touched?.last ?? 0);
    if (conflict !== undefined) {
      if (touched !== undefined && this.isStored(touched.execution, commit)) return undefined;
      return TuttiError.of("JOURNAL_CONFLICT", { execution_id: row.execution_id, ...conflict });
    }
    const target = touched ?? this.create(row);
    target.last += entries.length;
    target.row = row;
    target.key ??= commit.idempotency_key;
    this.newest = Math.max(this.newest, entries.at(-1)?.time ?? 0);
    this.statements.insertEntries.run(target.execution, target.last, text);
    this.log.add(target.execution, target.last, entries.length);
    this.triggers.mark(mark);
    return undefined;
  }

  private touch(id: string): Touched | undefined {
    const found = this.touched.get(id);
    if (found !== undefined) return found;
    const { execution = 0, last = 0, row } = this.known.get(id) ?? this.load(id) ?? {};
    if (row === undefined) return undefined;
    const touched: Touched = { execution, before: row, last, row, key: undefined };
    this.touched.set(id, touched);
    return touched;
  }

  private create(row: ExecutionRow): Touched {
    const execution = this.nextExecution++;
    const touched: Touched = { execution, before: undefined, last: 0, row, key: undefined };
    this.touched.set(row.execution_id, touched);
    return touched;
  }

  private load(id: string): Known | undefined {
    const found = this.statements.load.get(toCell(id));
    if (found === undefined) return undefined;
    const stored = found as unknown as StoredRow;
    const row = fromStored(stored);
    return { execution: stored.execution, last: row.sequence, row };
  }

  /** Are these entries in the journal already, just the same? */
  private isStored(execution: number, { entries, row, text }: EncodedCommit): boolean {
    const first = entries[0]?.sequence ?? 0;
    const last = entries.at(-1)?.sequence ?? 0;
    if (first < 1) return false;
    const rows = this.statements.read.all(execution, first) as unknown as JournalRow[];
    const stored = decodeRows(row.execution_id, rows, first).slice(0, last - first + 1);
    return encodeEntries(stored) === text;
  }

  private writeRow({ execution, before, row, last, key }: Touched): void {
    const { insertRow, updateRow, updateState } = this.statements;
    const after = row.sequence === last ? row : { ...row, sequence: last };
    if (before === undefined) {
      const cells: Cell[] = [execution, toCell(row.execution_id), key === undefined ? null : toCell(key)];
      insertRow.run(...cells.concat(fixedCells(after), this.keys.cells(after), stateCells(after)));
      return;
    }
    const change = changeOf(before, after);
    if (change === "state") updateState.run(...stateCells(after), execution);
    if (change === "everything")
      updateRow.run(...fixedCells(after), ...this.keys.cells(after), ...stateCells(after), execution);
  }

  /** Takes over what the transaction did; gives how many executions ended, less those taken up again. */
  private remember(): number {
    let ended = 0;
    for (const [id, { execution, before, last, row }] of this.touched) {
      const isEnd = row.completed_at !== null;
      ended += Number(isEnd) - Number(before !== undefined && before.completed_at !== null);
      if (isEnd) this.drop(id);
      else this.keep(id, { execution, last, row });
    }
    for (const id of this.known.keys()) {
      if (this.known.size <= REMEMBERED) break;
      this.drop(id);
    }
    return ended;
  }

  private keep(id: string, { execution, last, row }: Known): void {
    const known = this.known.get(id);
    if (known === undefined) {
      this.known.set(id, { execution, last, row });
      return;
    }
    known.last = last;
    known.row = row;
  }

  private drop(id: string): void {
    const known = this.known.get(id);
    if (known === undefined) return;
    known.row = undefined;
    this.known.delete(id);
  }
}

/** What keeps a commit from following a journal that ends at this sequence. */
function conflictOf({ entries }: Commit, last: number): { expected: number; actual: number } | undefined {
  let actual = last;
  for (const { sequence } of entries) {
    if (sequence !== actual + 1) return { expected: sequence, actual };
    actual = sequence;
  }
  return entries.length === 0 ? { expected: 0, actual } : undefined;
}

function prepare(db: Connection) {
  const fixed = [...FIXED_COLUMNS, ...KEY_COLUMNS];
  const columns = ["execution", "execution_id", "idempotency_key", ...fixed, ...STATE_COLUMNS];
  const set = (names: readonly string[]): string => names.map((name) => `${name} = ?`).join(", ");
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    begin: statement("BEGIN IMMEDIATE"),
    commit: statement("COMMIT"),
    load: statement(`SELECT ${ROW_COLUMNS} FROM executions WHERE execution_id = ?`),
    read: statement(
      "SELECT last_sequence, entries FROM journal WHERE execution = ? AND last_sequence >= ? ORDER BY last_sequence",
    ),
    insertEntries: statement("INSERT INTO journal (execution, last_sequence, entries) VALUES (?, ?, ?)"),
    insertRow: statement(
      `INSERT INTO executions (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    ),
    updateState: statement(`UPDATE executions SET ${set(STATE_COLUMNS)} WHERE execution = ?`),
    updateRow: statement(`UPDATE executions SET ${set(fixed)}, ${set(STATE_COLUMNS)} WHERE execution = ?`),
  };
}
