import type { Json } from "../json/json";
import type { Plan, PlanAction, PlanRetry } from "../plan/plan";
import { type Failure, type RunEvent, type RunEvents, event, unitEvent, unitRef } from "./events";
import { type RunState, type UnitAt, type UnitState, unitAt } from "./state";

/** How an attempt failed, as the shell saw it. */
export interface AttemptError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** Wait at least this long (ms) before the next attempt. */
  readonly retryAfterMs?: number;
  readonly details?: Json;
}

/** A failed attempt with what its judgement needs of the outside. */
export interface FailedAttempt {
  readonly at: UnitAt;
  readonly error: AttemptError;
  /** ms since the epoch. */
  readonly now: number;
  /** A number in [0, 1), for the jitter. */
  readonly random: number;
  /** The sequence of the signal that was taken and could not be used. */
  readonly signal?: number;
}

/**
 * How long to wait (ms) before the attempt after `failed` failed ones: exponential backoff with a cap
 * and full jitter.
 *
 * Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @example
 * retryDelay({ ...policy, initial_interval_ms: 100, backoff_coefficient: 2, jitter: false }, 3, 0); // 400
 */
export function retryDelay(policy: PlanRetry, failed: number, random: number): number {
  const grown = policy.initial_interval_ms * policy.backoff_coefficient ** (failed - 1);
  const capped = Math.min(grown, policy.max_interval_ms);
  return Math.round(policy.jitter ? capped * random : capped);
}

/** The event of a failed attempt of a unit: to be tried again, tolerated, or the execution's failure. */
export function failureEvent(plan: Plan, state: RunState, failed: FailedAttempt): RunEvent {
  const action = plan.actions[failed.at.action] as PlanAction;
  const unit = unitAt(state, failed.at) as UnitState;
  const used = unit.attempts - unit.attempts_before;
  const retry_at = state.phase === "draining" ? null : retryAt(action.retry, used, failed);
  const given = action.continue_on_error ? "continue" : "fail";
  return unitEvent("failed", {
    ...describeFailure(action, unit.attempts, failed),
    outcome: retry_at === null ? given : "retry",
    retry_at,
  });
}

/** The event of a failed attempt to undo a unit. The action's retry policy holds for its compensation too. */
export function compensationFailureEvent(plan: Plan, state: RunState, failed: FailedAttempt): RunEvent {
  const action = plan.actions[failed.at.action] as PlanAction;
  const attempts = state.compensation?.attempts ?? 1;
  const retry_at = retryAt(action.retry, attempts, failed);
  const data = describeFailure(action, attempts, failed);
  return event("compensation.failed", { ...data, outcome: retry_at === null ? "fail" : "retry", retry_at });
}

function retryAt(policy: PlanRetry, used: number, { error, now, random }: FailedAttempt): number | null {
  const isFinal =
    !error.retryable || used >= policy.max_attempts || policy.non_retryable_codes.includes(error.code);
  return isFinal ? null : now + Math.max(retryDelay(policy, used, random), error.retryAfterMs ?? 0);
}

type Described = Omit<RunEvents["action.failed"], "outcome" | "retry_at">;

function describeFailure(
  action: PlanAction,
  attempt: number,
  { at, error, signal }: FailedAttempt,
): Described {
  const { code, message, details } = error;
  const place = unitRef(action.id, at.index);
  const failure: Failure = {
    code,
    message,
    ...place,
    attempt,
    ...(details === undefined ? {} : { details }),
  };
  return { ...place, attempt, error: failure, ...(signal === undefined ? {} : { signal }) };
}
