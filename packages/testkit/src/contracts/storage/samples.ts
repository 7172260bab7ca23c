import type { Json, JsonObject } from "@tutti/core";
import type { CloudEvent, Commit, ExecutionRow, JournalEntry, WorkflowRecord } from "@tutti/core/runtime";

/** 2026-01-01T00:00:00Z. */
export const NOON = Date.UTC(2026, 0, 1, 12);

/** An execution's row. */
export function aRow(execution_id: string, rest: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    execution_id,
    workflow_id: "w",
    workflow_revision: 1,
    workflow_name: "a workflow",
    status: "running",
    created_by: "ada",
    correlation_id: execution_id,
    parent_execution_id: null,
    created_at: NOON,
    started_at: null,
    completed_at: null,
    error: null,
    sequence: 1,
    wakes_at: null,
    ...rest,
  };
}

/** An entry of an execution's journal. */
export function anEntry(execution_id: string, sequence: number, data: JsonObject = {}): JournalEntry {
  return { execution_id, sequence, time: NOON + sequence, type: "action.completed", data };
}

/** What a {@link aCommit} may say otherwise. */
export interface CommitChanges extends Pick<Commit, "idempotency_key" | "mark"> {
  readonly row?: Partial<ExecutionRow>;
  readonly data?: JsonObject;
}

/** A commit of entries with these sequences, and the row that follows from them. */
export function aCommit(
  execution_id: string,
  sequences: readonly number[],
  { row, data, ...first }: CommitChanges = {},
): Commit {
  return {
    entries: sequences.map((sequence) => anEntry(execution_id, sequence, data ?? { n: sequence })),
    row: aRow(execution_id, { sequence: sequences.at(-1) ?? 0, ...row }),
    ...first,
  };
}

/** A commit of one first entry with this value in its data. */
export function aCommitOf(execution_id: string, value: Json): Commit {
  return aCommit(execution_id, [1], { data: { value } });
}

/** An event of somebody's own. */
export function anEvent(id: string, rest: Partial<CloudEvent> = {}): CloudEvent {
  return {
    specversion: "1.0",
    id,
    source: "/shop",
    type: "order.paid",
    time: new Date(NOON).toISOString(),
    datacontenttype: "application/json",
    correlationid: id,
    data: null,
    ...rest,
  };
}

/** A revision of a workflow. */
export function aRecord(workflow_id: string, rest: Partial<WorkflowRecord> = {}): WorkflowRecord {
  return {
    workflow_id,
    revision: 1,
    status: "active",
    definition: { name: workflow_id, actions: [] },
    created_by: "ada",
    created_at: NOON,
    updated_by: "ada",
    updated_at: NOON,
    ...rest,
  };
}

/** The ids 00 … (or x00 …), which are ordered as they count. */
export function countedId(number: number, prefix = "x"): string {
  return `${prefix}${number.toString().padStart(5, "0")}`;
}
