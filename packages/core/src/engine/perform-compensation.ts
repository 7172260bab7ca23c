import type { Json } from "../json/json";
import type { PlanAction } from "../plan";
import { compensationFailureEvent, event, type UnitAt, type UnitState, unitAt, unitRef } from "../run";
import { Attempt, timeoutError } from "./attempt";
import { toAttemptError } from "./failures";
import { itemsOf } from "./perform-prepare";
import type { RunContext } from "./run-context";
import { performWork } from "./perform-work";
import { when } from "./when";
import type { Work, WorkOutcome } from "./work";

/** Runs an attempt to undo a completed unit, and records how it came out. */
export function performCompensation(run: RunContext, at: UnitAt, number: number): void {
  const { compensation } = run.state;
  const isDue = compensation?.status === "running" && compensation.attempts === number;
  if (!isDue || run.attempts.get(at) !== undefined) return;
  const action = run.plan.actions[at.action] as PlanAction;
  const attempt = new Attempt(at, number);
  run.attempts.add(attempt);
  const answer = (outcome: WorkOutcome): void => {
    run.attempts.remove(attempt);
    if (attempt.settle()) recordOutcome(run, attempt, outcome);
  };
  const failed = (error: unknown): void =>
    answer({ kind: "failed", error: toAttemptError(error, action.id) });
  limitTime(run, action, { attempt, failed });
  when(() => (at.index === undefined ? [] : itemsOf(run, action)), {
    failed,
    ok: (items) =>
      performWork(run, workOf(run, action, { attempt, item: items[at.index ?? 0] ?? null }), answer),
  });
}

function workOf(
  run: RunContext,
  action: PlanAction,
  { attempt, item }: { attempt: Attempt; item: Json },
): Work {
  const { at } = attempt;
  const { type, config } = action.compensation as NonNullable<PlanAction["compensation"]>;
  const place = {
    references: config.references,
    at,
    isCompensation: true,
    ...(at.index === undefined ? {} : { item }),
  };
  const unit = unitAt(run.state, at) as UnitState;
  return { actionId: action.id, type, config, place, attempt, unit, purpose: "compensation:" };
}

interface TimeLimit {
  readonly attempt: Attempt;
  readonly failed: (error: unknown) => void;
}

function limitTime(run: RunContext, { id, timeout_ms }: PlanAction, { attempt, failed }: TimeLimit): void {
  if (timeout_ms === null) return;
  const { clock, timers } = run.host.ports;
  const expire = (): void => {
    const error = timeoutError(id, timeout_ms);
    failed(error);
    attempt.abort(error);
  };
  attempt.keepTimer(timers.schedule(clock.now() + timeout_ms, expire));
}

function recordOutcome(run: RunContext, { at, number }: Attempt, outcome: WorkOutcome): void {
  const { id } = run.plan.actions[at.action] as PlanAction;
  // Control actions that wait are refused as compensations when the workflow is created.
  if (outcome.kind !== "failed") {
    run.record(event("compensation.completed", { ...unitRef(id, at.index), attempt: number }));
    return;
  }
  const { clock, random } = run.host.ports;
  const failed = { at, error: outcome.error, now: clock.now(), random: random.next() };
  run.record(compensationFailureEvent(run.plan, run.state, failed));
}
