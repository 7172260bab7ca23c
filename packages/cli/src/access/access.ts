import type {
  CloudEvent,
  ExecutionResult,
  ExecutionSummary,
  ListExecutionsOptions,
  ListWorkflowsOptions,
  Workflow,
  WorkflowDefinition,
  WorkflowResult,
} from "@tutti/core";
import type { Json } from "@tutti/core/plugin";
import type { ApiKeyRecord } from "@tutti/core/runtime";

/** What can be asked of an execution. */
export type Ask =
  | { readonly kind: "cancel"; readonly reason?: string | undefined }
  | { readonly kind: "pause" | "resume" | "retry" | "rerun" }
  | { readonly kind: "signal"; readonly name: string; readonly payload: Json };

/** A wish to start an execution. */
export interface StartRequest {
  readonly workflowId: string;
  readonly parameters: object;
  readonly user: string;
  /** A second start with this key gives the execution of the first. */
  readonly idempotencyKey?: string | undefined;
}

/** How to follow an execution. */
export interface FollowOptions {
  /** The place in the journal to begin with, from 1. */
  readonly from: number;
  readonly onEvent: (event: CloudEvent) => void;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Why there are no more events: the execution has ended, or whoever ran it is gone. */
export type FollowEnd = "ended" | "lost";

/** What is stored, to look at. */
export interface Reading {
  listWorkflows(
    options: ListWorkflowsOptions,
  ): Promise<{ readonly workflows: readonly Workflow[]; readonly next_cursor: string | null }>;
  getWorkflow(workflowId: string, revision?: number): Promise<WorkflowResult>;
  listExecutions(
    options: ListExecutionsOptions,
  ): Promise<{ readonly executions: readonly ExecutionSummary[]; readonly next_cursor: string | null }>;
  getExecution(executionId: string): Promise<ExecutionResult>;
  /** How an execution that has ended came out: `success` when it completed. */
  outcome(executionId: string): Promise<ExecutionResult>;
  /** What has happened so far, from this place in the journal on. */
  pastEvents(executionId: string, from: number): Promise<readonly CloudEvent[]>;
}

/** The API keys of a store on this machine. A server gives its keys to nobody. */
export interface KeyAccess {
  /** All of them, the oldest first. */
  listApiKeys(): Promise<readonly ApiKeyRecord[]>;
  /** Stores a key, or changes one. */
  putApiKey(record: ApiKeyRecord): Promise<void>;
}

/**
 * A store and whoever runs it: the one interface that commands use, whether the store is this process's
 * own or belongs to another one. Each method answers as `WorkflowManagementService` does; what can't be
 * done at all is thrown.
 */
export interface WorkflowAccess extends Reading {
  /** Who goes on with what is asked for, for people; null: nobody does now. */
  readonly runner: string | null;
  /** Stores a workflow under its name: the same again, a new revision, or a new one. */
  putWorkflow(definition: WorkflowDefinition, user: string): Promise<WorkflowResult>;
  start(request: StartRequest): Promise<ExecutionResult>;
  ask(executionId: string, ask: Ask, user: string): Promise<ExecutionResult>;
  /** Hands on what happens until the execution has ended. */
  follow(executionId: string, options: FollowOptions): Promise<FollowEnd>;
  close(): Promise<void>;
}
