import type { JsonObject } from "../json/json";
import { normalise } from "../json/normalise";
import type { controlActions } from "../plan";
import { AttemptContext } from "./context";
import type { EmittedEvent } from "./ports";
import type { RunContext } from "./run-context";
import { tooLarge, type Work, type WorkOutcome } from "./work";

type Config = ReturnType<(typeof controlActions)["emit_event"]["config"]["parse"]>;

/**
 * Publishes an event. Its id is the action's idempotency key: a repeated attempt, also after a crash, publishes
 * the same event again, which consumers know by its source and id.
 */
export async function emitEvent(run: RunContext, work: Work, config: Config): Promise<WorkOutcome> {
  const event = toEvent(run, work, config);
  const tooBig = sizeProblem(run, work, event);
  if (tooBig !== null) return tooBig;
  const published = await run.host.ports.events.publish(event);
  return { kind: "completed", output: published as JsonObject };
}

/** An event is an output too. What is over the limit must not be published first. */
function sizeProblem({ host }: RunContext, { actionId }: Work, event: EmittedEvent): WorkOutcome | null {
  const { limits } = host.ports;
  const json = normalise(event);
  const actual = json.ok ? json.bytes : 0;
  if (json.ok && actual <= limits.outputBytes) return null;
  return tooLarge(`Event of "${actionId}"`, limits, actual);
}

function toEvent(run: RunContext, work: Work, config: Config): EmittedEvent {
  const { event_type, subject, data, correlation } = config;
  const context = new AttemptContext(run, work);
  const { executionId, workflowId } = context;
  const { redactor } = run;
  return {
    id: context.idempotencyKey,
    type: event_type,
    source: `/workflows/${workflowId}/executions/${executionId}`,
    ...(subject === undefined ? {} : { subject: redactor.value(subject) }),
    correlationId: redactor.value(correlation ?? context.correlationId),
    executionId,
    workflowId,
    data: redactor.value(data),
  };
}
