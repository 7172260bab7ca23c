import type { ScheduleTrigger } from "../definition";
import type { ScheduleRecord, TimerHandle } from "../ports";
import type { TriggerPorts } from "./ports";
import { Schedule } from "./schedule";

/** A schedule and its place among the triggers of its workflow. */
export interface PlacedSchedule {
  readonly index: number;
  readonly trigger: ScheduleTrigger;
}

/** The schedules of one workflow, which are stored together. */
class WorkflowSchedules {
  schedules: readonly Schedule[] = [];
  private isGone = false;

  constructor(
    private readonly ports: TriggerPorts,
    readonly workflowId: string,
    /** What is being stored for the workflow already. */
    private storing: Promise<void>,
  ) {}

  /** What is being stored. */
  get stored(): Promise<void> {
    return this.storing;
  }

  /** Stores how far all have come; one after the other, so that the newest stays. */
  store(): Promise<void> {
    const put = async (): Promise<void> => {
      // Others have taken its place, and what they store is newer.
      if (this.isGone) return;
      const records = this.schedules.map(({ record }) => record);
      await this.ports.storage.putSchedules(this.workflowId, records);
    };
    const stored = this.storing.then(put);
    this.storing = stored.catch(() => undefined);
    return stored;
  }

  end(): void {
    this.isGone = true;
    for (const schedule of this.schedules) schedule.end();
  }
}

/** All schedules of the process, with one timer: for the one that is due next. */
export class Schedules {
  private readonly workflows = new Map<string, WorkflowSchedules>();
  private timer: { readonly at: number; readonly handle: TimerHandle } | null = null;
  private isHeld = true;

  constructor(private readonly ports: TriggerPorts) {}

  /** How far the schedules of a workflow have come. */
  recordsOf(workflowId: string): readonly ScheduleRecord[] {
    return this.workflows.get(workflowId)?.schedules.map(({ record }) => record) ?? [];
  }

  /** Which workflows have schedules. */
  get workflowIds(): readonly string[] {
    return [...this.workflows.keys()];
  }

  /**
   * Sets a workflow's schedules, instead of those it had. One that stays as it was goes on from where it is, as
   * `records` say; a new one begins now.
   */
  set(
    workflowId: string,
    placed: readonly PlacedSchedule[],
    records: readonly ScheduleRecord[],
  ): WorkflowSchedules {
    const before = this.workflows.get(workflowId);
    before?.end();
    const group = new WorkflowSchedules(this.ports, workflowId, before?.stored ?? Promise.resolve());
    group.schedules = placed.map((one) => this.make(group, one, records));
    if (placed.length === 0) this.workflows.delete(workflowId);
    else this.workflows.set(workflowId, group);
    if (!this.isHeld) this.wake(group.schedules);
    return group;
  }

  /** Begins to start executions. */
  run(): void {
    this.isHeld = false;
    for (const { schedules } of this.workflows.values()) this.wake(schedules);
  }

  /** Starts no more; what is noted stays for the next time. */
  stop(): void {
    this.isHeld = true;
    for (const group of this.workflows.values()) group.end();
    this.arm();
  }

  private make(
    group: WorkflowSchedules,
    { index, trigger }: PlacedSchedule,
    records: readonly ScheduleRecord[],
  ): Schedule {
    const { cron, timezone = "UTC" } = trigger;
    const known = records.find((record) => record.trigger === index);
    const isSame = known?.cron === cron && known.timezone === timezone;
    const begin = {
      workflow_id: group.workflowId,
      trigger: index,
      cron,
      timezone,
      seen_until: this.ports.clock.now(),
      due: [],
      last_execution_id: null,
    };
    return new Schedule({
      ports: this.ports,
      workflowId: group.workflowId,
      index,
      trigger,
      record: isSame ? known : begin,
      store: () => group.store(),
      onChange: () => this.arm(),
    });
  }

  private wake(schedules: readonly Schedule[]): void {
    for (const schedule of schedules) void schedule.work();
    this.arm();
  }

  /** Sets the timer to the schedule that is due next. */
  private arm(): void {
    const at = this.isHeld ? null : this.nextTime();
    if (this.timer?.at === at) return;
    this.timer?.handle.cancel();
    this.timer = at === null ? null : { at, handle: this.ports.timers.schedule(at, () => this.fire()) };
  }

  private fire(): void {
    this.timer = null;
    const now = this.ports.clock.now();
    const due = this.all().filter(({ wakesAt }) => wakesAt !== null && wakesAt <= now);
    this.wake(due);
  }

  private nextTime(): number | null {
    let first: number | null = null;
    for (const { wakesAt } of this.all())
      if (wakesAt !== null && (first === null || wakesAt < first)) first = wakesAt;
    return first;
  }

  private all(): Schedule[] {
    return [...this.workflows.values()].flatMap(({ schedules }) => schedules);
  }
}
