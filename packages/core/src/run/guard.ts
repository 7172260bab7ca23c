import type { Plan } from "../plan/plan";
import type { RunEvent } from "./events";
import { isActive, locate, type RunState, type UnitState, unitAt } from "./state";

/**
 * Does an event still fit the state? The results of effects come late: an attempt may have been
 * timed out, cancelled or answered before, and then its result changes nothing any more.
 */
export function isCurrent(plan: Plan, state: RunState, event: RunEvent): boolean {
  if (state.phase === "ended") return event.type === "execution.retried";
  switch (event.type) {
    case "execution.started":
      return state.phase === "created";
    case "execution.completed":
      return state.phase === "main" && state.open === 0;
    case "execution.failing":
      return state.phase === "main";
    case "execution.cancelling":
      return state.ending === null;
    case "execution.failed":
    case "execution.cancelled":
      return state.phase === "closing" && state.ending?.status === event.type.slice("execution.".length);
    default:
      return event.type.startsWith("compensation.")
        ? state.phase === "compensating"
        : isCurrentUnit(plan, state, event);
  }
}

function isCurrentUnit(plan: Plan, state: RunState, event: RunEvent): boolean {
  if (!("action_id" in event.data) || event.type === "action.emitted") return true;
  const at = locate(plan, event.data);
  const unit = unitAt(state, at);
  if (unit === undefined) return false;
  switch (event.type) {
    case "action.skipped":
    case "action.expanded":
      return unit.status === "pending" && canStart(plan, state, at.action);
    case "action.started":
    case "item.started":
      return canStart(plan, state, at.action) && isNextAttempt(unit, event.data.attempt);
    default:
      return isActive(unit) && "attempt" in event.data && unit.attempts === event.data.attempt;
  }
}

function isNextAttempt(unit: UnitState, attempt: number): boolean {
  return unit.attempts + 1 === attempt && (unit.status === "pending" || unit.wait?.kind === "retry");
}

/** Main actions start in their phase and cleanup actions in theirs, and nothing starts in a pause. */
function canStart(plan: Plan, state: RunState, position: number): boolean {
  return plan.actions[position]?.stage === state.phase && !state.paused;
}
