import type { Connection } from "../file/driver";
import type { Written } from "../events/log-writer";
import type { Retention } from "../types";
import { ForgetWalk } from "./forget";
import { LogRetention } from "./log-retention";
import { Unhandled } from "./unhandled";
import type { Pruned } from "./prune";

/** How many executions may be beyond the limit before some are forgotten: then one transaction serves many. */
const SLACK = 64;

/** How often, within the largest age, to look for what became too old. */
const LOOKS_PER_AGE = 64;

/**
 * Forgets by itself what the limits say: a batch per turn of the event loop, in turns of its own, after
 * commits and after opening. There is no timer; the time is that of the newest entry.
 */
export class RetentionKeeper {
  private readonly walk: ForgetWalk;
  private readonly log: LogRetention;
  private readonly slack: number;
  private ended: number;
  private newest: number;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private scheduled: NodeJS.Immediate | undefined;

  constructor(
    db: Connection,
    private readonly limits: Retention,
  ) {
    const { maxExecutions = 0 } = limits;
    const unhandled = new Unhandled(db);
    this.walk = new ForgetWalk(db, unhandled);
    this.log = new LogRetention(db, limits, unhandled);
    this.slack = Math.min(SLACK, Math.ceil(maxExecutions / 10));
    this.ended = limits.maxExecutions === undefined ? 0 : countEnded(db);
    this.newest = newestTime(db);
    this.look();
  }

  /** Takes note of a transaction. */
  note({ ended, newest, published }: Written): void {
    this.ended += ended;
    this.log.notePublished(published);
    this.newest = Math.max(this.newest, newest);
    this.look();
  }

  /** Takes note of what somebody else deleted. */
  noteDeleted({ events, executions }: Pruned): void {
    this.ended -= executions;
    this.log.noteGone(executions, events);
  }

  stop(): void {
    clearImmediate(this.scheduled);
  }

  private look(): void {
    if (this.scheduled === undefined && (this.isOverCount() || this.isTimeToLook() || this.log.isDue))
      this.schedule();
  }

  private isOverCount(): boolean {
    const { maxExecutions = Number.POSITIVE_INFINITY } = this.limits;
    return this.ended > maxExecutions && this.ended - maxExecutions >= this.slack;
  }

  private isTimeToLook(): boolean {
    const { maxAgeMs } = this.limits;
    return maxAgeMs !== undefined && this.newest - this.lookedAt >= maxAgeMs / LOOKS_PER_AGE;
  }

  private schedule(): void {
    this.scheduled = setImmediate(() => this.forgetSome()).unref();
  }

  private forgetSome(): void {
    this.scheduled = undefined;
    this.lookedAt = this.newest;
    const { maxAgeMs = Number.POSITIVE_INFINITY, maxExecutions = Number.POSITIVE_INFINITY } = this.limits;
    const { ended, newest } = this;
    try {
      const { deleted, isDone } = this.walk.batch(
        (completedAt, progress) =>
          ended - progress.deleted > maxExecutions || completedAt < newest - maxAgeMs,
      );
      this.ended -= deleted;
      this.log.noteGone(deleted);
      const isLogDone = this.log.batch(newest - maxAgeMs);
      if (!isDone || !isLogDone) this.schedule();
    } catch {
      // A full disk, say: nothing was deleted, and a later commit looks again.
    }
  }
}

function countEnded(db: Connection): number {
  const sql = "SELECT count(*) AS ended FROM executions INDEXED BY executions_by_end WHERE completed_at > ?";
  return Number(db.prepare(sql).get(Number.NEGATIVE_INFINITY)?.["ended"]);
}

/** The newest time that indexes tell: of an end, or else of a creation. */
function newestTime(db: Connection): number {
  const sql = "SELECT max(completed_at) AS ended FROM executions INDEXED BY executions_by_end";
  const created = db.prepare(
    "SELECT max(created_at) AS created FROM executions INDEXED BY executions_by_status WHERE status = ?",
  );
  const statuses = ["pending", "running", "waiting", "paused"];
  return Math.max(
    Number(db.prepare(sql).get()?.["ended"]),
    ...statuses.map((status) => Number(created.get(status)?.["created"])),
  );
}
