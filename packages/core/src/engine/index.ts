export { EmbeddedEngine } from "./engine";
export { fromEntry, rowOf } from "./entries";
export { reasonOf } from "./failures";
export { ACTION_INTERCEPTOR, type ActionCall, type ActionInterceptor } from "./interceptors";
export { DEFAULT_LIMITS, type Limits } from "./limits";
export type { EnginePorts } from "./ports";
export { REDACTED } from "./redaction";
export { maskParameters } from "./secret-parameters";
export type { Accepted, Snapshot } from "./snapshot";
export type { StartRequest } from "./start";
export {
  COMMIT_OBSERVER,
  type CommitObserver,
  ENGINE_LOAD,
  type EngineLoad,
  type StartedTrace,
  TRACE_STARTER,
  type TraceStarter,
} from "./telemetry";
export { type LoadedWorkflow, Workflows } from "./workflows";
