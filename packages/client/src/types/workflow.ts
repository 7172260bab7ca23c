import type { WorkflowDefinition } from "./definition";
import type { Problem } from "../errors";

/** A stored workflow: its definition, and what the server knows of it. Times are ISO 8601, UTC. */
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

/** An action of a plan. */
export interface PlannedAction {
  readonly action_id: string;
  readonly action_type: string;
  /** `cleanup`: it stands in `on_failure`. */
  readonly stage: "main" | "cleanup";
  /** Everything it waits for: what `depends_on` names and what its templates read. */
  readonly waits_for: readonly { readonly action_id: string; readonly on: readonly string[] | null }[];
  readonly has_condition: boolean;
  readonly is_for_each: boolean;
}

/** What a definition is worth, without storing it. */
export interface ValidationResult {
  readonly valid: boolean;
  readonly errors: readonly Problem[];
  /** What waits for what; null for a definition that is not valid. */
  readonly plan: { readonly actions: readonly PlannedAction[] } | null;
}

/** What can be changed without giving the whole definition; null removes. */
export interface WorkflowChanges {
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly status?: "active" | "inactive";
}

/** A page of a list. */
export interface Paged {
  /** Goes on behind this page; null: it was the last one. */
  readonly next_cursor: string | null;
}

/** A page of workflows, newest first. */
export interface WorkflowPage extends Paged {
  readonly workflows: readonly Workflow[];
}

/** Which page of a list. */
export interface PageQuery {
  /** Rows a page: 1 to 1000, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Which workflows to list. */
export interface WorkflowQuery extends PageQuery {
  /** A text that the name or description contains. */
  readonly q?: string;
  readonly tag?: string;
  readonly status?: "active" | "inactive";
  readonly created_by?: string;
}
