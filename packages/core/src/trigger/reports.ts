import type { Issue } from "../errors";
import { TuttiError } from "../errors";
import { reasonOf } from "../engine";
import type { CloudEvent } from "../events";
import type { Json, JsonObject } from "../json/json";
import type { TriggerPlace, TriggerPorts } from "./ports";

/** What a report is about: a time of a schedule or an event. */
export interface Occasion extends TriggerPlace {
  /** What is shown of it, such as `scheduled_at`. */
  readonly shown: JsonObject;
  /** The event that it was. */
  readonly event?: CloudEvent;
}

/** What every type of report begins with. */
const REPORTS = "tutti.trigger.";

/** Tells the log and the event stream of what did not come to a start: nothing is lost silently. */
export class Reports {
  constructor(private readonly ports: Pick<TriggerPorts, "events" | "logger">) {}

  /** No execution was started, for these reasons. */
  refused(occasion: Occasion, errors: readonly Issue[]): void {
    this.failed(occasion, errors.map(toError));
  }

  /** No execution was started, because this was thrown. */
  threw(occasion: Occasion, error: unknown): void {
    this.failed(occasion, [thrown(error)]);
  }

  private failed(occasion: Occasion, shown: readonly ShownError[]): void {
    const message = `A trigger started no execution: ${shown.map((error) => error.message).join(" ")}`;
    this.ports.logger.error({ ...fieldsOf(occasion), ...occasion.shown, errors: shown }, message);
    this.publish("failed", occasion, { errors: shown });
  }

  /** No execution was started, because the trigger says so. */
  skipped(occasion: Occasion, reason: "missed" | "overlap" | "queue_full"): void {
    const fields = { ...fieldsOf(occasion), ...occasion.shown, reason };
    this.ports.logger.warn(fields, "A trigger let a time pass without starting an execution.");
    this.publish("skipped", occasion, { reason });
  }

  private publish(type: "failed" | "skipped", occasion: Occasion, data: JsonObject): void {
    const { event, index, shown, workflowId } = occasion;
    // A trigger that fails for its own report would do so for ever.
    if (event?.type.startsWith(REPORTS)) return;
    const report = {
      type: `${REPORTS}${type}`,
      source: `/workflows/${workflowId}/triggers/${index}`,
      workflowId,
      ...(event === undefined ? {} : { correlationId: event.correlationid }),
      ...(event?.executionid === undefined ? {} : { executionId: event.executionid }),
      data: { workflow_id: workflowId, trigger: index, ...shown, ...data },
    };
    this.ports.events.publish(report).catch((error: unknown) => {
      const fields = { ...fieldsOf(occasion), error: reasonOf(error) };
      this.ports.logger.error(fields, "The report of a trigger could not be stored; it is in the log alone.");
    });
  }
}

function fieldsOf({ workflowId, index }: TriggerPlace): JsonObject {
  return { workflow_id: workflowId, trigger: index };
}

type ShownError = { readonly [key: string]: Json; readonly message: string };

function toError({ code, message, path }: Issue): ShownError {
  return { code, message, path };
}

function thrown(error: unknown): ShownError {
  if (error instanceof TuttiError) return { code: error.code, message: error.message, path: "" };
  return { code: "ACTION_FAILED", message: reasonOf(error), path: "" };
}
