import { Connections } from "../connections";
import { labelOf, serviceError } from "../errors";
import type { HostLookup } from "../network/guarded-lookup";
import { lookupFor } from "../network/lookup-for";
import type { ServiceConfig } from "../options";
import { exchange } from "../transport/exchange";
import { failureOf } from "../transport/failure";
import {
  type Authenticator,
  StaticAuthenticator,
  TokenAuthenticator,
  type TokenEndpoint,
} from "./authenticator";
import type { AskForToken } from "./client-credentials";
import type { ClientCredentialsConfig } from "./options";
import { TlsMaterial } from "../tls/tls-material";

/** The largest answer of a token endpoint that is read. */
const MOST_BYTES = 65_536;

/** What a service's authentication is made of. */
export interface AuthenticatorParts {
  readonly name: string;
  readonly config: ServiceConfig;
  readonly resolve: HostLookup;
}

/** The authentication of a service; undefined when it has none. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator | undefined {
  const { auth } = parts.config;
  if (auth === undefined) return undefined;
  return auth.type === "client_credentials"
    ? new TokenAuthenticator(auth, endpointOf(parts, auth))
    : new StaticAuthenticator(auth);
}

// A token is for all requests to the service, so it has a time limit of its own. The addresses that the
// token endpoint may have are those that its service may have.
function endpointOf(parts: AuthenticatorParts, auth: ClientCredentialsConfig): TokenEndpoint {
  const url = new URL(auth.token_url);
  const label = labelOf({ service: parts.name, method: "POST", endpoint: url.pathname });
  const timeoutMs = auth.timeout_seconds * 1000;
  const lookup = lookupFor(url, parts.config, parts.resolve);
  const tls = auth.tls === undefined ? undefined : new TlsMaterial(auth.tls);
  const connections = new Connections();
  const ask: AskForToken = async (request, read) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await exchange(request, {
        connections,
        lookup,
        signal,
        connectTimeoutMs: Math.min(timeoutMs, parts.config.connect_timeout_seconds * 1000),
        responseTimeoutMs: undefined,
        maxBytes: MOST_BYTES,
        tls: await tls?.settings(read, label),
      });
    } catch (error) {
      if (!signal.aborted) throw failureOf(error as Error, label);
      const problem = `it took too long: no whole answer within ${auth.timeout_seconds} s`;
      throw serviceError(label, { code: "SERVICE_TIMEOUT", problem });
    }
  };
  return { ask, close: () => connections.destroy() };
}
