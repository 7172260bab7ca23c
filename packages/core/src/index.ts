export {
  type ActionDefaults,
  type ActionDependency,
  checkParameters,
  type CoercedParameter,
  coerceParameter,
  type Compensation,
  type ConcurrencyPolicy,
  type DefinitionLimits,
  type DependencyOutcome,
  type EventTrigger,
  type ParameterDefinition,
  type ParameterFormat,
  type ParameterOptions,
  type ParameterResult,
  type ParameterType,
  parseDefinition,
  type ParseOptions,
  type ParseResult,
  type RetryPolicy,
  type ScheduleTrigger,
  type Trigger,
  type ValidationRules,
  type WebhookTrigger,
  type WorkflowAction,
  type WorkflowDefinition,
  type WorkflowInput,
  workflowJsonSchema,
} from "./definition";
export {
  consoleLogger,
  type ConsoleLoggerOptions,
  createOrchestrator,
  type InstalledAction,
  type LogLevel,
  type Orchestrator,
  type OrchestratorOptions,
} from "./di";
export {
  ACTION_INTERCEPTOR,
  type ActionCall,
  type ActionInterceptor,
  COMMIT_OBSERVER,
  type CommitObserver,
  DEFAULT_LIMITS,
  ENGINE_LOAD,
  type EngineLoad,
  type Limits,
  type Snapshot,
  type StartedTrace,
  TRACE_STARTER,
  type TraceStarter,
} from "./engine";
export { catalog, type CatalogParams, type ErrorCode, type Issue, type TuttiErrorOptions } from "./errors";
export {
  type CloudEvent,
  type DeadLetterPage,
  decodeHttp,
  type Delivery,
  encodeHttp,
  type EventFilter,
  type EventHandler,
  type EventPriority,
  type EventQueue,
  EventStream,
  type GroupRetry,
  type HttpMessage,
  type HttpMode,
  type IncomingEvent,
  type IncomingHttpMessage,
  type PublishedEvent,
  type SubscribeOptions,
} from "./events";
export { type MemoryOptions, memory } from "./memory";
export {
  type ActionCatalogue,
  actionCatalogue,
  type ActionSource,
  type CompileResult,
  compilePlan,
  type Plan,
  type PlanAction,
} from "./plan";
export * from "./plugin";
export type { Commit, DeadLetter, ExecutionRow, ExecutionStatus, JournalEntry } from "./ports";
export type { ActionStatus, Failure, TriggerRef } from "./run";
export * from "./service";
export type { WebhookOutcome, WebhookRequest } from "./trigger";
