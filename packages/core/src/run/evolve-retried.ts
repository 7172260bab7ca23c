import type { Plan, PlanAction } from "../plan/plan";
import { refuses } from "./evolve-unit";
import { type ActionState, type ItemsState, newUnit, type RunState, type UnitState } from "./state";

/**
 * Takes an ended execution back to work: what failed, was cancelled or was compensated starts again,
 * what completed is kept. It waits for its turn as a new one does, for others may have taken its place.
 * The only event that looks at all actions.
 */
export function applyRetried(plan: Plan, state: RunState): void {
  state.phase = "created";
  state.ending = null;
  state.compensation = null;
  state.completed_at = null;
  state.deadline = null;
  state.actions.forEach((unit, position) => {
    resetAction(unit, position >= plan.main);
  });
  plan.actions.forEach((action, position) => {
    if (isCutOff(action, state)) beginAnew(state, position);
  });
  recount(plan, state);
}

function resetAction(unit: ActionState, isCleanup: boolean): void {
  if (isCleanup) {
    // Cleaning up once more is another piece of work, with another idempotency key.
    Object.assign(unit, newUnit(), { generation: unit.generation + Number(unit.attempts > 0) });
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

/** Is it a `for_each` at work that reads what will be made anew? Then its items may be others. */
function isCutOff({ position, waits_for }: PlanAction, state: RunState): boolean {
  const unit = state.actions[position] as ActionState;
  return (
    unit.items !== null &&
    unit.status === "running" &&
    waits_for.some(({ action }) => !hasEnded(state, action))
  );
}

function beginAnew(state: RunState, position: number): void {
  const unit = state.actions[position] as ActionState;
  const generation =
    1 + (unit.items?.units ?? []).reduce((most, item) => Math.max(most, item.generation), unit.generation);
  resetUnit(unit);
  unit.generation = generation;
  unit.items = null;
  state.compensable = state.compensable.filter((at) => at.action !== position);
}

function startsAgain(unit: UnitState): boolean {
  return (
    (unit.status === "failed" && !unit.tolerated) ||
    unit.status === "cancelled" ||
    unit.status === "compensated"
  );
}

function resetUnit(unit: UnitState): void {
  const generation = unit.generation + (unit.status === "compensated" ? 1 : 0);
  const { attempts } = unit;
  Object.assign(unit, newUnit(), { attempts, attempts_before: attempts, generation });
}

/** Derives every counter from the actions' statuses. */
function recount(plan: Plan, state: RunState): void {
  state.open = 0;
  state.running = 0;
  state.waiting = 0;
  state.children = 0;
  state.fans = 0;
  plan.actions.forEach((action: PlanAction, position) => {
    const unit = state.actions[position] as ActionState;
    unit.unmet = action.waits_for.filter((dependency) => !hasEnded(state, dependency.action)).length;
    unit.refused = unit.unmet === 0 && refuses(action, state);
    if (unit.items !== null && unit.status === "running") state.fans += 1;
    if (action.stage === "main" && !hasEnded(state, position)) state.open += 1;
  });
}

function hasEnded(state: RunState, position: number): boolean {
  return endStatuses.has((state.actions[position] as ActionState).status);
}

const endStatuses = new Set(["completed", "failed", "skipped"]);
