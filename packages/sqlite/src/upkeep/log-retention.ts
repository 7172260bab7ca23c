import type { Connection } from "../file/driver";
import type { Retention } from "../types";
import { LogUpkeep } from "./log";
import type { Unhandled } from "./unhandled";

/** How many events may be beyond the limit before some are forgotten: then one transaction serves many. */
const SLACK = 64;

/** So much has to be gone before the log is looked through for what it left. */
const LEAST_GONE = 1024;

/** Forgets by itself what the limits say of published events, and then what they and executions left in the log. */
export class LogRetention {
  private readonly log: LogUpkeep;
  private readonly most: number;
  private events: number;
  /** How many executions and events are gone since the log was looked through, and how many rows it had then. */
  private gone = 0;
  private rows = 0;
  /** How far it has been looked through; undefined: it is not being looked through. */
  private place: number | undefined;

  constructor(db: Connection, { maxEvents }: Retention, unhandled: Unhandled) {
    this.log = new LogUpkeep(db, unhandled);
    this.most = maxEvents ?? Number.POSITIVE_INFINITY;
    const sql = "SELECT count(*) AS events FROM published";
    this.events = maxEvents === undefined ? 0 : Number(db.prepare(sql).get()?.["events"]);
  }

  /** Is there something to do besides what gets too old? */
  get isDue(): boolean {
    const slack = Math.min(SLACK, Math.ceil(this.most / 10));
    return this.place !== undefined || this.isSweepDue() || this.events - this.most >= Math.max(1, slack);
  }

  notePublished(count: number): void {
    this.events += count;
  }

  noteGone(executions: number, events = 0): void {
    this.gone += executions + events;
    this.events -= events;
  }

  /** Does a part of what is to be done. False: there is more. */
  batch(oldest: number): boolean {
    const aged = this.log.forgetEvents({ limit: Number.POSITIVE_INFINITY, before: oldest });
    this.noteGone(0, aged.deleted);
    const limit = Math.max(0, this.events - this.most);
    const excess = this.log.forgetEvents({ limit, before: Number.POSITIVE_INFINITY });
    this.noteGone(0, excess.deleted);
    this.sweep();
    return aged.isDone && excess.isDone && this.place === undefined;
  }

  private sweep(): void {
    if (this.place === undefined) {
      if (!this.isSweepDue()) return;
      this.gone = this.rows = 0;
    }
    const { kept, next } = this.log.sweep(this.place ?? 0);
    this.rows += kept;
    this.place = next;
  }

  private isSweepDue(): boolean {
    return this.gone >= Math.max(LEAST_GONE, this.rows / 2);
  }
}
