export { type CoercedParameter, coerceParameter } from "./coerce-parameter";
export { type CronTimes, cronTimes } from "./cron";
export { workflowJsonSchema } from "./json-schema";
export {
  checkParameters,
  compileParameters,
  type ParameterChecker,
  type ParameterLimits,
  type ParameterOptions,
  type ParameterResult,
} from "./parameters";
export {
  type DefinitionLimits,
  parseDefinition,
  type ParseOptions,
  type ParseResult,
  readDefinition,
} from "./parse";
export { type DefinitionParts, type PlacedAction, partsOf, salvageParts } from "./parts";
export { toIssues } from "./problem";
export {
  type ActionDefaults,
  type ConcurrencyPolicy,
  type WorkflowDefinition,
  type WorkflowInput,
} from "./schema";
export { type SchemaCheck, schemaProblems } from "./schema-problems";
export type { ActionDependency, Compensation, DependencyOutcome, WorkflowAction } from "./schema/action";
export type { RetryPolicy } from "./schema/common";
export type {
  ParameterDefinition,
  ParameterFormat,
  ParameterType,
  ValidationRules,
} from "./schema/parameter";
export type { EventTrigger, ScheduleTrigger, Trigger, WebhookTrigger } from "./schema/trigger";
