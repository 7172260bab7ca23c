import type { FastifyRequest } from "fastify";
import { ServerError } from "../errors";
import { type Principal, scopes } from "./principal";

/**
 * Says who makes a request.
 *
 * - Called when: a request for anything that is not public came in, before its body is read.
 * - May throw: `ServerError` with `UNAUTHENTICATED` (401), `FORBIDDEN` (403) or `TOO_MANY_REQUESTS` (429);
 *   anything else is answered as a 500.
 * - Must: answer quickly, for the request waits.
 */
export interface Authenticator {
  authenticate(request: FastifyRequest): Promise<Principal> | Principal;
}

const ALL = new Set(scopes);
const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);
const ANONYMOUS = "anonymous";
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Everybody who can reach the loopback address may do everything: `X-User-ID` names the user. Pages of other
 * sites in this machine's browsers are kept out, by the `Host` and the `Origin` that they can't forge.
 */
export function loopbackAuthenticator(allowedOrigins: readonly string[] = []): Authenticator {
  const allowed = new Set(allowedOrigins);
  return {
    authenticate(request) {
      refuseForeignHost(request);
      refuseForeignOrigin(request, allowed);
      return { id: userOf(request), scopes: ALL };
    },
  };
}

/** A site whose name was made to lead here still says its own name. */
function refuseForeignHost({ headers }: FastifyRequest): void {
  const { host } = headers;
  if (host === undefined || LOCAL_HOSTS.has(host.replace(/:\d*$/, "").toLowerCase())) return;
  throw ServerError.of("FOREIGN_ORIGIN", { header: "Host", value: shown(host) });
}

function refuseForeignOrigin({ headers, method }: FastifyRequest, allowed: ReadonlySet<string>): void {
  const { host = "", origin } = headers;
  if (origin === undefined || SAFE_METHODS.has(method)) return;
  if (origin === `http://${host}` || origin === `https://${host}` || allowed.has(origin)) return;
  throw ServerError.of("FOREIGN_ORIGIN", { header: "Origin", value: shown(origin) });
}

function userOf({ headers }: FastifyRequest): string {
  const given = headers["x-user-id"];
  if (given === undefined) return ANONYMOUS;
  if (typeof given === "string" && /^[\u0020-\u007E\u00A0-\u00FF]{1,200}$/.test(given)) return given;
  throw ServerError.of("MALFORMED_REQUEST", { problem: "X-User-ID takes 1 to 200 printable characters" });
}

function shown(value: string): string {
  return value.slice(0, 200);
}
