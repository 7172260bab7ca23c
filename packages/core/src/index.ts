export {
  checkParameters,
  coerceParameter,
  parseDefinition,
  type ParseResult,
  type WorkflowAction,
  type WorkflowDefinition,
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
export { type ActionCall, type ActionInterceptor, DEFAULT_LIMITS, type Limits } from "./engine";
export { catalog, type ErrorCode, type Issue } from "./errors";
export {
  type CloudEvent,
  type EventFilter,
  type EventHandler,
  EventStream,
  type PublishedEvent,
  type SubscribeOptions,
} from "./events";
export { evaluateExpression } from "./expression";
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
export type { ExecutionStatus } from "./ports";
export type { ActionStatus, Failure } from "./run";
export * from "./service";
