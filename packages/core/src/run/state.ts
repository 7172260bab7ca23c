import type { Json, JsonObject } from "../json/json";
import type { Plan, PlanAction } from "../plan/plan";
import type {
  Failure,
  InheritedSecrets,
  ParentRef,
  RecordedEvent,
  TriggerRef,
  UnitRef,
  WaitFor,
} from "./events";

/** A status of an execution. */
export type RunStatus = "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";

/** The statuses of an action. */
export const ACTION_STATUSES = [
  "pending",
  "running",
  "waiting",
  "completed",
  "failed",
  "skipped",
  "cancelled",
  "compensated",
] as const;

/** A status of an action. */
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** What a unit in status `waiting` waits for: something of the outside, or its next attempt. */
export type UnitWait = WaitFor | { readonly kind: "retry"; readonly at: number };

/** Where one unit (an action, or one item of a `for_each`) stands. */
export interface UnitState {
  status: ActionStatus;
  /** Attempts begun, over all retries of the execution. */
  attempts: number;
  /** Attempts begun before the execution was last retried: the retry policy counts from here. */
  attempts_before: number;
  /** How often the unit was compensated and reset; part of the idempotency key, as its effect was undone. */
  generation: number;
  output: Json;
  error: Failure | null;
  /** Failed, and the workflow goes on (`on_error: continue`). */
  tolerated: boolean;
  wait: UnitWait | null;
  started_at: number | null;
  completed_at: number | null;
}

/** The items of a `for_each` action. */
export interface ItemsState {
  readonly units: UnitState[];
  /** The next item that has not begun. */
  next: number;
  /** Items running or waiting. */
  active: number;
  /** Items not ended. */
  open: number;
  /** The first item whose failure is the action's failure. */
  failed: number | null;
}

/** Where an action stands. */
export interface ActionState extends UnitState {
  /** Dependencies that have not ended. */
  unmet: number;
  /** A dependency ended in a way that this action does not accept: it will be skipped. */
  refused: boolean;
  items: ItemsState | null;
}

/** A unit by position, as the state keeps it. */
export interface UnitAt {
  readonly action: number;
  readonly index?: number;
}

/** A signal that no action has taken yet. */
export interface PendingSignal {
  readonly sequence: number;
  readonly name: string;
  readonly payload: Json;
}

/** The compensation that is going on. */
export interface CompensationState {
  /** Units still to be compensated; the last one is next. */
  readonly queue: UnitAt[];
  status: "idle" | "running" | "waiting";
  attempts: number;
  retry_at: number | null;
}

/**
 * Which part of its life an execution is in: `created` (waits for a free slot), `main`, then, when it
 * fails or is cancelled, `draining` (running actions stop), `compensating`, `cleanup` (`on_failure`)
 * and `closing`; at last `ended`.
 */
export type Phase = "created" | "main" | "draining" | "compensating" | "cleanup" | "closing" | "ended";

/** Everything known of an execution: the fold of its events. Plain data; `evolve` changes it in place. */
export interface RunState {
  execution_id: string;
  workflow_id: string;
  workflow_revision: number;
  workflow_name: string;
  parameters: JsonObject;
  created_by: string;
  correlation_id: string;
  traceparent: string;
  tracestate?: string;
  baggage?: Readonly<Record<string, string>>;
  parent: ParentRef | null;
  depth: number;
  rerun_of: string | null;
  concurrency_key: string | null;
  trigger: TriggerRef | null;
  inherited: InheritedSecrets | null;
  phase: Phase;
  paused: boolean;
  /** How the execution will end, once it fails or is cancelled. */
  ending: { readonly status: "failed" | "cancelled"; readonly error: Failure } | null;
  status: RunStatus;
  result: Json;
  created_at: number;
  started_at: number | null;
  completed_at: number | null;
  /** The whole execution must have ended by then (ms). */
  deadline: number | null;
  actions: ActionState[];
  /** Main actions, or cleanup actions in that phase, that have not ended. */
  open: number;
  /** Units running (not waiting). */
  running: number;
  /** Units waiting. */
  waiting: number;
  /** Units waiting for a child execution. */
  children: number;
  /** `for_each` actions at work; their items are counted as units, they are not. */
  fans: number;
  signals: PendingSignal[];
  /** Units waiting for a signal, oldest first. */
  listeners: UnitAt[];
  /** Completed units that have a compensation, in the order of their completion. */
  compensable: UnitAt[];
  compensation: CompensationState | null;
  /** Actions whose dependencies were met by the last event. */
  fresh: number[];
  /** The event that led here; null before the first. */
  last: RecordedEvent | null;
}

/** A unit that has done nothing yet. */
export function newUnit(): UnitState {
  return {
    status: "pending",
    attempts: 0,
    attempts_before: 0,
    generation: 0,
    output: null,
    error: null,
    tolerated: false,
    wait: null,
    started_at: null,
    completed_at: null,
  };
}

// Written out: a spread takes ten times the memory, and every execution begins with one for each action.
function newAction({ waits_for }: PlanAction): ActionState {
  return {
    status: "pending",
    attempts: 0,
    attempts_before: 0,
    generation: 0,
    output: null,
    error: null,
    tolerated: false,
    wait: null,
    started_at: null,
    completed_at: null,
    unmet: waits_for.length,
    refused: false,
    items: null,
  };
}

/** The state before the first event. */
export function initialState(plan: Plan, executionId: string): RunState {
  return {
    execution_id: executionId,
    workflow_id: "",
    workflow_revision: 0,
    workflow_name: "",
    parameters: {},
    created_by: "",
    correlation_id: "",
    traceparent: "",
    parent: null,
    depth: 0,
    rerun_of: null,
    concurrency_key: null,
    trigger: null,
    inherited: null,
    phase: "created",
    paused: false,
    ending: null,
    status: "pending",
    result: null,
    created_at: 0,
    started_at: null,
    completed_at: null,
    deadline: null,
    actions: plan.actions.map(newAction),
    open: plan.main,
    running: 0,
    waiting: 0,
    children: 0,
    fans: 0,
    signals: [],
    listeners: [],
    compensable: [],
    compensation: null,
    fresh: [],
    last: null,
  };
}

/** The state of a unit, or undefined when there is no such unit. */
export function unitAt(state: RunState, at: UnitAt): UnitState | undefined {
  const action = state.actions[at.action];
  return at.index === undefined ? action : action?.items?.units[at.index];
}

/** Where a unit stands in the plan's order. Throws a RangeError for an action the plan does not have. */
export function locate(plan: Plan, ref: UnitRef): UnitAt {
  const action = plan.positions.get(ref.action_id);
  if (action === undefined) throw new RangeError(`The plan has no action "${ref.action_id}".`);
  return ref.index === undefined ? { action } : { action, index: ref.index };
}

/** True for a unit that is at work or waits: one that has begun and not ended. */
export function isActive(unit: UnitState): boolean {
  return unit.status === "running" || unit.status === "waiting";
}

/** True while {@link RunState.phase} may start main or cleanup actions. */
export function startsActions(phase: Phase): boolean {
  return phase === "main" || phase === "cleanup";
}
