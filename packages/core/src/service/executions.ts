import type { Accepted, EmbeddedEngine } from "../engine";
import { describe, type Issue, issue, TuttiError } from "../errors";
import type { ExecutionQuery, ExecutionStatus, Storage, Timers, Clock } from "../ports";
import type { RunRequest } from "../run";
import { checkLimit } from "./definitions";
import { type Execution, type ExecutionSummary, toExecution, toSummary } from "./execution-view";
import { type ExecutionResult, refused } from "./results";

/** What the use cases around executions need. */
export interface ExecutionPorts {
  readonly engine: EmbeddedEngine;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Options of a start. */
export interface StartOptions {
  /** A second start of the workflow with this key gives the execution of the first. */
  readonly idempotencyKey?: string;
  /** Groups executions and events. Default: the execution's id. */
  readonly correlationId?: string;
  /** A W3C trace context to go on with. */
  readonly traceparent?: string;
  /** Goes along with the `traceparent`. */
  readonly tracestate?: string;
  /**
   * W3C Baggage: names with values that go along to every service that is called. Stored as they are: no secrets.
   * Rejects with `INVALID_OPTIONS` for what headers can't hold.
   */
  readonly baggage?: Readonly<Record<string, string>>;
}

/** Options of waiting. */
export interface WaitOptions {
  /** Give up waiting (not the execution) after this many ms. Default: never. */
  readonly timeoutMs?: number;
}

/** Which executions to list. Times are ISO 8601. */
export interface ListExecutionsOptions {
  readonly workflow_id?: string;
  readonly status?: ExecutionStatus | readonly ExecutionStatus[];
  readonly created_by?: string;
  readonly correlation_id?: string;
  /** Created at or after. */
  readonly since?: string;
  /** Created before. */
  readonly until?: string;
  /** Executions a page: 1..1000, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** What identifies a start. */
export interface StartInput extends StartOptions {
  /** The workflow's id or name. */
  readonly workflowId: string;
  readonly parameters: unknown;
  readonly userId: string;
}

/** The use cases around executions. */
export class Executions {
  constructor(private readonly ports: ExecutionPorts) {}

  async execute(input: StartInput): Promise<ExecutionResult> {
    let accepted = await this.ports.engine.start(input);
    if (!accepted.ok) accepted = await this.startByName(input, accepted);
    if (!accepted.ok) return refusal(accepted.errors);
    const { executionId, snapshot } = accepted;
    return this.outcome(executionId, await this.ports.engine.untilEnded(executionId, { snapshot }));
  }

  async start(input: StartInput): Promise<ExecutionResult> {
    let accepted = await this.ports.engine.start(input);
    if (!accepted.ok) accepted = await this.startByName(input, accepted);
    return this.accepted(accepted, "Execution started.");
  }

  async wait(executionId: string, { timeoutMs }: WaitOptions): Promise<ExecutionResult> {
    if (timeoutMs === undefined)
      return this.outcome(executionId, await this.ports.engine.untilEnded(executionId));
    const { clock, engine, timers } = this.ports;
    const controller = new AbortController();
    const timer = timers.schedule(clock.now() + timeoutMs, () => controller.abort(TIMED_OUT));
    try {
      return this.outcome(executionId, await engine.untilEnded(executionId, { signal: controller.signal }));
    } catch (error) {
      if (error !== TIMED_OUT) throw error;
      const execution = (await this.get(executionId)).execution;
      return {
        ...refused([issue("WAIT_TIMEOUT", "", { execution_id: executionId, ms: timeoutMs })]),
        execution,
      };
    } finally {
      timer.cancel();
    }
  }

  async get(executionId: string): Promise<ExecutionResult> {
    const snapshot = await this.ports.engine.snapshot(executionId);
    if (snapshot === undefined)
      return refusal([issue("UNKNOWN_EXECUTION", "", { execution_id: executionId })]);
    return { success: true, message: "Execution found.", execution: toExecution(snapshot), errors: [] };
  }

  async list(
    options: ListExecutionsOptions,
  ): Promise<{ executions: readonly ExecutionSummary[]; next_cursor: string | null }> {
    const { rows, next_cursor } = await this.ports.storage.listExecutions(toQuery(options));
    return { executions: rows.map(toSummary), next_cursor };
  }

  async request(executionId: string, request: RunRequest): Promise<ExecutionResult> {
    return this.accepted(await this.ports.engine.request(executionId, request), `${request.kind} accepted.`);
  }

  async rerun(executionId: string, userId: string): Promise<ExecutionResult> {
    const input = await this.ports.engine.inputOf(executionId);
    if (input === undefined) return refusal([issue("UNKNOWN_EXECUTION", "", { execution_id: executionId })]);
    const again = { ...input, userId, rerunOf: executionId };
    return this.accepted(await this.ports.engine.start(again), `Execution started again as a new one.`);
  }

  /** Tries again with the id of the workflow that is named so: ids are tried first, as they cost no search. */
  private async startByName(input: StartInput, byId: Accepted): Promise<Accepted> {
    if (byId.ok || byId.errors[0]?.code !== "UNKNOWN_WORKFLOW") return byId;
    const workflowId = await idOfName(this.ports.storage, input.workflowId);
    return workflowId === undefined ? byId : this.ports.engine.start({ ...input, workflowId });
  }

  private async accepted(accepted: Accepted, message: string): Promise<ExecutionResult> {
    if (!accepted.ok) return refusal(accepted.errors);
    const { executionId, snapshot } = accepted;
    if (snapshot === undefined) return this.get(executionId);
    return { success: true, message, execution: toExecution(snapshot), errors: [] };
  }

  private outcome(
    executionId: string,
    snapshot: Parameters<typeof toExecution>[0] | undefined,
  ): ExecutionResult {
    if (snapshot === undefined)
      return refusal([issue("UNKNOWN_EXECUTION", "", { execution_id: executionId })]);
    const execution = toExecution(snapshot);
    if (execution.status === "completed") {
      return { success: true, message: "Execution completed.", execution, errors: [] };
    }
    return { ...refused([failureOf(execution)]), execution };
  }
}

/** The workflow of this name that was created last. */
async function idOfName(storage: Storage, name: string): Promise<string | undefined> {
  let cursor: string | null = null;
  do {
    const query = { text: name, limit: MOST_ROWS, ...(cursor === null ? {} : { cursor }) };
    const page: Awaited<ReturnType<Storage["listWorkflows"]>> = await storage.listWorkflows(query);
    const found = page.rows.find(({ definition }) => definition["name"] === name);
    if (found !== undefined) return found.workflow_id;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return undefined;
}

const MOST_ROWS = 1000;

const TIMED_OUT = Symbol("timed out");

function refusal(errors: readonly Issue[]): ExecutionResult {
  return { ...refused(errors), execution: null };
}

/** Why an execution did not complete, as an issue: an action's own code stays as it is. */
function failureOf({ error, status, execution_id }: Execution): Issue {
  const params = { action_id: error?.action_id ?? "", reason: "" };
  const { fix } = describe("ACTION_FAILED", params);
  const code = (error?.code ?? "ACTION_FAILED") as Issue["code"];
  const message = error?.message ?? `Execution ${execution_id} ended as ${status}.`;
  return { code, message, path: error?.action_id ?? "", fix };
}

function toQuery(options: ListExecutionsOptions): ExecutionQuery {
  const { status, since, until, limit = 50, ...rest } = options;
  return {
    ...rest,
    limit: checkLimit(limit),
    ...(status === undefined ? {} : { status: typeof status === "string" ? [status] : status }),
    ...(since === undefined ? {} : { since: toMs("since", since) }),
    ...(until === undefined ? {} : { until: toMs("until", until) }),
  };
}

function toMs(name: string, text: string): number {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  const problem = `${name} is no date and time: "${text}"`;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "listExecutions",
    problem,
    fix: "Give ISO 8601, such as 2026-01-31T00:00:00Z.",
  });
}
