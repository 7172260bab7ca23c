import type { Failure, Plan, PlanAction } from "@tutti/core";
import type { FailureOutcome, RecordedEvent } from "@tutti/core/runtime";

/** How an attempt ended, or that it waits. `retried` and `tolerated` are failures that do not fail the execution. */
export type Outcome = "waiting" | "completed" | "cancelled" | "failed" | "retried" | "tolerated";

/** What one attempt of an action, of an item or of a compensation has come to. */
export interface UnitEvent {
  /** Names the piece of work among all of its execution. */
  readonly key: string;
  readonly isCompensation: boolean;
  /** Is it a `for_each` action itself? It has no attempts of its own, unless its list can't be made. */
  readonly isFan: boolean;
  readonly actionId: string;
  readonly actionType: string;
  readonly attempt: number;
  readonly index: number | undefined;
  /** ms since the epoch. */
  readonly time: number;
  /** null: the attempt begins. */
  readonly outcome: Outcome | null;
  /** Why it failed, without secrets. */
  readonly error: Failure | undefined;
}

/** What of a piece of work makes its {@link UnitEvent.key}. */
export interface UnitPlace {
  readonly actionId: string;
  readonly index: number | undefined;
  readonly isCompensation: boolean;
}

const OUTCOMES: Readonly<Record<string, Outcome | null>> = {
  started: null,
  waiting: "waiting",
  completed: "completed",
  cancelled: "cancelled",
  failed: "failed",
};

const FAILURES: Readonly<Record<FailureOutcome, Outcome>> = {
  retry: "retried",
  continue: "tolerated",
  fail: "failed",
};

/** The fields that events of attempts have, each where it is due. */
interface UnitData {
  readonly action_id: string;
  readonly attempt: number;
  readonly index?: number;
  readonly error?: Failure;
  readonly outcome?: FailureOutcome;
}

/** The key of a piece of work. */
export function unitKey({ actionId, index, isCompensation }: UnitPlace): string {
  return `${isCompensation ? "undo" : "run"}:${index ?? ""}:${actionId}`;
}

/** Reads an event of an attempt; undefined for all other events. */
export function unitEvent({ type, data, time }: RecordedEvent, plan: Plan): UnitEvent | undefined {
  const [family = "", step = ""] = type.split(".");
  const outcome = OUTCOMES[step];
  if (outcome === undefined || !["action", "item", "compensation"].includes(family)) return undefined;
  const { action_id: actionId, attempt, index, error, outcome: failure } = data as UnitData;
  const isCompensation = family === "compensation";
  const action = plan.actions[plan.positions.get(actionId) ?? -1];
  return {
    key: unitKey({ actionId, index, isCompensation }),
    isCompensation,
    isFan: family === "action" && action?.for_each != null,
    actionId,
    actionType: typeOf(action, isCompensation),
    attempt,
    index,
    time,
    outcome: failure === undefined ? outcome : FAILURES[failure],
    error,
  };
}

function typeOf(action: PlanAction | undefined, isCompensation: boolean): string {
  return (isCompensation ? action?.compensation?.type : action?.type) ?? "";
}
