import type { Json, JsonObject } from "../json/json";

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

/** One piece of work: an action, or one item of a `for_each` action. */
export interface UnitRef {
  readonly action_id: string;
  readonly index?: number;
}

/** What becomes of a failed attempt: another one at `retry_at` (ms), the action's end, or a failure that is tolerated. */
export type FailureOutcome = "retry" | "fail" | "continue";

/** What a waiting unit waits for. Times are ms since the epoch. */
export type WaitFor =
  | { readonly kind: "time"; readonly until: number }
  | {
      readonly kind: "signal";
      readonly signal: string;
      readonly expires_at: number | null;
      readonly schema: Json;
    }
  | { readonly kind: "child"; readonly execution_id: string; readonly workflow_id: string }
  | {
      readonly kind: "event";
      readonly event_type: string;
      /** An expression over the event; null: any. */
      readonly filter: string | null;
      /** What the filter reads as `$values`. */
      readonly values: Json;
      /** The event's correlation id; null: any. */
      readonly correlation: string | null;
      readonly expires_at: number | null;
    };

/** The execution that a `run_workflow` action belongs to. */
export interface ParentRef extends UnitRef {
  readonly execution_id: string;
  readonly attempt: number;
}

/** Secrets that an execution was handed by whoever started it, besides its secret parameters. */
export interface InheritedSecrets {
  /** The parameters that hold some, and so are sealed and masked as secret ones are. */
  readonly parameters: readonly string[];
  /** The secrets themselves, sealed: a list of texts as JSON. */
  readonly sealed: string;
}

/** The trigger that started an execution. */
export interface TriggerRef {
  readonly type: "schedule" | "event" | "webhook";
  /** Its place in the definition's `triggers`, from 0. */
  readonly index: number;
  /** For a schedule: the time that had come (ISO 8601, UTC), whenever the execution really started. */
  readonly scheduled_at?: string;
  /** For an event: which one it was. */
  readonly event?: { readonly id: string; readonly source: string; readonly type: string };
  /** For a webhook: the request's id, and the path it came to. */
  readonly webhook?: { readonly id: string; readonly path: string };
}

type Attempt = UnitRef & { readonly attempt: number };
type Failed = Attempt & {
  readonly error: Failure;
  readonly outcome: FailureOutcome;
  readonly retry_at: number | null;
  /** The sequence of the signal that a `wait_for_signal` took and could not use. */
  readonly signal?: number;
};

/** The trace that an execution belongs to: W3C Trace Context and Baggage. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
  /** What goes along with the trace: names with values. */
  readonly baggage?: Readonly<Record<string, string>>;
}

/** Everything that can happen to an execution, by type, with its data. */
export interface RunEvents {
  "execution.created": TraceContext & {
    readonly workflow_id: string;
    readonly workflow_revision: number;
    readonly workflow_name: string;
    /** With defaults; the values of secret parameters are sealed. */
    readonly parameters: JsonObject;
    readonly created_by: string;
    readonly correlation_id: string;
    readonly parent: ParentRef | null;
    /** How many `run_workflow` actions, and triggers of events of executions, stand above. */
    readonly depth: number;
    readonly rerun_of: string | null;
    readonly concurrency_key: string | null;
    /** There for an execution that a trigger started. */
    readonly trigger?: TriggerRef;
    /** There for an execution whose parameters hold secrets of its starter. */
    readonly inherited?: InheritedSecrets;
  };
  "execution.started": { readonly deadline: number | null };
  "execution.paused": { readonly by: string };
  "execution.resumed": { readonly by: string };
  "execution.cancelling": { readonly by: string; readonly error: Failure };
  /** The execution fails for a reason that is no action's: its timeout, or an output that can't be computed. */
  "execution.failing": { readonly error: Failure };
  "execution.retried": { readonly by: string };
  "execution.completed": { readonly result: Json };
  "execution.failed": { readonly error: Failure };
  "execution.cancelled": { readonly error: Failure };
  "signal.received": { readonly name: string; readonly payload: Json; readonly by: string };
  "action.skipped": { readonly action_id: string; readonly reason: "condition" | "dependency" };
  /** A `for_each` gave this many items. */
  "action.expanded": { readonly action_id: string; readonly count: number };
  /** An attempt of an action, or of one item when `index` is there, begins. */
  "action.started": Attempt;
  "action.waiting": Attempt & { readonly wait: WaitFor };
  /** `signal` is the sequence of the signal that a `wait_for_signal` took. */
  "action.completed": Attempt & { readonly output: Json; readonly signal?: number };
  "action.failed": Failed;
  "action.cancelled": Attempt;
  /** A plugin's own event. */
  "action.emitted": UnitRef & { readonly event_type: string; readonly payload: Json };
  "item.started": Attempt;
  "item.waiting": Attempt & { readonly wait: WaitFor };
  "item.completed": Attempt & { readonly output: Json; readonly signal?: number };
  "item.failed": Failed;
  "item.cancelled": Attempt;
  "compensation.started": Attempt;
  "compensation.completed": Attempt;
  "compensation.failed": Failed;
}

/** An event's type. */
export type RunEventType = keyof RunEvents;

/** An event that is about to be recorded. */
export type RunEvent = {
  [Type in RunEventType]: { readonly type: Type; readonly data: RunEvents[Type] };
}[RunEventType];

/** An event with its place and time in the execution's journal. */
export type RecordedEvent = RunEvent & {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** ms since the epoch. */
  readonly time: number;
};

/** Makes an event. */
export function event<Type extends RunEventType>(type: Type, data: RunEvents[Type]): RunEvent {
  return { type, data } as RunEvent;
}

/** The event of a unit: `action.…` for an action, `item.…` for an item. */
export function unitEvent<Name extends UnitEventName>(
  name: Name,
  data: RunEvents[`action.${Name}`],
): RunEvent {
  return event(data.index === undefined ? ACTION_EVENTS[name] : ITEM_EVENTS[name], data as never);
}

type UnitEventName = "started" | "waiting" | "completed" | "failed" | "cancelled";

// Constants, as a type that is put together anew for each event is slow to look up.
const ACTION_EVENTS: { readonly [Name in UnitEventName]: `action.${Name}` } = {
  started: "action.started",
  waiting: "action.waiting",
  completed: "action.completed",
  failed: "action.failed",
  cancelled: "action.cancelled",
};
const ITEM_EVENTS: { readonly [Name in UnitEventName]: `item.${Name}` } = {
  started: "item.started",
  waiting: "item.waiting",
  completed: "item.completed",
  failed: "item.failed",
  cancelled: "item.cancelled",
};

/** The reference to a unit, without an `index` key for a plain action. */
export function unitRef(action_id: string, index: number | undefined): UnitRef {
  return index === undefined ? { action_id } : { action_id, index };
}
