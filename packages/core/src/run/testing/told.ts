import type { Plan } from "../../plan/plan";
import type { Command } from "../commands";
import { decide } from "../decide";
import {
  event,
  type RecordedEvent,
  type RunEvent,
  type RunEvents,
  unitEvent,
  unitRef,
  type WaitFor,
} from "../events";
import { evolve } from "../evolve";
import { initialState, type RunState } from "../state";

/** An execution of which a test tells what happened, each event a second after the one before. */
export class Told {
  readonly state: RunState;
  readonly events: RecordedEvent[] = [];
  /** What `decide` wants done because of the last event. */
  commands: Command[] = [];

  constructor(
    readonly plan: Plan,
    ...events: readonly RunEvent[]
  ) {
    this.state = initialState(plan, "x");
    this.tell(...events);
  }

  tell(...events: readonly RunEvent[]): this {
    for (const one of events) {
      const sequence = this.events.length + 1;
      const recorded: RecordedEvent = { ...one, sequence, time: sequence * 1_000 };
      this.events.push(recorded);
      evolve(this.plan, this.state, recorded);
      this.commands = decide(this.plan, this.state);
    }
    return this;
  }
}

/** `execution.created`, with what a test wants to see. */
export function created(data: Partial<RunEvents["execution.created"]> = {}): RunEvent {
  return event("execution.created", {
    workflow_id: "w",
    workflow_revision: 1,
    workflow_name: "sketch",
    parameters: {},
    created_by: "me",
    correlation_id: "x",
    traceparent: "",
    parent: null,
    depth: 0,
    rerun_of: null,
    concurrency_key: null,
    ...data,
  });
}

/** The first two events of an execution. */
export function begun(deadline: number | null = null): RunEvent[] {
  return [created(), event("execution.started", { deadline })];
}

/** An attempt: `a0` for an action, `a0[2]` for an item; `#` gives the attempt, as in `a0[2]#3`. */
type AttemptText = string;

export function started(text: AttemptText): RunEvent {
  return unitEvent("started", attempt(text));
}

export function waiting(text: AttemptText, wait: WaitFor): RunEvent {
  return unitEvent("waiting", { ...attempt(text), wait });
}

export function completed(text: AttemptText, output: string | null = null): RunEvent {
  return unitEvent("completed", { ...attempt(text), output });
}

export function cancelled(text: AttemptText): RunEvent {
  return unitEvent("cancelled", attempt(text));
}

/** A failed attempt with another one at the given time; or `fail`, or `continue`. */
export function failed(text: AttemptText, then: number | "fail" | "continue" = "fail"): RunEvent {
  return unitEvent("failed", failure(text, then));
}

export function expanded(action_id: string, count: number): RunEvent {
  return event("action.expanded", { action_id, count });
}

export function skipped(action_id: string): RunEvent {
  return event("action.skipped", { action_id, reason: "condition" });
}

export function undoing(text: AttemptText): RunEvent {
  return event("compensation.started", attempt(text));
}

export function undone(text: AttemptText): RunEvent {
  return event("compensation.completed", attempt(text));
}

export function notUndone(text: AttemptText, then: number | "fail" = "fail"): RunEvent {
  return event("compensation.failed", failure(text, then));
}

/** The whole execution is asked to end as cancelled. */
export function cancelling(): RunEvent {
  return event("execution.cancelling", { by: "me", error: CANCELLED });
}

export const CANCELLED = { code: "EXECUTION_CANCELLED", message: "Enough.", action_id: null, attempt: null };
export const PAUSED: RunEvent = event("execution.paused", { by: "me" });
export const RESUMED: RunEvent = event("execution.resumed", { by: "me" });
export const RETRIED: RunEvent = event("execution.retried", { by: "me" });

export function signal(name: string, payload: string | null = null): RunEvent {
  return event("signal.received", { name, payload, by: "me" });
}

/** The failure that {@link failed} tells of. */
export function failureOf(text: AttemptText): RunEvents["action.failed"]["error"] {
  return { code: "FLAKY", message: "made up", ...attempt(text) };
}

function failure(text: AttemptText, then: number | "fail" | "continue"): RunEvents["action.failed"] {
  const outcome = typeof then === "number" ? "retry" : then;
  return {
    ...attempt(text),
    error: failureOf(text),
    outcome,
    retry_at: typeof then === "number" ? then : null,
  };
}

function attempt(text: AttemptText): RunEvents["action.started"] {
  const [, id = "", index, number = "1"] = /^(\w+)(?:\[(\d+)\])?(?:#(\d+))?$/.exec(text) ?? [];
  return { ...unitRef(id, index === undefined ? undefined : Number(index)), attempt: Number(number) };
}
