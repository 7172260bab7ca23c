import type { Json } from "@tutti/core";
import type { HeaderValues, QueryValues, RequestOptions } from "@tutti/service-mesh";

/** One call that a {@link MockServiceMesh} got, in process or over HTTP. */
export interface MockCall {
  readonly service: string;
  readonly method: string;
  /** The endpoint without its query. */
  readonly path: string;
  /** The JSON body; for GET, HEAD and DELETE what goes into the query. Null when nothing was given. */
  readonly parameters: Json;
  /** The endpoint's own query, and what was added to it. */
  readonly query: QueryValues;
  readonly headers: HeaderValues;
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string | undefined;
  readonly traceparent: string | undefined;
  /** What `:name` parts of the script's path stand for. */
  readonly params: Readonly<Record<string, string>>;
}

/** A call for messages: `POST /analyze to "analysis_service"`. */
export function describeCall({ service, method, path }: MockCall): string {
  return `${method} ${path} to "${service}"`;
}

/** Calls for messages, one a line, with what they brought. */
export function listCalls(calls: readonly MockCall[]): string {
  if (calls.length === 0) return "  no calls";
  return calls.map((call) => `  ${describeCall(call)} ${JSON.stringify(call.parameters)}`).join("\n");
}

/** A request in the form of a client's `makeRequest`. */
export interface MeshRequest {
  readonly service: string;
  readonly method: string;
  readonly endpoint: string;
  readonly parameters: Json | undefined;
  readonly options: RequestOptions;
}

/** A request as a call. */
export function toCall({ service, method, endpoint, parameters, options }: MeshRequest): MockCall {
  const url = new URL(endpoint, "http://mock");
  return {
    service,
    method: method.toUpperCase(),
    path: url.pathname,
    parameters: parameters ?? null,
    query: { ...Object.fromEntries(url.searchParams), ...options.query },
    headers: options.headers ?? {},
    idempotencyKey: options.idempotencyKey,
    correlationId: options.correlationId,
    traceparent: options.traceparent,
    params: {},
  };
}
