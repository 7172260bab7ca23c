import type { Json, JsonObject } from "./json";
import type { Paged, PageQuery } from "./workflow";

/** How an execution stands. */
export type ExecutionStatus =
  | "pending"
  | "running"
  | "waiting"
  | "paused"
  | "completed"
  | "failed"
  | "cancelled";

/** How an action of an execution stands. */
export type ActionStatus =
  | "pending"
  | "running"
  | "waiting"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "compensated";

/** Why an action or an execution failed. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly action_id: string | null;
  readonly attempt: number | null;
  /** The item of a `for_each` that failed. */
  readonly index?: number;
  readonly details?: Json;
}

/** An action of an execution. Times are ISO 8601, UTC. */
export interface ActionView {
  readonly status: ActionStatus;
  readonly attempts: number;
  readonly output: Json;
  readonly error: Failure | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  /** For a `for_each` action: how its items stand. */
  readonly items?: { readonly total: number; readonly completed: number; readonly failed: number };
}

/** The trigger that started an execution. */
export interface TriggerRef {
  readonly type: "schedule" | "event" | "webhook";
  /** Its place in the definition's `triggers`, from 0. */
  readonly index: number;
  readonly scheduled_at?: string;
  readonly event?: { readonly id: string; readonly source: string; readonly type: string };
  readonly webhook?: { readonly id: string; readonly path: string };
}

/** An execution as a list shows it. Times are ISO 8601, UTC. */
export interface ExecutionSummary {
  readonly execution_id: string;
  readonly workflow_id: string;
  readonly workflow_revision: number;
  readonly workflow_name: string;
  readonly status: ExecutionStatus;
  readonly error: Failure | null;
  readonly created_by: string;
  readonly correlation_id: string;
  readonly parent_execution_id: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** An execution, whole. Values of secret parameters are masked. */
export interface Execution extends ExecutionSummary {
  readonly parameters: JsonObject;
  /** By action_id. */
  readonly actions: Readonly<Record<string, ActionView>>;
  /** The workflow's outputs; null until it has completed, and for a workflow without outputs. */
  readonly result: Json;
  readonly rerun_of: string | null;
  readonly trigger: TriggerRef | null;
  /** How many of its actions there are, and how they stand. */
  readonly progress: {
    readonly total: number;
    readonly ended: number;
    readonly running: number;
    readonly failed: number;
    readonly skipped: number;
  };
}

/** A page of executions, newest first. */
export interface ExecutionPage extends Paged {
  readonly executions: readonly ExecutionSummary[];
}

/** Which executions to list. Times are ISO 8601. */
export interface ExecutionQuery extends PageQuery {
  readonly workflow_id?: string;
  readonly status?: ExecutionStatus | readonly ExecutionStatus[];
  readonly created_by?: string;
  readonly correlation_id?: string;
  /** Created at or after. */
  readonly since?: string;
  /** Created before. */
  readonly until?: string;
}

const ENDED: ReadonlySet<ExecutionStatus> = new Set(["completed", "failed", "cancelled"]);

/** Has the execution ended? It has not gone on for ever: a failed or cancelled one can be retried. */
export function hasEnded({ status }: Pick<ExecutionSummary, "status">): boolean {
  return ENDED.has(status);
}
