export { EmbeddedEngine } from "./engine";
export { fromEntry, rowOf } from "./entries";
export { isStopped, reasonOf } from "./failures";
export { ACTION_INTERCEPTOR, type ActionCall, type ActionInterceptor } from "./interceptors";
export { DEFAULT_LIMITS, type Limits } from "./limits";
export type { AwaitedEvents, EmittedEvent, EnginePorts, EventBus } from "./ports";
export { REDACTED, Redactor } from "./redaction";
export { maskParameters } from "./secret-parameters";
export type { Accepted, Snapshot } from "./snapshot";
export { SecretReader } from "./secrets";
export type { StartRequest, TriggerStart } from "./start";
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
