import type { Json, JsonObject } from "../json/json";
import type { ExecutionRow, JournalEntry } from "../ports";
import type { RecordedEvent, RunState } from "../run";

/** Turns an event into the journal's entry. */
export function toEntry(executionId: string, event: RecordedEvent): JournalEntry {
  const { sequence, time, type, data } = event;
  return { execution_id: executionId, sequence, time, type, data: data as unknown as JsonObject };
}

/** Turns a journal's entry back into the event. */
export function fromEntry({ sequence, time, type, data }: JournalEntry): RecordedEvent {
  return { sequence, time, type, data } as unknown as RecordedEvent;
}

/** The read model's row of an execution. */
export function rowOf(state: RunState): ExecutionRow {
  return {
    execution_id: state.execution_id,
    workflow_id: state.workflow_id,
    workflow_revision: state.workflow_revision,
    workflow_name: state.workflow_name,
    status: state.status,
    created_by: state.created_by,
    correlation_id: state.correlation_id,
    parent_execution_id: state.parent?.execution_id ?? null,
    created_at: state.created_at,
    started_at: state.started_at,
    completed_at: state.completed_at,
    error: (state.ending?.error as Json | undefined) ?? null,
    sequence: state.last?.sequence ?? 0,
  };
}

