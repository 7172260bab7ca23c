import type { ExecutionResult, WorkflowDefinition, WorkflowResult } from "@tutti/core";
import type { JsonObject } from "@tutti/core/plugin";
import type { ApiKeyRecord } from "@tutti/core/runtime";
import type { ControlClient } from "../control/client";
import type {
  Ask,
  FollowEnd,
  FollowOptions,
  KeyAccess,
  Reading,
  StartRequest,
  WorkflowAccess,
} from "./access";

/** What an access to another process's store is made of. */
export interface OwnerParts {
  readonly client: ControlClient;
  /** The file, open for reading beside its owner. */
  readonly reading: Reading & Pick<KeyAccess, "listApiKeys"> & Pick<WorkflowAccess, "close">;
  readonly runner: string;
}

/** A store that another process of this machine owns: read from the file, asked over its endpoint. */
export class OwnerAccess implements WorkflowAccess, KeyAccess {
  readonly runner: string;
  /** Settles when the owner has ended. */
  readonly gone: Promise<void>;

  constructor(private readonly parts: OwnerParts) {
    this.runner = parts.runner;
    this.gone = parts.client.closed;
  }

  listWorkflows(options: Parameters<Reading["listWorkflows"]>[0]) {
    return this.parts.reading.listWorkflows(options);
  }

  getWorkflow(workflowId: string, revision?: number) {
    return this.parts.reading.getWorkflow(workflowId, revision);
  }

  listExecutions(options: Parameters<Reading["listExecutions"]>[0]) {
    return this.parts.reading.listExecutions(options);
  }

  getExecution(executionId: string) {
    return this.parts.reading.getExecution(executionId);
  }

  outcome(executionId: string) {
    return this.parts.reading.outcome(executionId);
  }

  pastEvents(executionId: string, from: number) {
    return this.parts.reading.pastEvents(executionId, from);
  }

  listApiKeys() {
    return this.parts.reading.listApiKeys();
  }

  async putApiKey(record: ApiKeyRecord): Promise<void> {
    const { scopes, tags } = record;
    const copy = { ...record, scopes: [...scopes], tags: tags === null ? null : [...tags] };
    await this.parts.client.request({ method: "put_key", record: copy });
  }

  async putWorkflow(definition: WorkflowDefinition, user: string): Promise<WorkflowResult> {
    const call = { method: "put", definition: definition as unknown as JsonObject, user } as const;
    return (await this.parts.client.request(call)) as WorkflowResult;
  }

  async start({ idempotencyKey, parameters, user, workflowId }: StartRequest): Promise<ExecutionResult> {
    const answer = await this.parts.client.request({
      method: "start",
      workflow_id: workflowId,
      parameters: parameters as JsonObject,
      user,
      ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
    });
    return answer as ExecutionResult;
  }

  async ask(executionId: string, ask: Ask, user: string): Promise<ExecutionResult> {
    const answer = await this.parts.client.request({ method: "ask", execution_id: executionId, ask, user });
    return answer as ExecutionResult;
  }

  async follow(executionId: string, { from, onEvent, signal }: FollowOptions): Promise<FollowEnd> {
    const leave = (): void => void this.parts.client.close();
    signal?.addEventListener("abort", leave);
    try {
      return await this.parts.client.follow(executionId, from, onEvent);
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  async close(): Promise<void> {
    await this.parts.client.close();
    await this.parts.reading.close();
  }
}
