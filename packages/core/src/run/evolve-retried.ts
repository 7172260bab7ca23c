import type { Plan, PlanAction } from "../plan/plan";
import type { RecordedEvent } from "./events";
import { accepts, release } from "./evolve-unit";
import { type ActionState, type ItemsState, newUnit, type RunState, type UnitState } from "./state";

type Retried = Extract<RecordedEvent, { readonly type: "execution.retried" }>;

/**
 * Takes an ended execution back to work: what failed, was cancelled or was compensated starts again,
 * what completed is kept. The only event that looks at all actions.
 */
export function applyRetried(plan: Plan, state: RunState, { data }: Retried): void {
  state.phase = "main";
  state.ending = null;
  state.compensation = null;
  state.completed_at = null;
  state.deadline = data.deadline;
  state.actions.forEach((unit, position) => {
    resetAction(unit, position >= plan.main);
  });
  recount(plan, state);
}

function resetAction(unit: ActionState, isCleanup: boolean): void {
  if (isCleanup) {
    Object.assign(unit, newUnit());
    unit.items = null;
  } else if (unit.items !== null && unit.status !== "completed") {
    resetItems(unit, unit.items);
  } else if (unit.items?.units.some((item) => item.status === "compensated")) {
    resetItems(unit, unit.items);
  } else if (startsAgain(unit)) {
    resetUnit(unit);
  }
}

/** A `for_each` goes on with the items that did not complete. */
function resetItems(action: ActionState, items: ItemsState): void {
  for (const item of items.units) if (startsAgain(item)) resetUnit(item);
  items.next = 0;
  items.active = 0;
  items.failed = null;
  items.open = items.units.filter((item) => item.status === "pending").length;
  action.status = "running";
  action.error = null;
  action.output = null;
  action.completed_at = null;
}

function startsAgain(unit: UnitState): boolean {
  return (unit.status === "failed" && !unit.tolerated) || unit.status === "cancelled" || unit.status === "compensated";
}

function resetUnit(unit: UnitState): void {
  const generation = unit.generation + (unit.status === "compensated" ? 1 : 0);
  const { attempts } = unit;
  Object.assign(unit, newUnit(), { attempts, attempts_before: attempts, generation });
}

/** Derives every counter from the actions' statuses. */
function recount(plan: Plan, state: RunState): void {
  const hasEnded = (position: number) => endStatuses.has((state.actions[position] as ActionState).status);
  state.open = 0;
  state.running = 0;
  state.waiting = 0;
  state.fans = 0;
  plan.actions.forEach((action: PlanAction, position) => {
    const unit = state.actions[position] as ActionState;
    const ended = action.waits_for.filter((dependency) => hasEnded(dependency.action));
    unit.unmet = action.waits_for.length - ended.length;
    unit.refused = ended.some(({ action: at }) => !accepts(action, at, state.actions[at] as ActionState));
    if (unit.items !== null && unit.status === "running") state.fans += 1;
    if (action.stage === "main" && !hasEnded(position)) state.open += 1;
  });
  for (let position = 0; position < plan.main; position++) release(state, position);
}

const endStatuses = new Set(["completed", "failed", "skipped"]);
