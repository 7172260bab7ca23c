import type { Json } from "../json/json";
import type { ExecutionRow, JournalEntry } from "../ports";
import type { RecordedEvent, RunState } from "../run";

/** A journal's entry as the event it holds: the same object, for an entry is an event with its execution's id. */
export function fromEntry(entry: JournalEntry): RecordedEvent {
  return entry as unknown as RecordedEvent;
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
