import {
  type CloudEvent,
  EventStream,
  type ExecutionResult,
  type Orchestrator,
  type WorkflowDefinition,
} from "@tutti/core";
import type { AccessStore, ApiKeyRecord, Storage } from "@tutti/core/runtime";
import type { Ask, FollowEnd, FollowOptions, KeyAccess, StartRequest, WorkflowAccess } from "./access";
import { putWorkflow } from "./put-workflow";

/** What an access in this process is made of. */
export interface ServiceParts {
  readonly orchestrator: Orchestrator;
  readonly storage: Storage;
  /** Who goes on with what is asked for; null: the orchestrator stands by. */
  readonly runner: string | null;
}

/** How an execution ends. */
const ENDS: ReadonlySet<string> = new Set(
  ["completed", "failed", "cancelled"].map((how) => `tutti.execution.${how}`),
);

/** Can this event be an execution's last one? It is not, when the execution is retried. */
export function isEnd({ type }: Pick<CloudEvent, "type">): boolean {
  return ENDS.has(type);
}

/** A store that this process has open, through an orchestrator of its own. */
export class ServiceAccess implements WorkflowAccess, KeyAccess {
  readonly runner: string | null;

  constructor(private readonly parts: ServiceParts) {
    this.runner = parts.runner;
  }

  listWorkflows(options: Parameters<WorkflowAccess["listWorkflows"]>[0]) {
    return this.service.listWorkflows(options);
  }

  getWorkflow(workflowId: string, revision?: number) {
    return this.service.getWorkflow(workflowId, revision === undefined ? {} : { revision });
  }

  listExecutions(options: Parameters<WorkflowAccess["listExecutions"]>[0]) {
    return this.service.listExecutions(options);
  }

  getExecution(executionId: string): Promise<ExecutionResult> {
    return this.service.getExecution(executionId);
  }

  outcome(executionId: string): Promise<ExecutionResult> {
    return this.service.waitForExecution(executionId);
  }

  async pastEvents(executionId: string, from: number): Promise<readonly CloudEvent[]> {
    const stream = new EventStream({ ...UNUSED, storage: this.parts.storage });
    const queue = stream.stream({ executionId, fromSequence: from });
    // Nothing new will come: it ends with what there is.
    stream.close();
    const events: CloudEvent[] = [];
    for await (const event of queue) events.push(event);
    return events;
  }

  async listApiKeys(): Promise<readonly ApiKeyRecord[]> {
    return this.keys.listKeys();
  }

  async putApiKey(record: ApiKeyRecord): Promise<void> {
    await this.keys.putKey(record);
  }

  putWorkflow(definition: WorkflowDefinition, user: string) {
    return putWorkflow(this.service, definition, user);
  }

  start({ idempotencyKey, parameters, user, workflowId }: StartRequest): Promise<ExecutionResult> {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    return this.service.startWorkflow(workflowId, parameters, user, options);
  }

  ask(executionId: string, ask: Ask, user: string): Promise<ExecutionResult> {
    const { service } = this;
    switch (ask.kind) {
      case "cancel": {
        const reason = ask.reason === undefined ? {} : { reason: ask.reason };
        return service.cancelExecution(executionId, user, reason);
      }
      case "signal":
        return service.signalExecution(executionId, ask.name, ask.payload, user);
      case "pause":
        return service.pauseExecution(executionId, user);
      case "resume":
        return service.resumeExecution(executionId, user);
      case "retry":
        return service.retryExecution(executionId, user);
      case "rerun":
        return service.rerunExecution(executionId, user);
    }
  }

  async follow(executionId: string, { from, onEvent, signal }: FollowOptions): Promise<FollowEnd> {
    const row = await this.parts.storage.getExecution(executionId);
    if (row === undefined || (row.completed_at !== null && row.sequence < from)) return "ended";
    const queue = this.parts.orchestrator.events.stream({ executionId, fromSequence: from });
    const leave = (): void => void queue.return();
    signal?.addEventListener("abort", leave);
    try {
      for await (const event of queue) {
        onEvent(event);
        if (isEnd(event) && (await this.isLast(event))) return "ended";
      }
      return "lost";
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  close(): Promise<void> {
    return this.parts.orchestrator.stop({ deadlineMs: 0 });
  }

  private get keys(): AccessStore {
    const { access, name } = this.parts.storage;
    if (access === undefined) throw new Error(`${name} keeps no API keys.`);
    return access;
  }

  private get service() {
    return this.parts.orchestrator.workflows;
  }

  private async isLast({ executionid = "", sequence }: CloudEvent): Promise<boolean> {
    return (await this.parts.storage.getExecution(executionid))?.sequence === sequence;
  }
}

/** What an event stream asks for and does not need to tell the past. */
const UNUSED = {
  clock: { now: () => 0, monotonic: () => 0 },
  timers: { schedule: () => ({ cancel: () => undefined }) },
  ids: { uuid: () => "" },
  random: { next: () => 0 },
  logger: quiet(),
};

function quiet() {
  const nothing = (): void => undefined;
  const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => logger };
  return logger;
}
