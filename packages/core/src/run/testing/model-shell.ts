import type { Plan, PlanAction } from "../../plan/plan";
import type { Command, RunTimer } from "../commands";
import { decide, outstanding } from "../decide";
import { event, type RecordedEvent, type RunEvent, unitEvent, unitRef } from "../events";
import { evolve } from "../evolve";
import { isCurrent } from "../guard";
import { answer, type RunRequest } from "../requests";
import { compensationFailureEvent, failureEvent } from "../retry";
import { initialState, type RunState, type UnitAt, unitAt } from "../state";
import { wake } from "../wake";

/** Something that is going on outside and will come to an end when the test says so. */
export type InFlight =
  | { readonly kind: "prepare"; readonly action: number }
  | { readonly kind: "run"; readonly at: UnitAt; readonly attempt: number }
  | { readonly kind: "compensate"; readonly at: UnitAt; readonly attempt: number }
  | { readonly kind: "timer"; readonly time: number; readonly timer: RunTimer };

/** Where the test's choices come from: a number in [0, bound). */
export type Choose = (bound: number) => number;

/** How many steps an execution may take before a test says it never ends. */
const MOST_STEPS = 5_000;

/**
 * A shell without an outside: it performs the commands of `decide` by noting what is in flight, and
 * lets the test's choices say what comes of it, and in which order.
 */
export class ModelShell {
  readonly events: RecordedEvent[] = [];
  readonly state: RunState;
  readonly inFlight = new Map<string, InFlight>();
  now = 1_000;
  private readonly queue: Command[] = [];
  private isPerforming = false;

  constructor(
    readonly plan: Plan,
    private readonly choose: Choose,
  ) {
    this.state = initialState(plan, "x");
  }

  /** Takes up an execution from the events that are known of it. */
  static resume(plan: Plan, events: readonly RecordedEvent[], choose: Choose): ModelShell {
    const shell = new ModelShell(plan, choose);
    for (const one of events) {
      evolve(plan, shell.state, one);
      shell.events.push(one);
      shell.now = one.time;
    }
    shell.perform(outstanding(plan, shell.state));
    return shell;
  }

  begin(): void {
    this.record(
      event("execution.created", {
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
      }),
    );
  }

  /** Lets things end, in any order, until the execution has. */
  runToEnd(): void {
    for (let step = 0; step < MOST_STEPS && this.state.phase !== "ended"; step++) this.step();
  }

  /** Lets one thing in flight come to its end. A paused execution with nothing in flight is resumed. */
  step(): void {
    const going = [...this.inFlight.entries()];
    const picked = going[this.choose(going.length)];
    if (picked === undefined) {
      if (this.state.paused) this.request({ kind: "resume", by: "me" });
      return;
    }
    this.inFlight.delete(picked[0]);
    this.end(picked[1]);
  }

  request(request: RunRequest): void {
    const answered = answer(this.state, request);
    if (answered.accepted) for (const one of answered.events) this.record(one);
  }

  record(happened: RunEvent): void {
    if (!isCurrent(this.plan, this.state, happened)) return;
    this.now += 1;
    const recorded: RecordedEvent = { ...happened, sequence: this.events.length + 1, time: this.now };
    evolve(this.plan, this.state, recorded);
    this.events.push(recorded);
    this.perform(decide(this.plan, this.state));
  }

  /** First in, first out, as the real shell does it. */
  private perform(commands: readonly Command[]): void {
    this.queue.push(...commands);
    if (this.isPerforming) return;
    this.isPerforming = true;
    for (let command = this.queue.shift(); command !== undefined; command = this.queue.shift())
      this.performOne(command);
    this.isPerforming = false;
  }

  private performOne(command: Command): void {
    if (command.kind === "record") this.record(command.event);
    else if (command.kind === "admit") this.record(event("execution.started", { deadline: this.deadline() }));
    else if (command.kind === "finish") this.record(event("execution.completed", { result: null }));
    else if (command.kind === "abort") this.abort(command.at);
    else if (command.kind !== "child" && command.kind !== "deliver" && command.kind !== "listen")
      this.inFlight.set(keyOf(command), command);
  }

  private deadline(): number | null {
    return this.plan.timeout_ms === null ? null : this.now + this.plan.timeout_ms;
  }

  private abort(at: UnitAt): void {
    const unit = unitAt(this.state, at);
    const key = keyOf({ kind: "run", at, attempt: unit?.attempts ?? 0 });
    const wasRunning = this.inFlight.delete(key);
    // An aborted attempt may still complete before it notices.
    if (wasRunning && this.choose(3) === 0) this.record(this.unit("completed", at));
    else this.record(this.unit("cancelled", at));
  }

  private end(going: InFlight): void {
    switch (going.kind) {
      case "prepare":
        this.prepared(this.plan.actions[going.action] as PlanAction);
        return;
      case "run":
        if (unitAt(this.state, going.at)?.status !== "running") return;
        if (this.choose(4) > 0) this.record(this.unit("completed", going.at));
        else this.record(failureEvent(this.plan, this.state, this.failed(going.at)));
        return;
      case "compensate":
        this.compensated(going.at, going.attempt);
        return;
      case "timer":
        this.now = Math.max(this.now, going.time);
        this.perform(wake(this.plan, this.state, { timer: going.timer, now: this.now }));
    }
  }

  private prepared({ id, position, condition, for_each }: PlanAction): void {
    const attempt = (this.state.actions[position]?.attempts ?? 0) + 1;
    if (condition !== null && this.choose(3) === 0) {
      this.record(event("action.skipped", { action_id: id, reason: "condition" }));
    } else if (for_each !== null) {
      this.record(event("action.expanded", { action_id: id, count: this.choose(4) }));
    } else {
      this.record(unitEvent("started", { action_id: id, attempt }));
    }
  }

  private compensated(at: UnitAt, attempt: number): void {
    const { id } = this.plan.actions[at.action] as PlanAction;
    if (this.choose(3) > 0)
      this.record(event("compensation.completed", { ...unitRef(id, at.index), attempt }));
    else this.record(compensationFailureEvent(this.plan, this.state, this.failed(at)));
  }

  private failed(at: UnitAt): Parameters<typeof failureEvent>[2] {
    const code = this.choose(3) === 0 ? "FINAL" : "FLAKY";
    return { at, error: { code, message: "made up", retryable: true }, now: this.now, random: 0.5 };
  }

  private unit(name: "completed" | "cancelled", at: UnitAt): RunEvent {
    const { id } = this.plan.actions[at.action] as PlanAction;
    const place = { ...unitRef(id, at.index), attempt: unitAt(this.state, at)?.attempts ?? 0 };
    return name === "completed"
      ? unitEvent(name, { ...place, output: this.events.length })
      : unitEvent(name, place);
  }
}

/** One thing can be in flight once. */
export function keyOf(going: InFlight): string {
  if (going.kind === "prepare") return `prepare ${going.action}`;
  if (going.kind === "timer") return `timer ${JSON.stringify(going.timer)}`;
  return `${going.kind} ${JSON.stringify(going.at)} ${going.attempt}`;
}
