import type { Plan } from "../plan/plan";
import { applyCompensation } from "./evolve-compensation";
import { applyRetried } from "./evolve-retried";
import { applySkipped, applyUnit, expand, release } from "./evolve-unit";
import type { RecordedEvent, RunEventType } from "./events";
import { initialState, type RunState } from "./state";

type Handlers = {
  readonly [Type in RunEventType]: (
    plan: Plan,
    state: RunState,
    event: RecordedEvent & { readonly type: Type },
  ) => void;
};

/**
 * Applies one event to a state: together with `decide` the whole semantics of an execution.
 *
 * Changes the state in place, for the engine owns it and 10,000 actions shall stay linear; see
 * {@link fold} for a function without side effects. Looks only at what the event touches.
 *
 * @example
 * const state = initialState(plan, executionId);
 * for (const event of journal) evolve(plan, state, event);
 */
export function evolve(plan: Plan, state: RunState, event: RecordedEvent): void {
  if (state.fresh.length > 0) state.fresh = [];
  (handlers[event.type] as (plan: Plan, state: RunState, event: RecordedEvent) => void)(plan, state, event);
  advancePhase(plan, state);
  state.status = statusOf(state);
  state.last = event;
}

/** The state after the given events: {@link evolve} over a new state. */
export function fold(plan: Plan, executionId: string, events: Iterable<RecordedEvent>): RunState {
  const state = initialState(plan, executionId);
  for (const event of events) evolve(plan, state, event);
  return state;
}

const handlers: Handlers = {
  "execution.created": (_plan, state, { data, time }) => {
    Object.assign(state, data);
    state.created_at = time;
  },
  "execution.started": (plan, state, { data, time }) => {
    state.phase = "main";
    state.started_at ??= time;
    state.deadline = data.deadline;
    releaseRoots(plan, state);
  },
  "execution.paused": (_plan, state) => {
    state.paused = true;
  },
  "execution.resumed": (_plan, state) => {
    state.paused = false;
  },
  "execution.cancelling": (_plan, state, { data }) =>
    beginEnding(state, { status: "cancelled", error: data.error }),
  "execution.failing": (_plan, state, { data }) =>
    beginEnding(state, { status: "failed", error: data.error }),
  "execution.retried": applyRetried,
  "execution.completed": (_plan, state, { data, time }) => {
    state.result = data.result;
    end(state, time);
  },
  "execution.failed": (_plan, state, { time }) => end(state, time),
  "execution.cancelled": (_plan, state, { time }) => end(state, time),
  "signal.received": (_plan, state, { data, sequence }) => {
    state.signals.push({ sequence, name: data.name, payload: data.payload });
  },
  "action.skipped": applySkipped,
  "action.expanded": expand,
  "action.started": applyUnit,
  "action.waiting": applyUnit,
  "action.completed": applyUnit,
  "action.failed": applyUnit,
  "action.cancelled": applyUnit,
  "action.emitted": () => undefined,
  "item.started": applyUnit,
  "item.waiting": applyUnit,
  "item.completed": applyUnit,
  "item.failed": applyUnit,
  "item.cancelled": applyUnit,
  "compensation.started": applyCompensation,
  "compensation.completed": applyCompensation,
  "compensation.failed": applyCompensation,
};

/** From the first failure on nothing new starts; a cancel also ends a pause. */
function beginEnding(state: RunState, ending: NonNullable<RunState["ending"]>): void {
  state.ending = ending;
  state.phase = state.started_at === null ? "closing" : "draining";
  if (ending.status === "cancelled") state.paused = false;
}

function end(state: RunState, time: number): void {
  state.phase = "ended";
  state.completed_at = time;
  state.paused = false;
}

function releaseRoots(plan: Plan, state: RunState): void {
  const [from, to] = state.phase === "main" ? [0, plan.main] : [plan.main, plan.actions.length];
  for (let position = from; position < to; position++) release(state, position);
}

/** Moves on through the phases of failing once the present one has nothing left to wait for. */
function advancePhase(plan: Plan, state: RunState): void {
  if (state.phase === "draining" && state.running + state.waiting + state.fans === 0) {
    const queue = [...state.compensable];
    state.phase = queue.length > 0 ? "compensating" : "cleanup";
    state.compensation = { queue, status: "idle", attempts: 0, retry_at: null };
    if (state.phase === "cleanup") enterCleanup(plan, state);
  } else if (state.phase === "compensating" && state.compensation?.queue.length === 0) {
    state.phase = "cleanup";
    enterCleanup(plan, state);
  }
  if (state.phase === "cleanup" && state.open === 0) state.phase = "closing";
}

function enterCleanup(plan: Plan, state: RunState): void {
  state.open = plan.actions.length - plan.main;
  // What the last main action would have released does not start any more.
  state.fresh = [];
  releaseRoots(plan, state);
}

function statusOf(state: RunState): RunState["status"] {
  if (state.phase === "ended") return state.ending?.status ?? "completed";
  if (state.paused) return "paused";
  if (state.phase === "created") return "pending";
  return state.running === 0 && state.waiting > 0 && state.fresh.length === 0 ? "waiting" : "running";
}
