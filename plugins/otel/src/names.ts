/** The name under which tracers and meters know this package. */
export const SCOPE = "@tutti/plugin-otel";

/** Every attribute of spans and metrics, as the README lists them. */
export const ATTRIBUTE = {
  executionId: "tutti.execution.id",
  parentExecutionId: "tutti.parent.execution.id",
  executionStatus: "tutti.execution.status",
  correlationId: "tutti.correlation.id",
  workflowId: "tutti.workflow.id",
  workflowName: "tutti.workflow.name",
  workflowRevision: "tutti.workflow.revision",
  actionId: "tutti.action.id",
  actionType: "tutti.action.type",
  actionAttempt: "tutti.action.attempt",
  actionOutcome: "tutti.action.outcome",
  itemIndex: "tutti.item.index",
  errorType: "error.type",
} as const;

/** The verbs that span names begin with, as the README lists them. */
export const VERB = {
  create: "create",
  execute: "execute",
  run: "run",
  compensate: "compensate",
  resume: "resume",
} as const;

/** What a metric is: its kind in OpenTelemetry, its unit, and what it counts or measures. */
export interface Instrument {
  readonly name: string;
  readonly kind: "counter" | "histogram" | "gauge";
  readonly unit: string;
  readonly description: string;
}

/** Every metric, as the README lists them. */
export const INSTRUMENT = {
  executionsStarted: {
    name: "tutti.executions.started",
    kind: "counter",
    unit: "{execution}",
    description: "Executions whose turn has come.",
  },
  executionsEnded: {
    name: "tutti.executions.ended",
    kind: "counter",
    unit: "{execution}",
    description: "Executions that completed, failed or were cancelled.",
  },
  executionDuration: {
    name: "tutti.execution.duration",
    kind: "histogram",
    unit: "s",
    description: "From the start of an execution to its end, with its waits.",
  },
  executionsRunning: {
    name: "tutti.executions.running",
    kind: "gauge",
    unit: "{execution}",
    description: "Executions at work in this process.",
  },
  executionsPending: {
    name: "tutti.executions.pending",
    kind: "gauge",
    unit: "{execution}",
    description: "Executions that wait for their turn in this process.",
  },
  actionAttempts: {
    name: "tutti.action.attempts",
    kind: "counter",
    unit: "{attempt}",
    description: "Attempts that ended, compensations and items included.",
  },
  actionFailures: {
    name: "tutti.action.failures",
    kind: "counter",
    unit: "{attempt}",
    description: "Attempts that failed.",
  },
  actionDuration: {
    name: "tutti.action.duration",
    kind: "histogram",
    unit: "s",
    description: "From the start of an attempt until it ends or begins to wait.",
  },
  commits: {
    name: "tutti.commits",
    kind: "counter",
    unit: "{commit}",
    description: "Commits that became durable.",
  },
  events: {
    name: "tutti.events",
    kind: "counter",
    unit: "{event}",
    description: "Events that these commits held.",
  },
} as const satisfies Readonly<Record<string, Instrument>>;
