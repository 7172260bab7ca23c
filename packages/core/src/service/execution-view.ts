import { maskParameters, rowOf, type Snapshot } from "../engine";
import type { Json, JsonObject } from "../json/json";
import type { ExecutionRow, ExecutionStatus } from "../ports";
import type { ActionState, ActionStatus, Failure, TriggerRef } from "../run";

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

/** An execution as a list shows it. */
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
export interface Execution<Result = Json> extends ExecutionSummary {
  readonly parameters: JsonObject;
  /** By action_id. */
  readonly actions: Readonly<Record<string, ActionView>>;
  /** The workflow's outputs; null until it has completed, and for a workflow without outputs. */
  readonly result: Result;
  /** The execution this one repeats. */
  readonly rerun_of: string | null;
  /** The trigger that started it, and the time or event it did so for. */
  readonly trigger: TriggerRef | null;
}

/** An execution as users see it. */
export function toExecution({ plan, state }: Snapshot): Execution {
  return {
    ...toSummary(rowOf(state, null)),
    parameters: maskParameters(plan.definition, state),
    actions: Object.fromEntries(
      plan.actions.map((action) => [action.id, toActionView(state.actions[action.position] as ActionState)]),
    ),
    result: state.result,
    rerun_of: state.rerun_of,
    trigger: state.trigger,
  };
}

/** A row of the read model as users see it. */
export function toSummary(row: ExecutionRow): ExecutionSummary {
  return {
    execution_id: row.execution_id,
    workflow_id: row.workflow_id,
    workflow_revision: row.workflow_revision,
    workflow_name: row.workflow_name,
    status: row.status,
    created_by: row.created_by,
    correlation_id: row.correlation_id,
    parent_execution_id: row.parent_execution_id,
    error: row.error as Failure | null,
    created_at: toIso(row.created_at),
    started_at: toIsoOrNull(row.started_at),
    completed_at: toIsoOrNull(row.completed_at),
  };
}

const REMEMBERED = 256;
const rememberedMs = new Float64Array(REMEMBERED).fill(Number.NaN);
const rememberedIso: string[] = Array.from({ length: REMEMBERED }, () => "");

/** ms since the epoch as ISO 8601. Executions that run side by side share their ms, so the last texts are kept. */
export function toIso(ms: number): string {
  const place = ms % REMEMBERED;
  const known = rememberedMs[place] === ms ? rememberedIso[place] : undefined;
  if (known !== undefined) return known;
  const iso = new Date(ms).toISOString();
  rememberedMs[place] = ms;
  rememberedIso[place] = iso;
  return iso;
}

function toIsoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms);
}

function toActionView(action: ActionState): ActionView {
  const { status, attempts, output, error, started_at, completed_at, items } = action;
  return {
    status,
    attempts,
    output,
    error,
    started_at: toIsoOrNull(started_at),
    completed_at: toIsoOrNull(completed_at),
    ...(items === null ? {} : { items: countItems(items.units) }),
  };
}

function countItems(units: readonly { readonly status: ActionStatus }[]): NonNullable<ActionView["items"]> {
  const count = (status: ActionStatus): number => units.filter((unit) => unit.status === status).length;
  return { total: units.length, completed: count("completed"), failed: count("failed") };
}
