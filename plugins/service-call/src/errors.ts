import type { ActionErrorInfo } from "@tutti/core";
import { type ServiceErrorCode, serviceErrors } from "@tutti/service-mesh";

/** When a call fails with which code of the mesh. */
export const whenItFails: Readonly<Record<ServiceErrorCode, string>> = {
  UNKNOWN_SERVICE: "Nothing is registered under that name.",
  INVALID_ENDPOINT: "The endpoint could leave the service's URL.",
  INVALID_REQUEST:
    "A header, timeout, parameter or body that can't be sent, or a path that can't be saved to.",
  SSRF_REFUSED: "A host that is not allowed, an address that is not public, or a redirect to another origin.",
  SERVICE_AUTH_FAILED: "A secret of the service's `auth` can't be read, or there is no token.",
  SERVICE_TIMEOUT: "The service took too long.",
  SERVICE_UNREACHABLE: "No connection, or it was lost.",
  SERVICE_TLS_FAILED:
    "The connection can't be secured: an expired certificate, an unknown CA, another host name, …",
  SERVICE_ERROR: "A status that was not expected; 408, 425, 429 and 5xx except 501 and 505 are retryable.",
  SERVICE_BAD_RESPONSE:
    "An answer that can't be read, is not of the expected type, or more than five redirects.",
  RESPONSE_TOO_LARGE: "The body is larger than the service's `max_response_bytes`.",
  SAVE_FAILED: "The answer can't be written to its file.",
  NO_INSTANCE: "No instance of the service is known at the moment.",
  CIRCUIT_OPEN: "Too many requests failed; the error says when the next may try.",
  SERVICE_BUSY: "The service's `bulkhead` is full.",
  RATE_LIMITED: "The service's `rate_limit`; the error says when the next may go.",
  MESH_CLOSED: "The orchestrator is stopping.",
};

/** What the action fails with, in the order of the mesh's own catalogue. What depends on a cause or status is retryable. */
export const actionErrors: readonly ActionErrorInfo[] = Object.entries(serviceErrors).map(
  ([code, { retryable }]) => ({
    code,
    description: whenItFails[code as ServiceErrorCode],
    retryable: retryable !== false,
  }),
);
