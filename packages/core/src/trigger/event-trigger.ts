import { isStopped, reasonOf } from "../engine";
import type { EventTrigger } from "../definition";
import { issue, TuttiError } from "../errors";
import type { CloudEvent } from "../events";
import type { JsonObject } from "../json/json";
import { type Reading, TriggerInput, type TriggerValues } from "./input";
import type { MarkedEvent, Marks } from "./marks";
import type { TriggerPlace, TriggerPorts } from "./ports";
import { type Occasion, Reports } from "./reports";
import { pauseAfter, startExecution } from "./starter";

/** What an {@link EventListener} is made of. */
export interface EventTriggerParts extends TriggerPlace {
  readonly ports: TriggerPorts;
  readonly trigger: EventTrigger;
  /** The position of the log behind which it takes events. */
  readonly from: number;
  readonly marks: Marks;
  /** False once the orchestrator stops. */
  readonly isRunning: () => boolean;
}

/** What an event comes to. */
interface ToStart extends TriggerValues {
  /** How many executions led to the event. */
  readonly depth: number;
}

/** One trigger of type `event`: starts an execution for each event that fits, once. */
export class EventListener {
  /** What it hears, as written. */
  readonly type: string;
  /** The position of the log behind which it takes events. */
  readonly from: number;
  private readonly input: TriggerInput;
  private readonly reports: Reports;
  private hasEnded = false;
  private endPause: () => void = () => undefined;

  constructor(private readonly parts: EventTriggerParts) {
    const { from, ports, trigger } = parts;
    const { event_type, filter, parameters } = trigger;
    this.type = event_type;
    this.from = from;
    this.input = new TriggerInput(ports, { parameters, filter });
    this.reports = new Reports(ports);
  }

  /** Is given no more events. Those that it has are dealt with, unless the orchestrator stops. */
  end(): void {
    this.hasEnded = true;
    this.endPause();
  }

  /** Deals with events, all together and as often as that takes: what comes later waits meanwhile. */
  async take(events: readonly CloudEvent[]): Promise<void> {
    let left = events.filter((event) => this.isFor(event));
    for (let failures = 1; left.length > 0 && this.parts.isRunning(); failures++) {
      const { error, rest } = await this.attempt(left);
      if (isStopped(error)) return;
      left = rest;
      if (left.length > 0) await this.pause(error, failures);
    }
  }

  private isFor({ position, sequence, workflowid }: CloudEvent): boolean {
    // The journal of an execution that the trigger itself started would start the next one, and so on.
    const isOwn = sequence !== undefined && workflowid === this.parts.workflowId;
    return !isOwn && (position ?? Number.POSITIVE_INFINITY) > this.from;
  }

  /**
   * Looks at all of them first, and then starts in their order what is to be started, so that one transaction takes
   * many. Gives those that are to be tried again; what can't be looked at keeps those behind it waiting.
   */
  private async attempt(
    events: readonly CloudEvent[],
  ): Promise<{ readonly rest: CloudEvent[]; readonly error: unknown }> {
    const looked = await Promise.allSettled(events.map((event) => this.once(event, () => this.look(event))));
    const failed = looked.findIndex(({ status }) => status === "rejected");
    const ready = failed === -1 ? looked : looked.slice(0, failed);
    const started = await Promise.allSettled(
      ready.map((one, index) => this.startFor(events[index] as CloudEvent, valueOf(one))),
    );
    const rest = events.filter((_event, index) => started[index]?.status !== "fulfilled");
    const error = [...started, ...looked].find((one) => one.status === "rejected")?.reason as unknown;
    return { rest, error };
  }

  /** Nothing: the event starts nothing. */
  private async look(event: CloudEvent): Promise<ToStart | undefined> {
    if (await this.parts.marks.has(this.markOf(event))) return undefined;
    const values = await this.valuesFor(event);
    return values === null ? undefined : { ...values, depth: await this.depthOf(event) };
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

  private async startFor(event: CloudEvent, toStart: ToStart | undefined): Promise<void> {
    if (toStart === undefined) return;
    await this.once(event, () => this.start(event, toStart));
    await this.parts.marks.tidy();
  }

  private async start(event: CloudEvent, { depth, ...values }: ToStart): Promise<void> {
    const { index, marks, ports, workflowId } = this.parts;
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
      trigger: {
        ref: { type: "event", index, event: { id, source, type } },
        depth,
        mark: marks.make(this.markOf(event)),
      },
    });
    // What was deleted or deactivated meanwhile has nothing to report.
    if (!started.ok && !this.hasEnded) this.reports.refused(this.occasion(event), started.errors);
  }

  /** What another try would not change is reported, and done with. */
  private async once<T>(event: CloudEvent, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (isStopped(error) || !isLasting(error)) throw error;
      this.reports.threw(this.occasion(event), error);
      return undefined;
    }
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

  private markOf({ id, source }: CloudEvent): MarkedEvent {
    const { index, workflowId } = this.parts;
    return { workflow_id: workflowId, trigger: index, source, event_id: id };
  }

  private occasion(event: CloudEvent): Occasion {
    const { index, workflowId } = this.parts;
    const { id, source, type } = event;
    return { workflowId, index, event, shown: { event: { id, source, type } } };
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T | undefined {
  return settled.status === "fulfilled" ? settled.value : undefined;
}

/** Would another try end the same? Then the events behind this one must not wait for it. */
function isLasting(error: unknown): boolean {
  return error instanceof TuttiError && error.code !== "STORAGE_UNAVAILABLE";
}
