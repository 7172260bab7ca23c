import { payloadProblem, type PlanAction } from "../plan";
import { type Command, failureEvent, unitAt, unitEvent, unitRef } from "../run";
import { refusal } from "./work";
import type { RunContext } from "./run-context";

/** Hands a signal to the unit that waits for it. */
export function performDelivery(
  run: RunContext,
  delivery: Extract<Command, { readonly kind: "deliver" }>,
): void {
  const { at, sequence, payload } = delivery;
  const unit = unitAt(run.state, at);
  const wait = unit?.wait;
  if (unit === undefined || wait?.kind !== "signal") return;
  const { id } = run.plan.actions[at.action] as PlanAction;
  const problem = wait.schema === null ? null : payloadProblem(wait.schema, payload);
  if (problem === null) {
    const place = { ...unitRef(id, at.index), attempt: unit.attempts };
    run.record(unitEvent("completed", { ...place, output: payload, signal: sequence }));
    return;
  }
  const outcome = refusal("INVALID_SIGNAL_PAYLOAD", { signal: wait.signal, problem });
  const failed = { at, error: outcome.error, now: run.host.ports.clock.now(), random: 0, signal: sequence };
  run.record(failureEvent(run.plan, run.state, failed));
}
