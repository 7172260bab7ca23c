import { event, unitRef } from "../run";
import { performWork } from "./perform-work";
import type { RunContext } from "./run-context";
import type { Work, WorkHost, WorkOutcome } from "./work";

/** Performs a piece of work for an execution. Calls `done` once. */
export function startWork(run: RunContext, work: Work, done: (outcome: WorkOutcome) => void): void {
  const { state, secrets } = run;
  const { ports } = run.host;
  const { actionId, attempt, unit, purpose, place } = work;
  const ref = unitRef(actionId, attempt.at.index);
  const host: WorkHost = {
    ports,
    resolve: (template, where) => run.resolve(template, where),
    contextParts: () => ({
      ports,
      state,
      attempt,
      actionId,
      unit,
      purpose,
      secrets,
      ...(place.item === undefined ? {} : { item: place.item }),
      logger: () => run.logger.child({ execution_id: state.execution_id, ...ref, attempt: attempt.number }),
      emit: ({ type, data }) => {
        if (attempt.isOpen) run.record(event("action.emitted", { ...ref, event_type: type, payload: data ?? null }));
      },
    }),
  };
  performWork(host, work, done);
}
