import type { Json } from "../json/json";
import type { PlanAction } from "../plan";
import { failureEvent, type UnitAt, unitAt, unitEvent, unitRef } from "../run";
import { Attempt, stopError, timeoutError } from "./attempt";
import { performWork } from "./perform-work";
import { toAttemptError } from "./failures";
import { itemsOf } from "./perform-prepare";
import type { RunContext } from "./run-context";
import type { ScopePlace } from "./scope";
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
  const begin = (place: ScopePlace): void => {
    const { config, id: actionId, type } = action;
    performWork(run, { actionId, type, config, place, attempt, unit, purpose: "" }, answer);
  };
  const { references } = action.config;
  if (at.index === undefined) begin({ references, at });
  else
    beginItem(run, { action, index: at.index }, { answer, begin: (item) => begin({ references, at, item }) });
}

interface ItemSteps {
  readonly answer: (outcome: WorkOutcome) => void;
  readonly begin: (item: Json) => void;
}

/** The items may have to be evaluated anew, after a restart. */
function beginItem(
  run: RunContext,
  { action, index }: { action: PlanAction; index: number },
  { answer, begin }: ItemSteps,
): void {
  when(() => itemsOf(run, action), {
    failed: (error) => answer({ kind: "failed", error: toAttemptError(error, action.id) }),
    ok: (items) => begin(items[index] ?? null),
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
