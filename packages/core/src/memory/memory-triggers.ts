import type { EventMark, ScheduleRecord, TriggerStore } from "../ports";

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

  markEvent(mark: EventMark): void {
    this.marks.set(keyOf(mark), mark.time);
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
