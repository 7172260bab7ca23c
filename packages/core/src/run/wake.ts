import type { Plan, PlanAction } from "../plan/plan";
import type { Command, RunTimer } from "./commands";
import { startCompensation, startUnit } from "./decide-unit";
import { event, type Failure, unitEvent, unitRef } from "./events";
import { failureEvent } from "./retry";
import { type RunState, startsActions, type UnitAt, type UnitState, type UnitWait, unitAt } from "./state";
import { describe } from "../errors";

/** A timer that fired, and when. */
export interface Wake {
  readonly timer: RunTimer;
  /** ms since the epoch. */
  readonly now: number;
}

/** What is to be done because a timer fired. Pure; a timer that is out of date gives nothing. */
export function wake(plan: Plan, state: RunState, { timer, now }: Wake): Command[] {
  switch (timer.kind) {
    case "deadline":
      return wakeDeadline(plan, state, now);
    case "unit":
      return wakeUnit(plan, state, { ...timer, now });
    case "compensation":
      return wakeCompensation(plan, state, timer.attempt);
  }
}

function wakeDeadline(plan: Plan, state: RunState, now: number): Command[] {
  if (state.phase !== "main" || state.deadline === null || now < state.deadline) return [];
  const params = { seconds: (plan.timeout_ms ?? 0) / 1000 };
  const { message } = describe("EXECUTION_TIMEOUT", params);
  const error: Failure = { code: "EXECUTION_TIMEOUT", message, action_id: null, attempt: null };
  return [{ kind: "record", event: event("execution.failing", { error }) }];
}

function wakeCompensation(plan: Plan, state: RunState, attempt: number): Command[] {
  const { compensation } = state;
  const at = compensation?.queue.at(-1);
  const isDue = compensation?.status === "waiting" && compensation.attempts === attempt && !state.paused;
  return isDue && at !== undefined ? [startCompensation(plan, at, attempt + 1)] : [];
}

interface DueUnit {
  readonly at: UnitAt;
  readonly attempt: number;
  readonly now: number;
}

function wakeUnit(plan: Plan, state: RunState, { at, attempt, now }: DueUnit): Command[] {
  const unit = unitAt(state, at);
  if (unit?.status !== "waiting" || unit.attempts !== attempt || !startsActions(state.phase)) return [];
  if (unit.wait === null || now < dueAt(unit.wait)) return [];
  switch (unit.wait.kind) {
    case "retry":
      return state.paused ? [] : [startUnit(plan, state, at)];
    case "time":
      return [endWait(plan, at, unit)];
    case "signal":
    case "event":
      return [expire(plan, state, { at, attempt, now })];
    case "child":
      return [];
  }
}

/** When time ends a wait (ms); Infinity: only something else does. */
function dueAt(wait: UnitWait): number {
  switch (wait.kind) {
    case "retry":
      return wait.at;
    case "time":
      return wait.until;
    case "signal":
    case "event":
      return wait.expires_at ?? Number.POSITIVE_INFINITY;
    case "child":
      return Number.POSITIVE_INFINITY;
  }
}

function endWait(plan: Plan, at: UnitAt, unit: UnitState): Command {
  const { id } = plan.actions[at.action] as PlanAction;
  const until = unit.wait?.kind === "time" ? unit.wait.until : 0;
  const data = {
    ...unitRef(id, at.index),
    attempt: unit.attempts,
    output: { until: new Date(until).toISOString() },
  };
  return { kind: "record", event: unitEvent("completed", data) };
}

function expire(plan: Plan, state: RunState, { at, now }: DueUnit): Command {
  const { id } = plan.actions[at.action] as PlanAction;
  const unit = unitAt(state, at);
  const place = { action_id: id, seconds: (now - (unit?.started_at ?? now)) / 1000 };
  const error = { ...expiry(unit?.wait, place), retryable: false };
  return { kind: "record", event: failureEvent(plan, state, { at, error, now, random: 0 }) };
}

type Place = { readonly action_id: string; readonly seconds: number };

function expiry(wait: UnitWait | null | undefined, place: Place): { code: string; message: string } {
  if (wait?.kind === "event") {
    const { message } = describe("EVENT_TIMEOUT", { ...place, event_type: wait.event_type });
    return { code: "EVENT_TIMEOUT", message };
  }
  const { message } = describe("SIGNAL_TIMEOUT", {
    ...place,
    signal: wait?.kind === "signal" ? wait.signal : "",
  });
  return { code: "SIGNAL_TIMEOUT", message };
}
