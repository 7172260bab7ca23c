import type { RequestLabel } from "../errors";
import type { Exchange, RawAnswer } from "../transport/exchange";
import { AuthError } from "./auth-error";
import { type AskForToken, requestToken } from "./client-credentials";
import { bearerOf, type Credentials, credentialsOf, type StaticAuthConfig } from "./credentials";
import type { ClientCredentialsConfig } from "./options";
import { redactAnswer } from "./redaction";
import type { ReadSecret } from "./secrets";
import { TokenCache } from "./token-cache";

/** What one request lends to its authentication. */
export interface AuthScope {
  readonly label: RequestLabel;
  readonly read: ReadSecret;
  /** Ends the wait for a token; other requests go on waiting for it. */
  readonly signal: AbortSignal;
  readonly send: (request: Exchange) => Promise<RawAnswer>;
}

/** Authenticates the requests to one service. */
export interface Authenticator {
  /**
   * Sends a request with its credentials. The answer has them no more, should the service echo them.
   *
   * @throws {ActionError} `SERVICE_AUTH_FAILED` when there are no credentials.
   */
  send(request: Exchange, scope: AuthScope): Promise<RawAnswer>;
  /** Closes what it has open. */
  close(): void;
}

/** Where tokens come from. */
export interface TokenEndpoint {
  readonly ask: AskForToken;
  close(): void;
}

/** Makes the credentials anew for each request, so a secret that changed is used at once. */
export class StaticAuthenticator implements Authenticator {
  constructor(private readonly config: StaticAuthConfig) {}

  async send(request: Exchange, scope: AuthScope): Promise<RawAnswer> {
    const credentials = await named(scope.label, credentialsOf(this.config, scope.read));
    return redactAnswer(await scope.send(withCredentials(request, credentials)), credentials.secrets);
  }

  // Secrets are read, and nothing is kept open.
  close(): void {}
}

/**
 * Keeps the token of an authorization server. When a service refuses it with 401, the request is sent
 * once more with a new one: a request that was refused so has done nothing.
 */
export class TokenAuthenticator implements Authenticator {
  private readonly tokens: TokenCache;

  constructor(
    private readonly config: ClientCredentialsConfig,
    private readonly endpoint: TokenEndpoint,
  ) {
    this.tokens = new TokenCache({ refreshBeforeMs: config.refresh_before_seconds * 1000 });
  }

  async send(request: Exchange, scope: AuthScope): Promise<RawAnswer> {
    const token = await this.token(scope);
    const answer = await sendWithToken(request, token, scope);
    if (answer.status !== 401) return answer;
    this.tokens.forget(token);
    return sendWithToken(request, await this.token(scope), scope);
  }

  close(): void {
    this.endpoint.close();
  }

  private token({ label, read, signal }: AuthScope): Promise<string> {
    const token = this.tokens.get(() => requestToken(this.config, { read, ask: this.endpoint.ask }));
    return named(label, unlessAborted(token, signal));
  }
}

/** Sends a request with its service's authentication, when that has one. */
export function sendAuthenticated(
  request: Exchange,
  { auth, scope }: { readonly auth: Authenticator | undefined; readonly scope: AuthScope },
): Promise<RawAnswer> {
  return auth === undefined ? scope.send(request) : auth.send(request, scope);
}

async function sendWithToken(request: Exchange, token: string, { send }: AuthScope): Promise<RawAnswer> {
  const credentials = bearerOf(token, "access_token");
  return redactAnswer(await send(withCredentials(request, credentials)), credentials.secrets);
}

async function named<T>(label: RequestLabel, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof AuthError ? error.of(label) : error;
  }
}

function withCredentials(request: Exchange, { headers, query }: Credentials): Exchange {
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { ...request, url, headers: { ...request.headers, ...headers } };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
