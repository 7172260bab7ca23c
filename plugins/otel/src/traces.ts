import {
  context,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type {
  ActionInterceptor,
  Commit,
  CommitObserver,
  Snapshot,
  StartedTrace,
  TraceStarter,
} from "@tutti/core";
import { fromEntry, type RecordedEvent } from "@tutti/core/runtime";
import { executionEnd } from "./execution-end";
import { ExecutionTrace } from "./execution-trace";
import { ATTRIBUTE, VERB } from "./names";
import { sdkTracer } from "./sdk";
import { tracedContext } from "./traced-context";
import { activeBaggage, withBaggage } from "./baggage";
import { contextBelow, formatTraceparent, parseTraceparent, tracestateOf } from "./traceparent";
import { unitEvent, unitKey } from "./unit-event";

/** What bounds the spans and the memory of them. */
export interface TraceLimits {
  /** How long a wait may be (ms) without ending the span of its execution. */
  readonly openWaitMs: number;
  /** How many executions at rest are remembered, for links to what they did before. */
  readonly mostAtRest: number;
}

type Call = Parameters<ActionInterceptor>[0];

/** The spans of the executions of one orchestrator. Without a registered SDK it does nothing. */
export class Traces {
  /** Executions with open spans. */
  private readonly open = new Map<string, ExecutionTrace>();
  /** Executions that go on later, the one that rests longest first. */
  private readonly atRest = new Map<string, ExecutionTrace>();

  constructor(private readonly limits: TraceLimits) {}

  /** Begins the trace of a new execution, or goes on with that of its starter. */
  readonly start: TraceStarter = (start) => {
    const tracer = sdkTracer();
    if (tracer === undefined) return undefined;
    const { executionId, parent, workflowId, workflowName } = start;
    const attributes = {
      [ATTRIBUTE.executionId]: executionId,
      [ATTRIBUTE.workflowId]: workflowId,
      [ATTRIBUTE.workflowName]: workflowName,
      ...(parent === null ? {} : { [ATTRIBUTE.parentExecutionId]: parent.execution_id }),
    };
    const span = tracer.startSpan(
      `${VERB.create} ${workflowName}`,
      { attributes, kind: SpanKind.PRODUCER },
      this.above(start),
    );
    // It ends at once, so that it is there for good before anything that belongs below it.
    span.end();
    const traceparent = formatTraceparent(span.spanContext());
    if (traceparent === undefined) return undefined;
    const tracestate = tracestateOf(span.spanContext());
    const baggage = { ...activeBaggage(), ...start.baggage };
    return { traceparent, baggage, ...(tracestate === undefined ? {} : { tracestate }) };
  };

  /** Opens and closes spans for what has become durable. */
  readonly observe: CommitObserver = (commit, execution) => {
    const tracer = sdkTracer();
    if (tracer === undefined || execution === undefined) return;
    const found = this.take(commit, execution, tracer);
    for (const entry of commit.entries) follow(found, fromEntry(entry), { commit, execution });
    this.settle(found, commit);
  };

  /** Runs an attempt inside its span, and gives it that span's trace context. */
  readonly intercept: ActionInterceptor = (call, next) => {
    const tracer = sdkTracer();
    if (tracer === undefined) return next(call);
    const span = this.spanOf(call, tracer);
    const traced = { ...call, context: tracedContext(call.context, span.spanContext()) };
    const within = withBaggage(ROOT_CONTEXT, call.context.baggage);
    return context.with(trace.setSpan(within, span), () => next(traced));
  };

  /** Ends every open span. */
  stop(): void {
    for (const one of this.open.values()) one.stop();
    this.open.clear();
    this.atRest.clear();
  }

  /** The attempt that starts a child; else what the starter gave; else the span that is active where it starts. */
  private above({ parent, traceparent, tracestate }: StartedTrace): Context {
    if (parent !== null) {
      const key = unitKey({ actionId: parent.action_id, index: parent.index, isCompensation: false });
      const attempt = this.known(parent.execution_id)?.contextOf(key);
      if (attempt !== undefined) return trace.setSpanContext(ROOT_CONTEXT, attempt);
    }
    if (traceparent !== undefined && parseTraceparent(traceparent) !== undefined)
      return contextBelow(traceparent, tracestate);
    return context.active();
  }

  private known(executionId: string): ExecutionTrace | undefined {
    return this.open.get(executionId) ?? this.atRest.get(executionId);
  }

  private take({ row }: Commit, { state }: Snapshot, tracer: Tracer): ExecutionTrace {
    const { execution_id: executionId, parent_execution_id: parentId, workflow_id: workflowId } = row;
    const { traceparent, tracestate } = state;
    return (
      this.known(executionId) ??
      new ExecutionTrace(tracer, { executionId, parentId, workflowId, traceparent, tracestate })
    );
  }

  /** After a restart an attempt goes on without an event that says so. */
  private spanOf(call: Call, tracer: Tracer): Span {
    const { context: about, descriptor, isCompensation, traceparent, tracestate } = call;
    const { actionId, attempt, executionId, index, workflowId } = about;
    const key = unitKey({ actionId, index, isCompensation });
    const whose = { executionId, parentId: null, workflowId, traceparent, tracestate };
    const found = this.known(executionId) ?? new ExecutionTrace(tracer, whose);
    const known = found.attempt(key);
    if (known !== undefined) return known;
    const time = about.clock.now();
    const span = found.begin({
      key,
      isCompensation,
      actionId,
      actionType: descriptor.type,
      attempt,
      index,
      time,
    });
    this.keep(found);
    return span;
  }

  /** Ends the stretch of work of an execution that stands still for long, and of whoever waits for just that. */
  private settle(found: ExecutionTrace, { entries, row }: Commit): void {
    const time = entries.at(-1)?.time ?? 0;
    found.isStanding = row.status === "waiting";
    const isShort = row.wakes_at !== null && row.wakes_at - time <= this.limits.openWaitMs;
    const rests = row.status === "paused" || (found.isStanding && !isShort);
    if (rests) this.rest(found, time, row.status);
    if (row.status === "completed") this.forget(row.execution_id);
    else this.keep(found);
  }

  private rest(found: ExecutionTrace, time: number, status: string): void {
    found.rest({ time, status });
    const { parentId } = found.execution;
    const parent = parentId === null ? undefined : this.open.get(parentId);
    if (parent === undefined || !parent.isStanding) return;
    this.rest(parent, time, "waiting");
    this.keep(parent);
  }

  private keep(found: ExecutionTrace): void {
    const { executionId } = found.execution;
    this.forget(executionId);
    if (found.isOpen) this.open.set(executionId, found);
    else if (found.hasPast) this.atRest.set(executionId, found);
    if (this.atRest.size <= this.limits.mostAtRest) return;
    const [oldest = ""] = this.atRest.keys();
    this.atRest.delete(oldest);
  }

  private forget(executionId: string): void {
    this.open.delete(executionId);
    this.atRest.delete(executionId);
  }
}

interface Committed {
  readonly commit: Commit;
  readonly execution: Snapshot;
}

/** Opens and closes the spans that an event tells of. */
function follow(
  found: ExecutionTrace,
  event: RecordedEvent,
  { commit: { row }, execution: { plan } }: Committed,
): void {
  const { time } = event;
  if (event.type === "execution.started") found.work(row, time);
  const end = executionEnd(event);
  if (end !== undefined) found.rest({ time, ...end });
  const unit = unitEvent(event, plan);
  if (unit === undefined) return;
  // The end of an attempt whose span is open begins no new stretch of work: the execution may be paused.
  if (unit.outcome === null || found.resumes(unit)) found.work(row, time);
  if (unit.outcome === null) found.begin(unit);
  else found.end(unit);
}
