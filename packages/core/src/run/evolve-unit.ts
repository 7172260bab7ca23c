import type { Outcome, Plan, PlanAction, PlanDependency } from "../plan/plan";
import {
  type ActionState,
  type ItemsState,
  locate,
  newUnit,
  type RunState,
  type UnitAt,
  type UnitState,
  unitAt,
} from "./state";
import type { RecordedEvent, RunEvents } from "./events";

type UnitEvent = Extract<
  RecordedEvent,
  { readonly type: `${"action" | "item"}.${"started" | "waiting" | "completed" | "failed" | "cancelled"}` }
>;
type Of<Type extends RecordedEvent["type"]> = RecordedEvent & { readonly type: Type };

/** Applies an event of one unit: an action, or an item of a `for_each` action. */
export function applyUnit(plan: Plan, state: RunState, event: UnitEvent): void {
  const at = locate(plan, event.data);
  const unit = unitAt(state, at);
  if (unit === undefined)
    throw new RangeError(`There is no item ${event.data.index} of "${event.data.action_id}".`);
  const before = unit.status;
  const listened = listens(unit);
  const hadChild = hasChild(unit);
  changeUnit(state, unit, event);
  trackListener(state, at, { listened, listens: listens(unit) });
  state.children += Number(hasChild(unit)) - Number(hadChild);
  if (at.index !== undefined) trackItem(state.actions[at.action]?.items ?? null, at.index, before);
  // A for_each action itself is not counted: its items are.
  if (at.index !== undefined || state.actions[at.action]?.items === null) count(state, before, unit);
  if (isEnd(unit)) settle(plan, state, at);
}

function trackListener(state: RunState, at: UnitAt, now: { listened: boolean; listens: boolean }): void {
  if (now.listened) forgetListener(state, at);
  if (now.listens) state.listeners.push(at);
}

function listens({ wait }: UnitState): boolean {
  return wait?.kind === "signal";
}

function hasChild({ wait }: UnitState): boolean {
  return wait?.kind === "child";
}

/** A condition or a dependency says that the action does not run. */
export function applySkipped(plan: Plan, state: RunState, { data, time }: Of<"action.skipped">): void {
  const { action } = locate(plan, data);
  const unit = state.actions[action] as ActionState;
  unit.status = "skipped";
  unit.completed_at = time;
  releaseDependents(plan, state, action);
}

/** A `for_each` gave its items: the action is at work until they have ended. */
export function expand(plan: Plan, state: RunState, { data, time }: Of<"action.expanded">): void {
  const unit = state.actions[locate(plan, data).action] as ActionState;
  unit.status = "running";
  unit.attempts += 1;
  unit.started_at ??= time;
  // Items that begin anew because the whole action does are other pieces of work than those before.
  const units = Array.from({ length: data.count }, () => ({ ...newUnit(), generation: unit.generation }));
  unit.items = { units, next: 0, active: 0, open: data.count, failed: null };
  state.fans += 1;
}

/** Counts an action in among those that may start, when nothing is left to wait for. */
export function release(state: RunState, position: number): void {
  const unit = state.actions[position] as ActionState;
  if (unit.unmet > 0 || unit.status !== "pending") return;
  // An array that is pushed to gets room for seventeen; mostly there is but one.
  if (state.fresh.length === 0) state.fresh = [position];
  else state.fresh.push(position);
}

/** What an outcome means to the actions that wait for it. */
function releaseDependents(plan: Plan, state: RunState, position: number): void {
  state.open -= 1;
  for (const dependent of (plan.actions[position] as PlanAction).dependents) {
    const unit = state.actions[dependent] as ActionState;
    unit.unmet -= 1;
    // Asked once, when all have ended: an action may wait for 10,000 others.
    if (unit.unmet === 0) unit.refused = refuses(plan.actions[dependent] as PlanAction, state);
    release(state, dependent);
  }
}

/** Did something that the action waits for end in a way that it does not accept? All of it has ended. */
export function refuses(
  { waits_for }: PlanAction,
  state: { readonly actions: readonly ActionState[] },
): boolean {
  return waits_for.some(
    (dependency) => !accepts(dependency, state.actions[dependency.action] as ActionState),
  );
}

/** Does a waiting action accept how this one ended? */
function accepts({ on }: PlanDependency, { status, tolerated }: UnitState): boolean {
  return on === null ? status !== "failed" || tolerated : on.includes(status as Outcome);
}

function changeUnit(state: RunState, unit: UnitState, { type, data, time }: UnitEvent): void {
  unit.wait = null;
  unit.attempts = Math.max(unit.attempts, data.attempt);
  unit.started_at ??= time;
  if ("wait" in data) {
    unit.status = "waiting";
    unit.wait = data.wait;
  } else if ("output" in data) {
    unit.status = "completed";
    unit.output = data.output;
    unit.error = null;
  } else if ("error" in data) {
    changeFailed(unit, data);
  } else {
    unit.status = type.endsWith(".started") ? "running" : "cancelled";
  }
  if ("signal" in data) takeSignal(state, data.signal);
  if (isEnd(unit)) unit.completed_at = time;
}

function changeFailed(unit: UnitState, data: RunEvents["action.failed"]): void {
  unit.error = data.error;
  unit.tolerated = data.outcome === "continue";
  unit.status = data.outcome === "retry" ? "waiting" : "failed";
  if (data.retry_at !== null) unit.wait = { kind: "retry", at: data.retry_at };
}

function takeSignal(state: RunState, sequence: number | undefined): void {
  if (sequence !== undefined) state.signals = state.signals.filter((signal) => signal.sequence !== sequence);
}

function forgetListener(state: RunState, at: UnitAt): void {
  const place = state.listeners.findIndex((one) => one.action === at.action && one.index === at.index);
  if (place >= 0) state.listeners.splice(place, 1);
}

function trackItem(items: ItemsState | null, index: number, before: UnitState["status"]): void {
  const unit = items?.units[index];
  if (items === null || unit === undefined) return;
  items.next = Math.max(items.next, index + 1);
  items.active += activity(unit.status) - activity(before);
  if (isEnd(unit)) items.open -= 1;
  if (unit.status === "failed" && !unit.tolerated) items.failed ??= index;
}

function count(state: RunState, before: UnitState["status"], unit: UnitState): void {
  state.running += Number(unit.status === "running") - Number(before === "running");
  state.waiting += Number(unit.status === "waiting") - Number(before === "waiting");
}

function activity(status: UnitState["status"]): 0 | 1 {
  return status === "running" || status === "waiting" ? 1 : 0;
}

function isEnd(unit: UnitState): boolean {
  return unit.status === "completed" || unit.status === "failed" || unit.status === "cancelled";
}

/** What the end of a unit means beyond the unit. */
function settle(plan: Plan, state: RunState, at: UnitAt): void {
  const action = state.actions[at.action] as ActionState;
  const unit = unitAt(state, at) as UnitState;
  const isWork = at.index !== undefined || action.items === null;
  if (unit.status === "completed" && isWork && isUndoable(plan.actions[at.action]))
    state.compensable.push(at);
  if (unit.status === "failed" && !unit.tolerated && state.phase === "main") beginFailing(state, unit);
  if (at.index === undefined) settleAction(plan, state, at.action);
}

function settleAction(plan: Plan, state: RunState, position: number): void {
  const action = state.actions[position] as ActionState;
  if (action.items !== null) {
    state.fans -= 1;
    collect(action);
  }
  if (action.status === "cancelled") state.open -= 1;
  else releaseDependents(plan, state, position);
}

/** What cleans up after a failure is never undone. */
function isUndoable(action: PlanAction | undefined): boolean {
  return action !== undefined && action.compensation !== null && action.stage === "main";
}

function beginFailing(state: RunState, unit: UnitState): void {
  if (unit.error === null) return;
  state.phase = "draining";
  state.ending = { status: "failed", error: unit.error };
}

/** The output of a `for_each` action is made of its items' outputs, so no event holds them twice. */
function collect(action: ActionState): void {
  if (action.status === "completed") action.output = action.items?.units.map((unit) => unit.output) ?? [];
}
