import { isStopped, reasonOf } from "../engine";
import { type CronTimes, cronTimes, type ScheduleTrigger } from "../definition";
import type { ScheduleRecord } from "../ports";
import { dueTimes, MOST_DUE } from "./due";
import { TriggerInput, type TriggerValues } from "./input";
import type { TriggerPlace, TriggerPorts } from "./ports";
import { type Occasion, Reports } from "./reports";
import { pauseAfter, startExecution } from "./starter";

/** What a {@link Schedule} is made of. */
export interface ScheduleParts extends TriggerPlace {
  readonly ports: TriggerPorts;
  readonly trigger: ScheduleTrigger;
  /** How far it has come. */
  readonly record: ScheduleRecord;
  /** Stores how far it has come. */
  readonly store: () => Promise<void>;
  /** Told when it is to be woken at another time. */
  readonly onChange: () => void;
}

/**
 * One schedule. A time that comes is noted durably before its execution is started, and crossed out afterwards.
 * What is noted starts with a key of its own, so that a crash in between repeats nothing.
 */
export class Schedule {
  record: ScheduleRecord;
  private readonly times: CronTimes;
  private readonly input: TriggerInput;
  private readonly reports: Reports;
  private isBusy = false;
  private isDirty = false;
  private isGone = false;
  /** Is what the record says stored? */
  private isStored = true;
  private failures = 0;
  private retryAt: number | null = null;
  /** How long the first that is due has to be put off. */
  private delay: { readonly of: number; readonly until: number } | null = null;
  /** The execution whose end is waited for. */
  private awaited: string | null = null;
  private next: number | null;

  constructor(private readonly parts: ScheduleParts) {
    const { ports, record, trigger } = parts;
    this.record = record;
    this.times = cronTimes(record.cron, record.timezone);
    this.input = new TriggerInput(ports, { parameters: trigger.parameters });
    this.reports = new Reports(ports);
    this.next = this.times.next(record.seen_until);
  }

  /** When it has something to do (ms since the epoch); null: not by itself, or it is at work. */
  get wakesAt(): number | null {
    if (this.isBusy || this.isGone) return null;
    if (this.retryAt !== null) return this.retryAt;
    const { delay, next } = this;
    if (delay === null || next === null) return delay?.until ?? next;
    return Math.min(delay.until, next);
  }

  /** Does nothing more. */
  end(): void {
    this.isGone = true;
  }

  /** Does what there is to do. */
  async work(): Promise<void> {
    this.isDirty = true;
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (this.isDirty && !this.isGone) {
        this.isDirty = false;
        await this.step();
      }
      this.failures = 0;
      this.retryAt = null;
    } catch (error) {
      this.putOff(error);
    }
    this.isBusy = false;
    if (!this.isGone) this.parts.onChange();
  }

  private async step(): Promise<void> {
    if (!this.isStored) await this.store();
    await this.note();
    while (!this.isGone) {
      const [time] = this.record.due;
      if (time === undefined || this.isDelayed(time)) return;
      const hasRoom = this.overlap === "allow" || !(await this.isRunning());
      if (!hasRoom && this.overlap === "queue") {
        this.awaitEnd(this.record.last_execution_id ?? "");
        return;
      }
      if (hasRoom) await this.start(time);
      else await this.skip(time);
    }
  }

  private get overlap(): NonNullable<ScheduleTrigger["overlap"]> {
    return this.parts.trigger.overlap ?? "skip";
  }

  /** Notes the times that have come. */
  private async note(): Promise<void> {
    const { ports, trigger } = this.parts;
    const { seen_until, due } = this.record;
    const { catch_up = "last" } = trigger;
    const look = { times: this.times, catchUp: catch_up, seenUntil: seen_until, now: ports.clock.now() };
    const { starts, missed, seenUntil } = dueTimes(look);
    if (seenUntil === seen_until) return;
    const all = [...due, ...starts];
    this.record = { ...this.record, seen_until: seenUntil, due: all.slice(0, MOST_DUE) };
    this.next = this.times.next(seenUntil);
    for (const time of missed) this.reports.skipped(this.occasion(time), "missed");
    for (const time of all.slice(MOST_DUE)) this.reports.skipped(this.occasion(time), "queue_full");
    await this.store();
  }

  private async store(): Promise<void> {
    this.isStored = false;
    await this.parts.store();
    this.isStored = true;
  }

  private isDelayed(time: number): boolean {
    const { ports, trigger } = this.parts;
    const { jitter_seconds = 0 } = trigger;
    if (jitter_seconds === 0) return false;
    if (this.delay?.of !== time)
      this.delay = { of: time, until: time + Math.floor(ports.random.next() * jitter_seconds * 1000) };
    if (this.delay.until > ports.clock.now()) return true;
    this.delay = null;
    return false;
  }

  /** Is the execution that was started last not over yet? */
  private async isRunning(): Promise<boolean> {
    const { last_execution_id } = this.record;
    if (last_execution_id === null) return false;
    const row = await this.parts.ports.storage.getExecution(last_execution_id);
    return row !== undefined && row.completed_at === null;
  }

  private awaitEnd(executionId: string): void {
    if (this.awaited === executionId) return;
    this.awaited = executionId;
    const over = (): void => {
      this.awaited = null;
      if (!this.isGone) void this.work();
    };
    this.parts.ports.engine.untilEnded(executionId, { isPatient: true }).then(over, (error: unknown) => {
      this.awaited = null;
      if (this.isGone) return;
      this.putOff(error);
      this.parts.onChange();
    });
  }

  private async skip(time: number): Promise<void> {
    this.reports.skipped(this.occasion(time), "overlap");
    await this.crossOut(time, this.record.last_execution_id);
  }

  private async start(time: number): Promise<void> {
    const { index, ports, workflowId } = this.parts;
    const scheduled_at = new Date(time).toISOString();
    const ref = { type: "schedule", index, scheduled_at } as const;
    let values: TriggerValues;
    try {
      values = await this.input.resolve({ root: {}, variables: { trigger: ref } });
    } catch (error) {
      this.reports.threw(this.occasion(time), error);
      await this.crossOut(time, this.record.last_execution_id);
      return;
    }
    const started = await startExecution(ports, {
      workflowId,
      ...values,
      userId: "trigger:schedule",
      idempotencyKey: `schedule:${index}:${scheduled_at}`,
      trigger: { ref, depth: 0 },
    });
    // What was deleted or deactivated meanwhile has nothing to report.
    if (this.isGone) return;
    if (!started.ok) this.reports.refused(this.occasion(time), started.errors);
    await this.crossOut(time, started.ok ? started.executionId : this.record.last_execution_id);
  }

  private async crossOut(time: number, last_execution_id: string | null): Promise<void> {
    const due = this.record.due.filter((one) => one !== time);
    this.record = { ...this.record, due, last_execution_id };
    await this.store();
  }

  /** Tries again later: nothing of what is noted is given up. */
  private putOff(error: unknown): void {
    const { clock, logger } = this.parts.ports;
    if (this.isGone || isStopped(error)) {
      this.isGone = true;
      return;
    }
    this.failures += 1;
    this.retryAt = clock.now() + pauseAfter(this.failures);
    const { index: trigger, workflowId: workflow_id } = this.parts;
    logger.warn({ workflow_id, trigger, error: reasonOf(error) }, "A schedule will try again.");
  }

  private occasion(time: number): Occasion {
    const { index, workflowId } = this.parts;
    return { workflowId, index, shown: { scheduled_at: new Date(time).toISOString() } };
  }
}
