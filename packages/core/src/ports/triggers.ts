/** How far the schedule of a workflow's trigger has come. Times are ms since the epoch. */
export interface ScheduleRecord {
  readonly workflow_id: string;
  /** The trigger's place in the definition's `triggers`, from 0. */
  readonly trigger: number;
  /** What the times below were computed with: a trigger that has others begins anew. */
  readonly cron: string;
  readonly timezone: string;
  /** Every time up to this one has been looked at, and never comes again. */
  readonly seen_until: number;
  /** Times that have come and whose executions are still to be started, oldest first. */
  readonly due: readonly number[];
  /** The execution that was started last. */
  readonly last_execution_id: string | null;
}

/** An event that a trigger has started an execution for. */
export interface EventMark {
  readonly workflow_id: string;
  /** The trigger's place in the definition's `triggers`, from 0. */
  readonly trigger: number;
  /** With the id what makes an event one and the same, as CloudEvents has it. */
  readonly source: string;
  readonly event_id: string;
  /** When it was dealt with (ms since the epoch). */
  readonly time: number;
}

type Answer<T> = T | Promise<T>;

/** What triggers remember, so that a restart neither loses nor repeats a start. */
export interface TriggerStore {
  /** How far every schedule has come. */
  listSchedules(): Answer<readonly ScheduleRecord[]>;
  /** Stores how far the schedules of one workflow have come, instead of all that was stored for it; none forgets them. */
  putSchedules(workflowId: string, records: readonly ScheduleRecord[]): Answer<void>;
  /** Has the trigger dealt with this event? It has when a commit with its mark is stored. */
  isMarked(mark: Omit<EventMark, "time">): Answer<boolean>;
  /** Forgets the events that were dealt with before this time (ms since the epoch). */
  forgetMarks(before: number): Answer<void>;
}
