import type { Plan, PlanAction } from "../plan/plan";
import type { Command } from "./commands";
import { event, unitEvent, unitRef } from "./events";
import {
  type ActionState,
  type RunState,
  startsActions,
  type UnitAt,
  type UnitState,
  type UnitWait,
  unitAt,
} from "./state";

/** What a unit that has begun and not ended needs: to run, a timer, a child execution, a signal or an event. */
export function decideUnit(plan: Plan, state: RunState, at: UnitAt): Command[] {
  const unit = unitAt(state, at);
  if (unit === undefined || !startsActions(state.phase)) return [];
  if (unit.status === "waiting" && unit.wait !== null) return decideWait(state, at, unit.wait);
  if (unit.status !== "running") return [];
  if (at.index === undefined && (unit as ActionState).items !== null)
    return startItems(plan, state, at.action);
  return [{ kind: "run", at, attempt: unit.attempts }];
}

function decideWait(state: RunState, at: UnitAt, wait: UnitWait): Command[] {
  const { attempts } = unitAt(state, at) as UnitState;
  const timer = (time: number): Command => ({
    kind: "timer",
    time,
    timer: { kind: "unit", at, attempt: attempts },
  });
  switch (wait.kind) {
    case "retry":
      return state.paused ? [] : [timer(wait.at)];
    case "time":
      return [timer(wait.until)];
    case "child":
      return [{ kind: "child", at }];
    case "event": {
      const listen: Command = { kind: "listen", at };
      return wait.expires_at === null ? [listen] : [listen, timer(wait.expires_at)];
    }
    case "signal": {
      const delivery = deliveryTo(state, at, wait.signal);
      if (delivery !== null) return [delivery];
      return wait.expires_at === null ? [] : [timer(wait.expires_at)];
    }
  }
}

/** The oldest signals go to the units that have waited longest. */
export function decideListeners(state: RunState): Command[] {
  if (!startsActions(state.phase) || state.signals.length === 0) return [];
  const taken = new Set<number>();
  const commands: Command[] = [];
  for (const at of state.listeners) {
    const wait = unitAt(state, at)?.wait;
    if (wait?.kind !== "signal") continue;
    const signal = state.signals.find((one) => one.name === wait.signal && !taken.has(one.sequence));
    if (signal === undefined) continue;
    taken.add(signal.sequence);
    commands.push({ kind: "deliver", at, sequence: signal.sequence, payload: signal.payload });
  }
  return commands;
}

function deliveryTo(state: RunState, at: UnitAt, name: string): Command | null {
  if (state.signals.length === 0) return null;
  const rank = state.listeners
    .filter((one) => waitsForSignal(state, one, name))
    .findIndex((one) => one.action === at.action && one.index === at.index);
  const signal = state.signals.filter((one) => one.name === name)[rank];
  return signal === undefined
    ? null
    : { kind: "deliver", at, sequence: signal.sequence, payload: signal.payload };
}

function waitsForSignal(state: RunState, at: UnitAt, name: string): boolean {
  const wait = unitAt(state, at)?.wait;
  return wait?.kind === "signal" && wait.signal === name;
}

/** The next items of a `for_each` that its `max_concurrency` leaves room for. */
export function startItems(plan: Plan, state: RunState, position: number): Command[] {
  const items = state.actions[position]?.items;
  if (!items || state.paused || !startsActions(state.phase)) return [];
  const { max_concurrency } = plan.actions[position] as PlanAction;
  const commands: Command[] = [];
  let room = max_concurrency - items.active;
  for (let index = items.next; room > 0 && index < items.units.length; index++) {
    if (items.units[index]?.status !== "pending") continue;
    commands.push(startUnit(plan, state, { action: position, index }));
    room -= 1;
  }
  return commands;
}

/** The begin of a unit's next attempt. */
export function startUnit(plan: Plan, state: RunState, at: UnitAt): Command {
  const { id } = plan.actions[at.action] as PlanAction;
  const attempt = (unitAt(state, at) as UnitState).attempts + 1;
  return { kind: "record", event: unitEvent("started", { ...unitRef(id, at.index), attempt }) };
}

/** The begin of an attempt to undo a unit. */
export function startCompensation(plan: Plan, at: UnitAt, attempt: number): Command {
  const { id } = plan.actions[at.action] as PlanAction;
  return { kind: "record", event: event("compensation.started", { ...unitRef(id, at.index), attempt }) };
}
