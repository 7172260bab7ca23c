import type { WorkflowDefinition } from "../definition";
import type { WorkflowRecord } from "../ports";
import { toIso } from "./execution-view";

/** A stored workflow: its definition, and what the store knows of it. Times are ISO 8601, UTC. */
export interface Workflow extends WorkflowDefinition {
  readonly workflow_id: string;
  /** 1 for the first, one more with each update. */
  readonly revision: number;
  readonly status: "active" | "inactive";
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
}

/** A record of the store as users see it. */
export function toWorkflow(record: WorkflowRecord): Workflow {
  const { created_at, created_by, definition, revision, status, updated_at, updated_by, workflow_id } =
    record;
  return {
    ...(definition as unknown as WorkflowDefinition),
    workflow_id,
    revision,
    status,
    created_by,
    updated_by,
    created_at: toIso(created_at),
    updated_at: toIso(updated_at),
  };
}
