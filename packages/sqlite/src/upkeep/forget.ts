import type { Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import type { Unhandled } from "./unhandled";

/** How many executions a transaction forgets or looks at, at most, so that none stalls the process. */
const BATCH = 256;

/** An ended execution, with its place in the order in which they ended. */
interface Ended {
  readonly execution: number;
  readonly execution_id: string;
  readonly completed_at: number;
  readonly created_at: number;
  /** 1: its parent is unfinished. */
  readonly is_needed: number;
}

/** How far a batch has come. */
interface Progress {
  readonly deleted: number;
  /** How many it looked at, those it left behind included. */
  readonly visited: number;
}

/** What a batch did. */
export interface BatchResult extends Progress {
  /** Is there nothing more to forget? */
  readonly isDone: boolean;
}

/** Is an execution that ended at this time (ms) to be forgotten? Asked in the order of their ends; no ends the walk. */
export type IsDue = (completedAt: number, progress: Progress) => boolean;

type Place = Pick<Ended, "completed_at" | "created_at" | "execution">;

const START: Place = { completed_at: Number.NEGATIVE_INFINITY, created_at: 0, execution: 0 };

/**
 * Walks over ended executions, from the one that ended first, and forgets those that are due.
 *
 * A child whose parent is unfinished is left behind. It goes when its parent goes, so the walk never
 * comes back for it, and a parent with a hundred thousand ended children costs nothing meanwhile.
 * The walk goes no further than every consumer group has come.
 */
export class ForgetWalk {
  private place = START;
  private readonly statements: ReturnType<typeof prepare>;

  constructor(
    private readonly db: Connection,
    private readonly unhandled: Unhandled,
  ) {
    this.statements = prepare(db);
  }

  /** Forgets the next ones, in one transaction. */
  batch(isDue: IsDue): BatchResult {
    const budget = { left: BATCH };
    let { place } = this;
    let visited = 0;
    const isDone = transaction(this.db, () => {
      const isUnhandled = this.unhandled.look();
      const next = this.next(place);
      for (const ended of next) {
        const progress = { deleted: BATCH - budget.left, visited };
        if (!isDue(ended.completed_at, progress) || isUnhandled(ended.execution)) return true;
        if (ended.is_needed === 1) place = ended;
        else if (!this.forgetFamily(ended, budget)) return false;
        visited += 1;
      }
      return next.length < BATCH;
    });
    this.place = place;
    return { deleted: BATCH - budget.left, visited, isDone };
  }

  /** Forgets an execution and, before it, the children it kept. False when the budget did not reach. */
  private forgetFamily(ended: Ended, budget: { left: number }): boolean {
    for (const child of this.leftBehind(ended, budget.left))
      if (!this.forgetFamily(child, budget)) return false;
    if (budget.left === 0) return false;
    budget.left -= 1;
    this.statements.deleteJournal.run(ended.execution);
    this.statements.deleteRow.run(ended.execution);
    return true;
  }

  private next({ completed_at, created_at, execution }: Place): readonly Ended[] {
    return this.statements.next.all(completed_at, created_at, execution, BATCH) as unknown as Ended[];
  }

  private leftBehind(parent: Ended, limit: number): readonly Ended[] {
    const { execution, execution_id, completed_at, created_at } = parent;
    const place = [completed_at, created_at, execution];
    return this.statements.leftBehind.all(execution_id, ...place, limit) as unknown as Ended[];
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  const columns = "execution, execution_id, completed_at, created_at";
  return {
    next: statement(
      `SELECT ${columns}, EXISTS (
         SELECT 1 FROM executions AS parent
         WHERE parent.execution_id = executions.parent_execution_id AND parent.completed_at IS NULL
       ) AS is_needed
       FROM executions INDEXED BY executions_by_end
       WHERE (completed_at, created_at, execution) > (?, ?, ?)
       ORDER BY completed_at, created_at, execution LIMIT ?`,
    ),
    leftBehind: statement(
      `SELECT ${columns}, 0 AS is_needed FROM executions INDEXED BY executions_by_parent
       WHERE parent_execution_id = ? AND (completed_at, created_at, execution) < (?, ?, ?) LIMIT ?`,
    ),
    deleteJournal: statement("DELETE FROM journal WHERE execution = ?"),
    deleteRow: statement("DELETE FROM executions WHERE execution = ?"),
  };
}
