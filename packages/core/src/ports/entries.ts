import type { Json, JsonObject } from "../json/json";
import type { ExecutionStatus } from "./status";

/** One entry of an execution's journal. Entries are never changed. */
export interface JournalEntry {
  readonly execution_id: string;
  /** 1 for the execution's first entry, then without gaps. */
  readonly sequence: number;
  /** ms since the epoch. */
  readonly time: number;
  /** The event's type, such as `action.completed`. */
  readonly type: string;
  readonly data: JsonObject;
}

/** An execution as lists show it: a projection, written together with the entries it follows from. */
export interface ExecutionRow {
  readonly execution_id: string;
  readonly workflow_id: string;
  readonly workflow_revision: number;
  readonly workflow_name: string;
  readonly status: ExecutionStatus;
  readonly created_by: string;
  readonly correlation_id: string;
  /** The execution whose `run_workflow` action started this one. */
  readonly parent_execution_id: string | null;
  /** All times are ms since the epoch. */
  readonly created_at: number;
  readonly started_at: number | null;
  readonly completed_at: number | null;
  readonly error: Json;
  /** The sequence of the newest entry. */
  readonly sequence: number;
  /**
   * When a waiting execution has to be taken up by itself (ms): its next timer, or a time that has passed
   * when it waits for something inside. Null: nothing but a signal or a request goes on with it.
   */
  readonly wakes_at: number | null;
}
