import type { ExecutionRow } from "@tutti/core/runtime";
import type { Cell } from "../file/driver";
import { fromCell, toCell } from "../file/text";

/** The columns of an execution, as every query of rows selects them. */
export const ROW_COLUMNS = `execution, execution_id, workflow_id, workflow_revision, workflow_name, status, created_by,
  correlation_id, parent_execution_id, created_at, started_at, completed_at, error, wakes_at,
  (SELECT max(last_sequence) FROM journal WHERE journal.execution = executions.execution) AS sequence`;

/** An execution's row as SQLite gives it. */
export type StoredRow = {
  readonly [Key in keyof ExecutionRow]: Key extends "error" ? string | null : ExecutionRow[Key];
} & {
  /** The execution's number: executions are numbered as they come. */
  readonly execution: number;
};

/** A row of a list from the row that SQLite gave. */
export function fromStored(row: StoredRow): ExecutionRow {
  const error = row.error === null ? null : (JSON.parse(row.error) as ExecutionRow["error"]);
  return {
    execution_id: fromCell(row.execution_id),
    workflow_id: fromCell(row.workflow_id),
    workflow_revision: row.workflow_revision,
    workflow_name: fromCell(row.workflow_name),
    status: row.status,
    created_by: fromCell(row.created_by),
    correlation_id: fromCell(row.correlation_id),
    parent_execution_id: row.parent_execution_id === null ? null : fromCell(row.parent_execution_id),
    created_at: row.created_at,
    started_at: row.started_at,
    completed_at: row.completed_at,
    error,
    sequence: row.sequence,
    wakes_at: row.wakes_at,
  };
}

/** What stays as it was created, in the order of {@link FIXED_COLUMNS}. */
export function fixedCells(row: ExecutionRow): Cell[] {
  return [
    toCell(row.workflow_id),
    row.workflow_revision,
    toCell(row.workflow_name),
    toCell(row.created_by),
    toCell(row.correlation_id),
    row.parent_execution_id === null ? null : toCell(row.parent_execution_id),
    row.created_at,
  ];
}

/** The columns that never change, in practice: an update of them touches every index. */
export const FIXED_COLUMNS = [
  "workflow_id",
  "workflow_revision",
  "workflow_name",
  "created_by",
  "correlation_id",
  "parent_execution_id",
  "created_at",
] as const;

/** The columns that change as an execution goes on. */
export const STATE_COLUMNS = [
  "status",
  "started_at",
  "completed_at",
  "error",
  "wakes_at",
  "sequence",
] as const;

/** The cells of {@link STATE_COLUMNS}. */
export function stateCells(row: ExecutionRow): Cell[] {
  const error = row.error === null ? null : JSON.stringify(row.error);
  return [row.status, row.started_at, row.completed_at, error, row.wakes_at, row.sequence];
}

/** Which part of a row is another one now? */
export function changeOf(before: ExecutionRow, after: ExecutionRow): "nothing" | "state" | "everything" {
  if (FIXED_COLUMNS.some((column) => before[column] !== after[column])) return "everything";
  const isSame =
    before.status === after.status &&
    before.started_at === after.started_at &&
    before.completed_at === after.completed_at &&
    before.wakes_at === after.wakes_at &&
    isSameJson(before.error, after.error);
  // The row of an ended execution says where its journal ends, so that a check finds out when some is missing.
  const isPlaced = after.completed_at === null || before.sequence === after.sequence;
  return isSame && isPlaced ? "nothing" : "state";
}

function isSameJson(a: ExecutionRow["error"], b: ExecutionRow["error"]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
