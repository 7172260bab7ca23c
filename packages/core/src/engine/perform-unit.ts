import type { PlanAction } from "../plan";
import { failureEvent, type UnitAt, unitAt, unitEvent, unitRef } from "../run";
import { Attempt, stopError, timeoutError } from "./attempt";
import { startWork } from "./start-work";
import { toAttemptError } from "./failures";
import { itemsOf } from "./perform-prepare";
import type { RunContext } from "./run-context";
import { when } from "./when";
import type { WorkOutcome } from "./work";

/** Runs an attempt of an action or of an item, and records how it came out. */
export function performRun(run: RunContext, at: UnitAt, number: number): void {
  const unit = unitAt(run.state, at);
  if (unit?.status !== "running" || unit.attempts !== number || run.attempts.get(at)?.number === number)
    return;
  const action = run.plan.actions[at.action] as PlanAction;
  const attempt = new Attempt(at, number);
  run.attempts.add(attempt);
  limitTime(run, action, attempt);
  const answer = (outcome: WorkOutcome): void => {
    run.attempts.remove(attempt);
    if (attempt.settle()) recordOutcome(run, attempt, outcome);
  };
  const failed = (error: unknown): void =>
    answer({ kind: "failed", error: toAttemptError(error, action.id) });
  when(() => (at.index === undefined ? [] : itemsOf(run, action)), {
    failed,
    ok: (items) => {
      const { config, type } = action;
      const item = at.index === undefined ? {} : { item: items[at.index] ?? null };
      const place = { references: config.references, at, ...item };
      startWork(run, { actionId: action.id, type, config, place, attempt, unit, purpose: "" }, answer);
    },
  });
}

/** Stops an attempt, and gives it some time to end by itself before it is left behind. */
export function performAbort(run: RunContext, at: UnitAt): void {
  const unit = unitAt(run.state, at);
  const action = run.plan.actions[at.action] as PlanAction;
  if (unit?.status !== "running") return;
  const attempt = run.attempts.get(at);
  if (attempt === undefined) {
    run.record(unitEvent("cancelled", { ...unitRef(action.id, at.index), attempt: unit.attempts }));
    return;
  }
  const { clock, limits, timers } = run.host.ports;
  attempt.isStopped = true;
  const leaveBehind = (): void => {
    run.attempts.remove(attempt);
    if (attempt.settle()) recordCancelled(run, attempt);
  };
  attempt.keepTimer(timers.schedule(clock.now() + limits.abortGraceMs, leaveBehind));
  attempt.abort(stopError(action.id));
}

function limitTime(run: RunContext, { id, timeout_ms }: PlanAction, attempt: Attempt): void {
  if (timeout_ms === null) return;
  const { clock, timers } = run.host.ports;
  const expire = (): void => {
    const error = timeoutError(id, timeout_ms);
    run.attempts.remove(attempt);
    const isLate = !attempt.settle();
    attempt.abort(error);
    if (!isLate) recordOutcome(run, attempt, { kind: "failed", error: toAttemptError(error, id) });
  };
  attempt.keepTimer(timers.schedule(clock.now() + timeout_ms, expire));
}

function recordOutcome(run: RunContext, attempt: Attempt, outcome: WorkOutcome): void {
  const { at, number } = attempt;
  const action = run.plan.actions[at.action] as PlanAction;
  const place = { ...unitRef(action.id, at.index), attempt: number };
  if (outcome.kind === "completed") {
    run.record(unitEvent("completed", { ...place, output: outcome.output }));
  } else if (attempt.isStopped) {
    recordCancelled(run, attempt);
  } else if (outcome.kind === "waiting") {
    run.record(unitEvent("waiting", { ...place, wait: outcome.wait }));
  } else {
    const { clock, random } = run.host.ports;
    const failed = { at, error: outcome.error, now: clock.now(), random: random.next() };
    run.record(failureEvent(run.plan, run.state, failed));
  }
}

function recordCancelled(run: RunContext, { at, number }: Attempt): void {
  const { id } = run.plan.actions[at.action] as PlanAction;
  run.record(unitEvent("cancelled", { ...unitRef(id, at.index), attempt: number }));
}
