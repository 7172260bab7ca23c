import { isStopped, reasonOf } from "../engine";
import type { EventTrigger } from "../definition";
import { issue, TuttiError } from "../errors";
import type { CloudEvent } from "../events";
import type { JsonObject } from "../json/json";
import type { EventMark } from "../ports";
import { type Reading, TriggerInput, type TriggerValues } from "./input";
import type { Marks } from "./marks";
import type { TriggerPlace, TriggerPorts } from "./ports";
import { type Occasion, Reports } from "./reports";
import { pauseAfter, startExecution } from "./starter";

/** What an {@link EventListener} is made of. */
export interface EventTriggerParts extends TriggerPlace {
  readonly ports: TriggerPorts;
  readonly trigger: EventTrigger;
  readonly marks: Marks;
  /** False once the orchestrator stops. */
  readonly isRunning: () => boolean;
}

/** One trigger of type `event`: starts an execution for each event that fits, once. */
export class EventListener {
  private readonly input: TriggerInput;
  private readonly reports: Reports;
  private hasEnded = false;
  private readonly stopListening: () => void;
  private endPause: () => void = () => undefined;

  constructor(private readonly parts: EventTriggerParts) {
    const { ports, trigger } = parts;
    const { event_type: type, filter, parameters } = trigger;
    this.input = new TriggerInput(ports, { parameters, filter });
    this.reports = new Reports(ports);
    this.stopListening = ports.events.listen({ type, correlationId: null }, (event) => this.take(event));
  }

  /** Takes no more events. Those that it has taken are dealt with, unless the orchestrator stops. */
  end(): void {
    this.hasEnded = true;
    this.stopListening();
    this.endPause();
  }

  /** Deals with an event, as often as that takes: the next one of its type waits meanwhile. */
  private async take(event: CloudEvent): Promise<void> {
    for (let failures = 1; this.parts.isRunning(); failures++) {
      try {
        await this.handle(event);
        return;
      } catch (error) {
        if (isStopped(error)) return;
        if (isLasting(error)) {
          this.reports.threw(this.occasion(event), error);
          return;
        }
        await this.pause(error, failures);
      }
    }
  }

  private async handle(event: CloudEvent): Promise<void> {
    const { marks, workflowId } = this.parts;
    // The journal of an execution that the trigger itself started would start the next one, and so on.
    if (event.sequence !== undefined && event.workflowid === workflowId) return;
    const mark = this.markOf(event);
    if (await marks.has(mark)) return;
    const values = await this.valuesFor(event);
    if (values === null) return;
    await this.start(event, values);
    await marks.add(mark);
  }

  /** Null: the event does not fit, or that could not be told, which is reported. */
  private async valuesFor(event: CloudEvent): Promise<TriggerValues | null> {
    try {
      const reading = this.readingOf(event);
      return (await this.input.fits(reading)) ? await this.input.resolve(reading) : null;
    } catch (error) {
      this.reports.threw(this.occasion(event), error);
      return null;
    }
  }

  private async start(event: CloudEvent, values: TriggerValues): Promise<void> {
    const { index, ports, workflowId } = this.parts;
    const depth = await this.depthOf(event);
    const { childDepth } = ports.limits;
    if (depth > childDepth) {
      this.reports.refused(this.occasion(event), [issue("TRIGGER_DEPTH", "", { depth: childDepth })]);
      return;
    }
    const { id, source, type } = event;
    const started = await startExecution(ports, {
      workflowId,
      ...values,
      userId: "trigger:event",
      correlationId: event.correlationid,
      idempotencyKey: `event:${index}:${JSON.stringify([source, id])}`,
      trigger: { ref: { type: "event", index, event: { id, source, type } }, depth },
    });
    // What was deleted or deactivated meanwhile has nothing to report.
    if (!started.ok && !this.hasEnded) this.reports.refused(this.occasion(event), started.errors);
  }

  /** How many executions led to this event, one through the event of the other. */
  private async depthOf({ executionid }: CloudEvent): Promise<number> {
    if (executionid === undefined) return 0;
    const origin = await this.parts.ports.engine.snapshot(executionid);
    return origin === undefined ? 0 : origin.state.depth + 1;
  }

  private pause(error: unknown, failures: number): Promise<void> {
    const { index: trigger, ports, workflowId: workflow_id } = this.parts;
    const { clock, logger, timers } = ports;
    logger.warn({ workflow_id, trigger, error: reasonOf(error) }, "An event trigger will try again.");
    return new Promise((resolve) => {
      const timer = timers.schedule(clock.now() + pauseAfter(failures), resolve);
      this.endPause = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  private readingOf(event: CloudEvent): Reading {
    const root = event as unknown as JsonObject;
    const { index } = this.parts;
    return { root, variables: { event: root, trigger: { type: "event", index } } };
  }

  private markOf({ id, source }: CloudEvent): Omit<EventMark, "time"> {
    const { index, workflowId } = this.parts;
    return { workflow_id: workflowId, trigger: index, source, event_id: id };
  }

  private occasion(event: CloudEvent): Occasion {
    const { index, workflowId } = this.parts;
    const { id, source, type } = event;
    return { workflowId, index, event, shown: { event: { id, source, type } } };
  }
}

/** Would another try end the same? Then the events behind this one must not wait for it. */
function isLasting(error: unknown): boolean {
  return error instanceof TuttiError && error.code !== "STORAGE_UNAVAILABLE";
}
