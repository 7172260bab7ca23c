import type { Plan } from "../plan/plan";
import type { RecordedEvent } from "./events";
import { type CompensationState, type RunState, type UnitState, unitAt } from "./state";

type CompensationEvent = Extract<RecordedEvent, { readonly type: `compensation.${string}` }>;

/** Applies an event of the compensation that is going on: the last unit of the queue. */
export function applyCompensation(_plan: Plan, state: RunState, event: CompensationEvent): void {
  const compensation = state.compensation as CompensationState;
  compensation.retry_at = null;
  switch (event.type) {
    case "compensation.started":
      compensation.status = "running";
      compensation.attempts = event.data.attempt;
      return;
    case "compensation.completed":
      return markCompensated(state, compensation);
    case "compensation.failed":
      if (event.data.outcome !== "retry") return next(compensation);
      compensation.status = "waiting";
      compensation.retry_at = event.data.retry_at;
  }
}

function markCompensated(state: RunState, compensation: CompensationState): void {
  const at = compensation.queue.at(-1);
  const unit = at === undefined ? undefined : unitAt(state, at);
  if (unit !== undefined) (unit as UnitState).status = "compensated";
  state.compensable = state.compensable.filter((one) => one.action !== at?.action || one.index !== at.index);
  next(compensation);
}

function next(compensation: CompensationState): void {
  compensation.queue.pop();
  compensation.status = "idle";
  compensation.attempts = 0;
}
