import type { Plan } from "../plan";
import type { ExecutionRow } from "../ports";
import type { RunState } from "../run";

/** A place in the queue of executions that are to begin. Holds no more than what is needed to call them. */
export interface Ticket {
  readonly executionId: string;
  readonly workflowId: string;
  /** The workflow's `concurrency`; null when it has none. */
  readonly gate: { readonly key: string; readonly limit: number } | null;
  /** A child is a part of an execution that was admitted: it takes no place of its own. */
  readonly isChild: boolean;
}

/** The ticket of an execution. */
export function ticketOf(plan: Plan, state: RunState): Ticket {
  const { concurrency } = plan;
  const { concurrency_key, execution_id, parent, workflow_id } = state;
  const key = concurrency === null ? "" : JSON.stringify([workflow_id, concurrency_key]);
  return {
    executionId: execution_id,
    workflowId: workflow_id,
    gate: concurrency === null ? null : { key, limit: concurrency.limit },
    isChild: parent !== null,
  };
}

/** The ticket of an execution of a workflow without `concurrency`. */
export function ticketOfRow({ execution_id, parent_execution_id, workflow_id }: ExecutionRow): Ticket {
  return {
    executionId: execution_id,
    workflowId: workflow_id,
    gate: null,
    isChild: parent_execution_id !== null,
  };
}
