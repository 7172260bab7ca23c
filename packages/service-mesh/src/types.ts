import type { Json, SecretProvider } from "@tutti/core";
import type { RequestBody } from "./request/body-options";
import type { TraceContext } from "./request/trace";
import type { ContentTypeExpectation } from "./response/content-type";
import type { LatencyStatus } from "./status/latencies";

/** A class of status codes: `"2xx"` is 200 to 299. */
export type StatusClass = "2xx" | "3xx" | "4xx" | "5xx";

/**
 * The statuses that count as an answer instead of an error: one, a class, or several of either.
 *
 * @example
 * const found: StatusExpectation = ["2xx", 404];
 */
export type StatusExpectation = number | StatusClass | readonly (number | StatusClass)[];

/** Values for headers. Numbers and booleans are sent as text. */
export type HeaderValues = Readonly<Record<string, string | number | boolean>>;

/** Values for a query; see {@link ServiceClient.makeRequest} for how each type is written. */
export type QueryValues = Readonly<Record<string, Json>>;

/** What a single request may ask for beyond its method, endpoint and parameters. */
export interface RequestOptions extends TraceContext {
  /** Sent in lower case. Headers that belong to the connection are refused (`INVALID_REQUEST`). */
  readonly headers?: HeaderValues | undefined;
  /** Added to the endpoint's own query. */
  readonly query?: QueryValues | undefined;
  /** For the whole request, from the DNS question to the last byte, in ms. Default: the service's. */
  readonly timeoutMs?: number | undefined;
  /** Ends the request at once when it aborts; the request then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Sent as `Idempotency-Key`, so that the service can tell a repeated request from a new one. */
  readonly idempotencyKey?: string | undefined;
  /** Sent as `X-Correlation-ID`. */
  readonly correlationId?: string | undefined;
  /** Knows the secrets that the service's `auth` refers to: an action's own. Default: those of the mesh. */
  readonly secrets?: SecretProvider | undefined;
  /** The body when it is not JSON parameters: text, a form, multipart, or bytes. */
  readonly body?: RequestBody | undefined;
  /** Any other status is a `SERVICE_ERROR`. Default `"2xx"`. */
  readonly expectStatus?: StatusExpectation | undefined;
  /** An answer of another content type is a `SERVICE_BAD_RESPONSE`. Default: any. */
  readonly expectContentType?: ContentTypeExpectation | undefined;
  /** Saves the body of an expected answer as this file, a path below the folder of `downloads`. */
  readonly saveTo?: string | undefined;
}

/** A service's answer, as JSON: it can be stored as it is. */
export interface ServiceResponse {
  readonly status_code: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body: parsed JSON, text, `{ base64, content_type }` for binary data, or null when it is empty.
   * With `saveTo` it is what was saved: `{ path, bytes, sha256, content_type }`.
   */
  readonly response: Json;
}

/** Makes requests to one service. */
export interface ServiceClient {
  /**
   * Makes one request. Nothing is repeated here: that is the action's retry policy.
   *
   * `parameters` is the JSON body; for GET, HEAD and DELETE it is the query. In a query a text is sent
   * as it is, a number or boolean as text, a list once per entry under the same name, null not at
   * all, and anything nested as JSON text.
   *
   * @throws {ActionError} With one of the codes in this package's README, or `signal`'s reason.
   * @example
   * const { response } = await client.makeRequest("POST", "/analyze", { url: "https://example.com/a.pdf" });
   */
  makeRequest(
    method: string,
    endpoint: string,
    parameters?: Json,
    options?: RequestOptions,
  ): Promise<ServiceResponse>;
}

/** How much went to a service since the mesh was made. */
export interface Traffic {
  readonly requests: {
    readonly total: number;
    /** Those that ended with an error; a request that its caller aborted is not one of them. */
    readonly failed: number;
    readonly in_flight: number;
  };
  /** Open sockets: in use, and kept open for the next request. */
  readonly connections: { readonly active: number; readonly idle: number };
}

/** An instance of a service, as {@link ServiceMesh.status} shows it. */
export interface InstanceStatus extends Traffic {
  /** Unique within its service; its URL, but for addresses out of the DNS. */
  readonly id: string;
  readonly url: string;
  readonly weight: number;
  /**
   * `ejected`: its requests failed. `recovering`: it was ejected, and gets more and more requests.
   * `unhealthy`: its health checks fail.
   */
  readonly health: "healthy" | "ejected" | "recovering" | "unhealthy";
  readonly breaker: "closed" | "open" | "half_open" | "off";
}

/** A registered service, as {@link ServiceMesh.status} shows it. */
export interface ServiceStatus extends Traffic {
  readonly name: string;
  /** Where its instances come from. */
  readonly source: "static" | "dns" | "registration";
  /** Requests that were refused on this side: limits, open breakers, no instance. They are in `failed`, too. */
  readonly refused: number;
  /** Requests that wait for their turn (`bulkhead`). */
  readonly queued: number;
  /** How often another instance was tried, as a request can't have reached the one before. */
  readonly moved: number;
  /** The newest 1,000 requests, in ms; null as long as there were none. */
  readonly latency_ms: LatencyStatus;
  readonly instances: readonly InstanceStatus[];
}

/** What {@link ServiceMesh.status} answers: plain data, ready to be shown as JSON. */
export interface ServiceMeshStatus {
  /** In the order of registration. */
  readonly services: readonly ServiceStatus[];
  /** All requests to raw URLs of `allowed_hosts` together. */
  readonly raw_urls: Traffic;
}

/**
 * Reaches services by name.
 *
 * - Called when: an action, or any other code of a plugin, wants a service.
 * - May throw: `ActionError`, with codes and retryability as the README lists them.
 * - Must: repeat nothing by itself; refuse addresses that nobody configured.
 */
export interface ServiceMesh {
  /**
   * The client of a registered service, or of a raw URL whose host is in `allowed_hosts`.
   *
   * @throws {ActionError} `UNKNOWN_SERVICE` with the registered names, or `SSRF_REFUSED` for a raw URL.
   * @example
   * const client = mesh.getClient("analysis_service");
   */
  getClient(service: string): ServiceClient;
  /** What is registered, and how much went there. */
  status(): ServiceMeshStatus;
  /**
   * Ends requests under way with `MESH_CLOSED`, closes all connections and refuses further requests.
   * Closing again does nothing.
   */
  close(): Promise<void>;
}
