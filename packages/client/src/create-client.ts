import { eventCalls, type EventCalls } from "./calls/event-calls";
import { executionCalls, type ExecutionCalls } from "./calls/execution-calls";
import { serverCalls, type ServerCalls } from "./calls/server-calls";
import { workflowCalls, type WorkflowCalls } from "./calls/workflow-calls";
import { makeHttp } from "./http/http";
import { type ClientOptions, settingsOf } from "./http/options";
import { type Ports, systemPorts } from "./http/ports";

/**
 * A client of one server. Every method rejects with a `TuttiClientError` when the request fails, and takes a
 * `signal` that ends it and a `timeoutMs` for each attempt as its last argument.
 */
export interface TuttiClient extends WorkflowCalls, ExecutionCalls, EventCalls, ServerCalls {}

/**
 * Makes a client. It opens no connection before it is asked for something, and needs no closing.
 *
 * Throws `INVALID_OPTIONS` for options that can't work.
 *
 * @example
 * const client = createClient({ url: "http://127.0.0.1:5080", userId: "ada" });
 * const { workflow_id } = await client.createWorkflow(definition);
 * const { status, result } = await client.executeWorkflow(workflow_id, { who: "Ada" });
 */
export function createClient(options: ClientOptions): TuttiClient {
  return clientWith(options, systemPorts(options));
}

/** A client in a world of its own. */
export function clientWith(options: ClientOptions, ports: Ports): TuttiClient {
  const http = makeHttp(settingsOf(options), ports);
  return { ...workflowCalls(http), ...executionCalls(http), ...eventCalls(http), ...serverCalls(http) };
}
