import type { Plan, PlanAction } from "../plan/plan";
import type { Command } from "./commands";
import { startItems } from "./decide-unit";
import { type RunEvent, unitEvent, unitRef } from "./events";
import {
  type ActionState,
  isActive,
  type ItemsState,
  type RunState,
  startsActions,
  type UnitAt,
  unitAt,
} from "./state";

/** The execution has begun to fail: what runs is stopped, what waits is cancelled. Scans all actions once. */
export function decideDrain(plan: Plan, state: RunState): Command[] {
  return state.actions.flatMap((action, position) => {
    if (!isActive(action)) return [];
    if (action.items === null) return [stop(plan, state, { action: position })];
    const items = action.items.units.flatMap((item, index) =>
      isActive(item) ? [stop(plan, state, { action: position, index })] : [],
    );
    return items.length > 0 ? items : decideParent(plan, state, position);
  });
}

/** What the end of an item means to its `for_each` action: the next item, or the action's own end. */
export function decideParent(plan: Plan, state: RunState, position: number): Command[] {
  const action = state.actions[position] as ActionState;
  const { items } = action;
  if (items === null || action.status !== "running") return [];
  const startsNoMore = !startsActions(state.phase) || items.failed !== null;
  if (!startsNoMore && items.open > 0) return startItems(plan, state, position);
  return items.active === 0 ? [{ kind: "record", event: endOf(plan, state, position) }] : [];
}

function endOf(plan: Plan, state: RunState, position: number): RunEvent {
  const { id } = plan.actions[position] as PlanAction;
  const action = state.actions[position] as ActionState;
  const items = action.items as ItemsState;
  const data = { action_id: id, attempt: action.attempts };
  const error = items.failed === null ? null : (items.units[items.failed]?.error ?? null);
  if (error !== null) return unitEvent("failed", { ...data, error, outcome: "fail", retry_at: null });
  return items.open === 0 ? unitEvent("completed", { ...data, output: null }) : unitEvent("cancelled", data);
}

function stop(plan: Plan, state: RunState, at: UnitAt): Command {
  const unit = unitAt(state, at);
  if (unit?.status === "running") return { kind: "abort", at };
  const { id } = plan.actions[at.action] as PlanAction;
  const data = { ...unitRef(id, at.index), attempt: unit?.attempts ?? 0 };
  return { kind: "record", event: unitEvent("cancelled", data) };
}
