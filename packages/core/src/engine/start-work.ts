import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { normalise } from "../json/normalise";
import { event, unitRef } from "../run";
import type { Limits } from "./limits";
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
    redact: (value) => run.redact(value),
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
        const payload = checkPayload(ports.limits, data);
        if (attempt.isOpen) run.record(event("action.emitted", { ...ref, event_type: type, payload }));
      },
    }),
  };
  performWork(host, work, done);
}

/** What can't be stored must not reach the journal; the plugin that emits it learns it. */
function checkPayload({ outputBytes }: Limits, data: unknown): Json {
  const json = normalise(data);
  if (!json.ok) {
    const { problem } = json;
    throw TuttiError.of("INVALID_OPTIONS", {
      where: "context.emit()",
      problem,
      fix: "Give data that is JSON.",
    });
  }
  if (json.bytes <= outputBytes) return json.value;
  const what = "Data of context.emit() in bytes";
  throw TuttiError.of("LIMIT_EXCEEDED", {
    what,
    limit: outputBytes,
    actual: json.bytes,
    option: "outputBytes",
  });
}
