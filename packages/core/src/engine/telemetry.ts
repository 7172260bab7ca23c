import { type Token, token } from "../plugin/index";
import type { Commit } from "../ports";
import type { ParentRef, TraceContext } from "../run";
import type { Snapshot } from "./snapshot";

/**
 * Sees each commit of an execution, once it is durable: to measure, to trace.
 *
 * - Called when: a commit has become durable, in each execution's order, and before anything is done because of
 *   it. So `action.started` is seen before the executor is called.
 * - Given: the commit, and the execution with its plan, which may be ahead of the commit and must not be changed;
 *   undefined when its journal can't be read.
 * - Must: return at once. The execution waits for it.
 * - May throw: that is logged, and changes nothing.
 */
export type CommitObserver = (commit: Commit, execution: Snapshot | undefined) => void;

/** Extension point: who sees each commit. All are told, in the order of their registration. */
export const COMMIT_OBSERVER: Token<CommitObserver> = token<CommitObserver>("commit-observer");

/** An execution that is about to be created. */
export interface StartedTrace {
  readonly executionId: string;
  readonly workflowId: string;
  readonly workflowName: string;
  /** The trace context that its starter gave, as it came. */
  readonly traceparent: string | undefined;
  readonly tracestate?: string;
  /** What the execution carries along, in any case. */
  readonly baggage?: Readonly<Record<string, string>>;
  /** The action attempt that starts it; null unless it is the child of a `run_workflow` action. */
  readonly parent: ParentRef | null;
}

/**
 * Gives a new execution its trace context: a W3C `traceparent`, alone or with `tracestate` and more baggage, or
 * undefined to leave it as it would be.
 *
 * - Called when: an execution is created, in the async context of whoever starts it.
 * - Must: return at once.
 * - May throw: that is logged, and is as if it gave undefined.
 */
export type TraceStarter = (start: StartedTrace) => string | TraceContext | undefined;

/** Extension point: what new executions have as their trace context. The newest is asked. */
export const TRACE_STARTER: Token<TraceStarter> = token<TraceStarter>("trace-starter");

/** How many executions there are in this process. */
export interface EngineLoad {
  /** Executions that wait for their turn. */
  readonly pending: number;
  /** Executions at work: those that only wait for a time, a signal or a child are not counted. */
  readonly running: number;
}

/** Reads the load of the orchestrator; to be had from `start` of a plugin on. */
export const ENGINE_LOAD: Token<() => EngineLoad> = token<() => EngineLoad>("engine-load");
