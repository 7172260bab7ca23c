import type { WorkflowDefinition } from "../definition";
import type { CompiledExpression, CompiledTemplate } from "../expression";

/** How an action can end, as `depends_on … on` names it. */
export type Outcome = "completed" | "failed" | "skipped";

/** One thing an action waits for. */
export interface PlanDependency {
  /** Position of the awaited action in {@link Plan.actions}. */
  readonly action: number;
  /** The outcomes that let the waiting action run; null: the plain form, decided by the awaited action's `on_error`. */
  readonly on: readonly Outcome[] | null;
}

/** A retry policy with every value filled in. */
export interface PlanRetry {
  readonly max_attempts: number;
  readonly initial_interval_ms: number;
  readonly backoff_coefficient: number;
  readonly max_interval_ms: number;
  readonly jitter: boolean;
  readonly non_retryable_codes: readonly string[];
}

/** The undoing of an action. */
export interface PlanCompensation {
  readonly type: string;
  readonly config: CompiledTemplate;
}

/** One action, with everything that can be known before an execution starts. */
export interface PlanAction {
  readonly id: string;
  /** Its own position in {@link Plan.actions}. */
  readonly position: number;
  readonly type: string;
  /** `main` actions are the workflow; `cleanup` actions are its `on_failure`. */
  readonly stage: "main" | "cleanup";
  readonly waits_for: readonly PlanDependency[];
  /** Positions of the actions that wait for this one. */
  readonly dependents: readonly number[];
  readonly condition: CompiledExpression | null;
  readonly for_each: CompiledTemplate | null;
  /** How many items run at once; Infinity when the definition sets no bound. */
  readonly max_concurrency: number;
  readonly config: CompiledTemplate;
  readonly retry: PlanRetry;
  /** Per attempt, in ms; null: none. */
  readonly timeout_ms: number | null;
  readonly continue_on_error: boolean;
  readonly compensation: PlanCompensation | null;
}

/** A definition, compiled: what {@link decide} and the engine work from. Frozen; made once per revision. */
export interface Plan {
  readonly definition: WorkflowDefinition;
  /** The main actions in the definition's order, then the cleanup actions. */
  readonly actions: readonly PlanAction[];
  /** Positions by action_id. */
  readonly positions: ReadonlyMap<string, number>;
  /** How many of {@link Plan.actions} are main actions. */
  readonly main: number;
  readonly outputs: CompiledTemplate | null;
  /** Whole execution, in ms; null: none. */
  readonly timeout_ms: number | null;
  readonly concurrency: { readonly limit: number; readonly key: CompiledTemplate | null } | null;
}
