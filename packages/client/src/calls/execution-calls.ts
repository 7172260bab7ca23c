import { type Http, path } from "../http/http";
import type { CallOptions } from "../http/options";
import {
  type Execution,
  type ExecutionPage,
  type ExecutionQuery,
  type ExecutionSummary,
  hasEnded,
} from "../types/execution";
import type { JsonObject } from "../types/json";
import { pages } from "./pages";
import { waitForEnd, type WaitOptions } from "./wait";

/** Options of a start. */
export interface StartOptions extends CallOptions {
  /**
   * A second start of the workflow with this key gives the execution of the first. Default: one that is made
   * up, so that the client can repeat the request without starting twice.
   */
  readonly idempotencyKey?: string | undefined;
  /** Groups executions and events. Default: the execution's id. */
  readonly correlationId?: string | undefined;
  /** Called with a signed webhook when the execution has ended; the server has to allow its host. */
  readonly callbackUrl?: string | undefined;
}

/** Everything around executions. */
export interface ExecutionCalls {
  /** Starts an execution; settles when that is durable, with the execution as it stands then. */
  startWorkflow(workflowId: string, parameters?: JsonObject, options?: StartOptions): Promise<Execution>;
  /** Starts an execution and waits for its end. One that fails is an answer, too: look at its `status`. */
  executeWorkflow(
    workflowId: string,
    parameters?: JsonObject,
    options?: Omit<StartOptions, "timeoutMs"> & WaitOptions,
  ): Promise<Execution>;
  /** Waits for an execution's end, also while the server restarts. Look at its `status` for how it ended. */
  waitForExecution(executionId: string, options?: WaitOptions): Promise<Execution>;
  /** An execution as it stands. */
  getExecution(executionId: string, options?: CallOptions): Promise<Execution>;
  /** A page of executions, newest first. */
  listExecutions(query?: ExecutionQuery, options?: CallOptions): Promise<ExecutionPage>;
  /** All executions that the query means, page by page as they are asked for. */
  eachExecution(
    query?: ExecutionQuery,
    options?: CallOptions,
  ): AsyncGenerator<ExecutionSummary, void, undefined>;
  /** Cancels an execution: what runs is stopped, what completed is compensated, `on_failure` runs. */
  cancelExecution(
    executionId: string,
    options?: CallOptions & { readonly reason?: string },
  ): Promise<Execution>;
  /** Lets running actions end and starts no more, until it is resumed. */
  pauseExecution(executionId: string, options?: CallOptions): Promise<Execution>;
  /** Goes on with a paused execution. */
  resumeExecution(executionId: string, options?: CallOptions): Promise<Execution>;
  /** Goes on with a failed or cancelled execution; what completed is kept. */
  retryExecution(executionId: string, options?: CallOptions): Promise<Execution>;
  /** Starts a new execution with the same parameters, on the workflow's newest revision. */
  rerunExecution(executionId: string, options?: CallOptions): Promise<Execution>;
  /** Sends an execution a signal. One that nothing waits for yet is kept. The payload is any JSON. */
  signalExecution(
    executionId: string,
    signal: string,
    payload?: unknown,
    options?: CallOptions,
  ): Promise<Execution>;
}

/** The server is asked to answer a start only when the execution has ended, or after this time (ms). */
const LONG_POLL_MS = 20_000;

/** The calls, through this connection. */
export function executionCalls(http: Http): ExecutionCalls {
  const { json } = http;
  const list = (query: ExecutionQuery = {}, options?: CallOptions): Promise<ExecutionPage> =>
    json({ method: "GET", path: path`/executions`, query: { ...query }, options });
  return {
    startWorkflow: (workflowId, parameters = {}, options = {}) =>
      json(startCall(workflowId, parameters, options)),
    executeWorkflow: (workflowId, parameters = {}, options = {}) =>
      execute(http, { workflowId, parameters, options }),
    waitForExecution: (executionId, options = {}) => waitForEnd(http, executionId, options),
    getExecution: (executionId, options) =>
      json({ method: "GET", path: path`/executions/${executionId}`, options }),
    listExecutions: list,
    eachExecution: (query = {}, options) =>
      pages(
        (cursor) => list({ ...query, ...cursor }, options),
        ({ executions }) => executions,
      ),
    ...steering(http),
  };
}

function steering({ json }: Pick<Http, "json">) {
  const ask =
    (what: string) =>
    (executionId: string, options?: CallOptions): Promise<Execution> =>
      json({ method: "POST", path: path`/executions/${executionId}/${what}`, options });
  return {
    cancelExecution: (
      executionId: string,
      { reason, ...options }: CallOptions & { readonly reason?: string } = {},
    ): Promise<Execution> =>
      json({ method: "POST", path: path`/executions/${executionId}/cancel`, body: { reason }, options }),
    pauseExecution: ask("pause"),
    resumeExecution: ask("resume"),
    retryExecution: ask("retry"),
    rerunExecution: ask("rerun"),
    // eslint-disable-next-line max-params -- as WorkflowManagementService has it
    signalExecution: (executionId: string, signal: string, payload: unknown = null, options?: CallOptions) =>
      json<Execution>({
        method: "POST",
        path: path`/executions/${executionId}/signals/${signal}`,
        body: payload,
        options,
      }),
  };
}

function startCall(workflowId: string, parameters: JsonObject, options: StartOptions) {
  const { callbackUrl, correlationId, idempotencyKey = newKey(), ...rest } = options;
  const body = {
    parameters,
    idempotency_key: idempotencyKey,
    correlation_id: correlationId,
    callback_url: callbackUrl,
  };
  return {
    method: "POST" as const,
    path: path`/workflows/${workflowId}/executions`,
    body,
    isSafe: true,
    options: rest,
  };
}

/** Without crypto.randomUUID, which browsers have on secure pages alone. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

interface Executing {
  readonly workflowId: string;
  readonly parameters: JsonObject;
  readonly options: Omit<StartOptions, "timeoutMs"> & WaitOptions;
}

async function execute(http: Http, { options, parameters, workflowId }: Executing): Promise<Execution> {
  const { timeoutMs, ...start } = options;
  const began = http.ports.now();
  const patienceMs = Math.min(LONG_POLL_MS, timeoutMs ?? LONG_POLL_MS);
  const call = startCall(workflowId, parameters, start);
  const query = { wait: patienceMs / 1000 };
  const execution = await http.json<Execution>({ ...call, query, patienceMs });
  if (hasEnded(execution)) return execution;
  const left = timeoutMs === undefined ? undefined : Math.max(0, timeoutMs - (http.ports.now() - began));
  return waitForEnd(http, execution.execution_id, { signal: options.signal, timeoutMs: left });
}
