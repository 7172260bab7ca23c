import type { Plan, PlanAction } from "../plan/plan";
import type { Command } from "./commands";
import { decideDrain, decideParent } from "./decide-drain";
import { decideListeners, decideUnit, startCompensation } from "./decide-unit";
import { event, type RecordedEvent } from "./events";
import {
  type ActionState,
  isActive,
  locate,
  type RunState,
  startsActions,
  type UnitState,
  unitAt,
} from "./state";

/**
 * What is to be done because of the last event: with `evolve` the whole semantics of an execution.
 *
 * Pure, and it looks only at what that event changed, never at all actions; only a start, a resume
 * and the begin of failing make it scan them once, as {@link outstanding} does.
 *
 * @example
 * evolve(plan, state, event);
 * for (const command of decide(plan, state)) perform(command);
 */
export function decide(plan: Plan, state: RunState): Command[] {
  const { last } = state;
  if (last === null || state.phase === "ended") return [];
  switch (last.type) {
    case "execution.created":
    case "execution.retried":
      return [{ kind: "admit" }];
    case "execution.paused":
    case "action.emitted":
      return [];
    case "execution.started":
    case "execution.resumed":
      return outstanding(plan, state);
    case "signal.received":
      return decideListeners(state);
    default:
      return both(decideConsequences(plan, state, last), decidePhase(plan, state));
  }
}

/**
 * Everything that should be going on: what a restarted process, a resume and a retry go on with.
 *
 * Every command that `decide` gave and that no event has answered is among them.
 */
export function outstanding(plan: Plan, state: RunState): Command[] {
  if (state.phase === "ended" || state.last === null) return [];
  if (state.phase === "created") return [{ kind: "admit" }];
  if (state.phase === "draining") return decideDrain(plan, state);
  const commands: Command[] = [];
  if (state.phase === "main" && state.deadline !== null) {
    commands.push({ kind: "timer", time: state.deadline, timer: { kind: "deadline" } });
  }
  if (startsActions(state.phase)) {
    const [from, to] = state.phase === "main" ? [0, plan.main] : [plan.main, plan.actions.length];
    for (let position = from; position < to; position++)
      commands.push(...resumeAction(plan, state, position));
    commands.push(...decideListeners(state));
  }
  return both(commands, decidePhaseEnd(plan, state));
}

/** What the event's own unit needs, and what may start because of it. */
function decideConsequences(plan: Plan, state: RunState, last: RecordedEvent): Command[] {
  if (!("action_id" in last.data) || last.type.startsWith("compensation.")) return [];
  const at = locate(plan, last.data);
  if (at.index !== undefined && !isActive(unitAt(state, at) as UnitState)) {
    return decideParent(plan, state, at.action);
  }
  return last.type === "action.expanded" ? decideParent(plan, state, at.action) : decideUnit(plan, state, at);
}

/** What the phase asks for: to start what is fresh, to stop what runs, to undo, or to end. */
function decidePhase(plan: Plan, state: RunState): Command[] {
  if (state.phase === "draining" && hasBegunEnding(state)) return decideDrain(plan, state);
  const commands = startsActions(state.phase) && !state.paused ? startFresh(plan, state) : [];
  return both(commands, decidePhaseEnd(plan, state));
}

/** Is the last event the one that made the execution fail, or cancelled it? */
function hasBegunEnding({ last, ending }: RunState): boolean {
  return last !== null && ending !== null && "error" in last.data && last.data.error === ending.error;
}

/** The one list and then the other: no third one where one of them is empty, as is the rule. */
function both(first: Command[], second: Command[]): Command[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

function startFresh(plan: Plan, state: RunState): Command[] {
  return state.fresh.length === 0
    ? []
    : state.fresh.map((position) => startAction(plan.actions[position] as PlanAction, state));
}

function startAction(action: PlanAction, state: RunState): Command {
  const unit = state.actions[action.position] as ActionState;
  return unit.refused
    ? { kind: "record", event: event("action.skipped", { action_id: action.id, reason: "dependency" }) }
    : { kind: "prepare", action: action.position };
}

function decidePhaseEnd(plan: Plan, state: RunState): Command[] {
  if (state.phase === "main" && state.open === 0) return [{ kind: "finish" }];
  if (state.phase === "compensating") return state.paused ? [] : decideCompensation(plan, state);
  if (state.phase !== "closing" || state.ending === null) return [];
  const { status, error } = state.ending;
  return [{ kind: "record", event: event(`execution.${status}`, { error }) }];
}

function decideCompensation(plan: Plan, state: RunState): Command[] {
  const { compensation } = state;
  const at = compensation?.queue.at(-1);
  if (!compensation || at === undefined) return [];
  const { status, attempts, retry_at } = compensation;
  if (status === "idle") return [startCompensation(plan, at, 1)];
  if (status === "running") return [{ kind: "compensate", at, attempt: attempts }];
  return [{ kind: "timer", time: retry_at ?? 0, timer: { kind: "compensation", attempt: attempts } }];
}

function resumeAction(plan: Plan, state: RunState, position: number): Command[] {
  const unit = state.actions[position] as ActionState;
  if (unit.status === "pending") {
    return unit.unmet === 0 && !state.paused
      ? [startAction(plan.actions[position] as PlanAction, state)]
      : [];
  }
  if (unit.items === null || unit.status !== "running") return decideUnit(plan, state, { action: position });
  const items = unit.items.units.flatMap((_item, index) =>
    decideUnit(plan, state, { action: position, index }),
  );
  return [...items, ...decideParent(plan, state, position)];
}
