import { ServerError } from "../errors";

/** The 401 for credentials that were presented. */
export function unauthenticated(reason: string): ServerError {
  const headers = { "www-authenticate": 'Bearer realm="tutti", error="invalid_token"' };
  return ServerError.of("UNAUTHENTICATED", { reason }, { headers });
}
