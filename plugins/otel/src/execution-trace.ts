import {
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type { ExecutionRow, Failure } from "@tutti/core";
import { ATTRIBUTE, VERB } from "./names";
import { contextBelow } from "./traceparent";
import type { UnitEvent } from "./unit-event";
import { failSpan, unitAttributes } from "./unit-span";

/** Whose trace it is. */
export interface TracedExecution {
  readonly executionId: string;
  /** The execution that waits for this one, when that is known. */
  readonly parentId: string | null;
  readonly workflowId: string;
  /** The execution's own trace context: what all of its spans are below. */
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

/** An attempt that begins. */
export type BegunUnit = Omit<UnitEvent, "outcome" | "error" | "isFan">;

/**
 * The spans of one execution that are open, and what later spans link to.
 *
 * The span `execute` covers a stretch of work: it ends when the execution has ended or waits for long, and the
 * next one links to it. So no span stays open for days, and a process that dies loses the last stretch only.
 */
export class ExecutionTrace {
  /** Does the execution only wait, by its newest commit? */
  isStanding = false;
  private readonly below: Context;
  private stretch: Span | undefined;
  private lastStretch: SpanContext | undefined;
  private readonly attempts = new Map<string, Span>();
  /** What has begun and goes on later: attempts that wait, and those that are tried again. */
  private readonly left = new Map<string, SpanContext>();

  constructor(
    private readonly tracer: Tracer,
    readonly execution: TracedExecution,
  ) {
    this.below = contextBelow(execution.traceparent, execution.tracestate);
  }

  /** Is a span of it open? */
  get isOpen(): boolean {
    return this.stretch !== undefined || this.attempts.size > 0;
  }

  /** Is there something that later spans would link to? */
  get hasPast(): boolean {
    return this.lastStretch !== undefined || this.left.size > 0;
  }

  /** The span of an attempt that is going on. */
  attempt(key: string): Span | undefined {
    return this.attempts.get(key);
  }

  /** Where a child execution of an attempt belongs. */
  contextOf(key: string): SpanContext | undefined {
    return this.attempts.get(key)?.spanContext() ?? this.left.get(key);
  }

  /** Begins a stretch of work, unless one is going on. */
  work(row: ExecutionRow, time: number): void {
    this.stretch ??= this.span(`${VERB.execute} ${row.workflow_name}`, {
      time,
      attributes: {
        [ATTRIBUTE.workflowName]: row.workflow_name,
        [ATTRIBUTE.workflowRevision]: row.workflow_revision,
        [ATTRIBUTE.correlationId]: row.correlation_id,
      },
      links: linksTo(this.lastStretch),
    });
  }

  /** Ends the stretch of work, because the execution has ended or stands still. */
  rest({ time, status, error }: { time: number; status: string; error?: Failure | undefined }): void {
    const { stretch } = this;
    if (stretch === undefined) return;
    this.stretch = undefined;
    this.lastStretch = stretch.spanContext();
    stretch.setAttribute(ATTRIBUTE.executionStatus, status);
    if (error !== undefined) failSpan(stretch, error, time);
    stretch.end(time);
  }

  /** Is it the end of a wait, which gets a span of its own? A wait that is only given up has nothing to tell. */
  resumes({ isFan, key, outcome }: UnitEvent): boolean {
    return outcome !== null && outcome !== "cancelled" && !isFan && !this.attempts.has(key);
  }

  /** Opens the span of an attempt. */
  begin(unit: BegunUnit): Span {
    const span = this.unitSpan(unit.isCompensation ? VERB.compensate : VERB.run, unit);
    this.attempts.set(unit.key, span);
    return span;
  }

  /** Closes the span of an attempt; one that waited gets a span for its end. */
  end(unit: UnitEvent): void {
    const { error, key, outcome, time } = unit;
    const span = this.resumes(unit) ? this.unitSpan(VERB.resume, unit) : this.attempts.get(key);
    this.attempts.delete(key);
    this.left.delete(key);
    if (span === undefined || outcome === null) return;
    span.setAttribute(ATTRIBUTE.actionOutcome, outcome);
    if (error !== undefined) failSpan(span, error, time);
    span.end(time);
    if (outcome === "waiting" || outcome === "retried") this.left.set(key, span.spanContext());
  }

  /** Closes all that is open: this process goes on with nothing. */
  stop(): void {
    for (const span of this.attempts.values()) span.end();
    this.stretch?.setAttribute(ATTRIBUTE.executionStatus, "running").end();
  }

  private unitSpan(verb: string, unit: BegunUnit): Span {
    const links = linksTo(this.left.get(unit.key));
    this.left.delete(unit.key);
    return this.span(`${verb} ${unit.actionId}`, {
      time: unit.time,
      attributes: unitAttributes(unit),
      links,
    });
  }

  private span(name: string, { time, attributes, links }: SpanParts): Span {
    const { executionId, workflowId } = this.execution;
    const parent = this.stretch === undefined ? this.below : trace.setSpan(this.below, this.stretch);
    const whose = { [ATTRIBUTE.executionId]: executionId, [ATTRIBUTE.workflowId]: workflowId };
    const options = { startTime: time, attributes: { ...whose, ...attributes }, links };
    return this.tracer.startSpan(name, options, parent);
  }
}

interface SpanParts {
  readonly time: number;
  readonly attributes: Attributes;
  readonly links: Link[];
}

function linksTo(context: SpanContext | undefined): Link[] {
  return context === undefined ? [] : [{ context }];
}
