export { inject } from "./di/container";
export { ActionError, type ActionErrorOptions, suggest, TuttiError } from "./errors";
export {
  type Compilation,
  type CompiledExpression,
  compileExpression,
  type EvaluateOptions,
  evaluateExpression,
  type EvaluationLimits,
  type ExpressionProblem,
  hasTemplate,
  type Reference,
  type Scope,
  type SplitResult,
  splitTemplate,
  type SplitText,
} from "./expression";
export { retryAfterMs } from "./http/retry-after";
export { type WebhookMessage, webhookHeaders, webhookKey } from "./http/standard-webhooks";
export type { Json, JsonObject } from "./json/json";
export * from "./plugin/index";
export type {
  Clock,
  CloudEvent,
  Delivery,
  EventFilter,
  GroupRetry,
  Logger,
  LogMethod,
  SecretProvider,
} from "./ports";
