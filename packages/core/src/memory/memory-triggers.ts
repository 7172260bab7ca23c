import type { EventMark, ScheduleRecord, TriggerStore } from "../ports";

/** How many events are known again; the oldest are forgotten first. */
const MARKS = 100_000;

/** What triggers remember, in this process's memory. */
export class MemoryTriggers implements TriggerStore {
  private readonly schedules = new Map<string, readonly ScheduleRecord[]>();
  private readonly marks = new Map<string, number>();

  listSchedules(): readonly ScheduleRecord[] {
    return [...this.schedules.values()].flat();
  }

  putSchedules(workflowId: string, records: readonly ScheduleRecord[]): void {
    if (records.length === 0) this.schedules.delete(workflowId);
    else this.schedules.set(workflowId, [...records]);
  }

  /** Remembers that a trigger has dealt with an event. */
  mark(mark: EventMark): void {
    const key = keyOf(mark);
    this.marks.delete(key);
    this.marks.set(key, mark.time);
    if (this.marks.size > MARKS) this.marks.delete(this.marks.keys().next().value as string);
  }

  isMarked(mark: Omit<EventMark, "time">): boolean {
    return this.marks.has(keyOf(mark));
  }

  forgetMarks(before: number): void {
    for (const [key, time] of this.marks) if (time < before) this.marks.delete(key);
  }
}

function keyOf({ workflow_id, trigger, source, event_id }: Omit<EventMark, "time">): string {
  return JSON.stringify([workflow_id, trigger, source, event_id]);
}
