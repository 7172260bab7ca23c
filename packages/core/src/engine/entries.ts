import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import type { Commit, ExecutionRow, JournalEntry } from "../ports";
import type { RecordedEvent, RunState } from "../run";
import { reasonOf } from "./failures";

/** A journal's entry as the event it holds: the same object, for an entry is an event with its execution's id. */
export function fromEntry(entry: JournalEntry): RecordedEvent {
  return entry as unknown as RecordedEvent;
}

/** The read model's row of an execution; `wakesAt` is when its next timer is due. */
export function rowOf(state: RunState, wakesAt: number | null): ExecutionRow {
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
    wakes_at: wakesAt,
  };
}

/** Applies an entry that follows the given sequence. Throws `CORRUPT_JOURNAL` when it can't be applied. */
export function checkEntry({ execution_id, sequence }: JournalEntry, after: number, apply: () => void): void {
  if (sequence !== after + 1) throw corrupt({ execution_id, sequence }, `entry ${after + 1} is missing`);
  try {
    apply();
  } catch (error) {
    throw corrupt({ execution_id, sequence }, `it does not fit: ${reasonOf(error)}`);
  }
}

/** An entry that can't be read. */
export function corrupt(
  { execution_id, sequence }: Pick<JournalEntry, "execution_id" | "sequence">,
  problem: string,
): TuttiError {
  return TuttiError.of("CORRUPT_JOURNAL", { execution_id, sequence, problem });
}

/** The end of an execution whose journal can't be read: an entry behind all others, and its row. */
export function failedCommit(
  row: ExecutionRow,
  { error, time }: { error: TuttiError; time: number },
): Commit {
  const { execution_id } = row;
  const sequence = row.sequence + 1;
  const failure = { code: error.code, message: error.message, action_id: null, attempt: null };
  const entry = { execution_id, sequence, time, type: "execution.failed", data: { error: failure } };
  const ended = { status: "failed", completed_at: time, error: failure, sequence, wakes_at: null } as const;
  return { entries: [entry], row: { ...row, ...ended } };
}
