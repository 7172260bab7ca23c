import { TuttiError } from "../errors";
import { type CompiledExpression, compileCondition, toBoolean } from "../expression";
import type { JsonObject } from "../json/json";
import { normalise } from "../json/normalise";
import type { PlanAction } from "../plan";
import { failureEvent, type UnitAt, unitAt, unitEvent, unitRef, type WaitFor } from "../run";
import { toAttemptError } from "./failures";
import type { RunContext } from "./run-context";
import { tooLarge } from "./work";

type EventWait = Extract<WaitFor, { readonly kind: "event" }>;

/** Listens for the events that a waiting unit waits for; the first that fits is the unit's output. */
export function performListen(run: RunContext, at: UnitAt): void {
  const attempt = unitAt(run.state, at)?.attempts ?? 0;
  const wait = eventWait(run, at, attempt);
  if (wait === undefined || run.listening.has(at)) return;
  const filter = wait.filter === null ? null : compileFilter(wait.filter);
  const { events } = run.host.ports;
  const awaited = { type: wait.event_type, correlationId: wait.correlation };
  const end = events.listen(awaited, async (event) => {
    if (eventWait(run, at, attempt) === undefined) return;
    try {
      if (filter !== null && !(await fits(run, filter, { event, wait }))) return;
    } catch (error) {
      fail(run, { at, attempt, error });
      return;
    }
    deliver(run, { at, attempt, event });
  });
  run.listening.add(at, end);
}

/** What the unit waits for, if it is an event, still in this attempt. */
function eventWait(run: RunContext, at: UnitAt, attempt: number): EventWait | undefined {
  const unit = unitAt(run.state, at);
  return unit?.wait?.kind === "event" && unit.attempts === attempt ? unit.wait : undefined;
}

function compileFilter(text: string): CompiledExpression {
  const compiled = compileCondition(text);
  // It was checked before the wait began.
  if (!compiled.ok) throw TuttiError.of("INVALID_EXPRESSION", compiled.problem);
  return compiled.value;
}

/** Does the filter hold? An event that lacks what it reads does not fit. */
async function fits(
  run: RunContext,
  filter: CompiledExpression,
  { event, wait }: { event: object; wait: EventWait },
): Promise<boolean> {
  const scope = run.scope.at({ references: [] });
  const root = event as JsonObject;
  try {
    const variables = { event: root, values: wait.values };
    return toBoolean((await filter.evaluate({ ...scope, root, variables })) ?? null);
  } catch (error) {
    if (error instanceof TuttiError && error.code === "MISSING_VALUE") return false;
    throw error;
  }
}

interface Delivery {
  readonly at: UnitAt;
  readonly attempt: number;
  readonly event: object;
}

function deliver(run: RunContext, { at, attempt, event }: Delivery): void {
  const { id } = run.plan.actions[at.action] as PlanAction;
  const { clock, limits } = run.host.ports;
  const json = normalise(event);
  if (json.ok && json.bytes <= limits.outputBytes) {
    run.record(unitEvent("completed", { ...unitRef(id, at.index), attempt, output: json.value }));
    return;
  }
  const { error } = tooLarge(`Event that "${id}" waited for`, limits, json.ok ? json.bytes : 0);
  run.record(failureEvent(run.plan, run.state, { at, error, now: clock.now(), random: 0 }));
}

function fail(run: RunContext, { at, attempt, error }: Omit<Delivery, "event"> & { error: unknown }): void {
  if (eventWait(run, at, attempt) === undefined) return;
  const { id } = run.plan.actions[at.action] as PlanAction;
  const { clock, random } = run.host.ports;
  const failed = { at, error: toAttemptError(error, id), now: clock.now(), random: random.next() };
  run.record(failureEvent(run.plan, run.state, failed));
}
