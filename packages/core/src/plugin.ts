export { inject } from "./di/container";
export { ActionError, type ActionErrorOptions, suggest, TuttiError } from "./errors";
export { compileExpression, evaluateExpression } from "./expression";
export type { Json, JsonObject } from "./json/json";
export * from "./plugin/index";
export type { Clock, Logger, LogMethod, SecretProvider } from "./ports";
