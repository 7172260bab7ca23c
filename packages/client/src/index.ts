/**
 * A typed client of the Tutti server.
 *
 * @packageDocumentation
 */
export type { EventCalls, EventsOptions, ExecutionEventsOptions } from "./calls/event-calls";
export type { ExecutionCalls, StartOptions } from "./calls/execution-calls";
export type { ServerCalls } from "./calls/server-calls";
export type { WaitOptions } from "./calls/wait";
export type { ChangeOptions, WorkflowCalls } from "./calls/workflow-calls";
export { createClient, type TuttiClient } from "./create-client";
export { type ClientErrorCode, clientErrors, type Problem, TuttiClientError } from "./errors";
export type { CallOptions, ClientOptions, Fetch, RetryOptions } from "./http/options";
export type * from "./types/definition";
export type { CloudEvent } from "./types/event";
export {
  type ActionStatus,
  type ActionView,
  type Execution,
  type ExecutionPage,
  type ExecutionQuery,
  type ExecutionStatus,
  type ExecutionSummary,
  type Failure,
  hasEnded,
  type TriggerRef,
} from "./types/execution";
export type { Json, JsonObject } from "./types/json";
export type * from "./types/server";
export type * from "./types/workflow";
