import type { Plan } from "../plan/plan";
import type { RecordedEvent } from "./events";
import { type CompensationState, type RunState, unitAt } from "./state";

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
  if (unit !== undefined) unit.status = "compensated";
  // Near the end: only units whose compensation failed stand behind it.
  const place = state.compensable.findLastIndex((one) => one.action === at?.action && one.index === at.index);
  if (place >= 0) state.compensable.splice(place, 1);
  next(compensation);
}

function next(compensation: CompensationState): void {
  compensation.queue.pop();
  compensation.status = "idle";
  compensation.attempts = 0;
}
