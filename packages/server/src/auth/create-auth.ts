import type { KeyStore } from "@tutti/core/runtime";
import type { FastifyRequest } from "fastify";
import { ServerError } from "../errors";
import { keyIdOf, looksLikeKey } from "./api-key";
import { ApiKeys } from "./api-keys";
import type { Authenticator } from "./authenticator";
import { type JwtOptions, jwtVerifier } from "./jwt";
import { DEFAULT_LOCKOUT, Lockout, type LockoutOptions } from "./lockout";
import type { Principal } from "./principal";
import { onlyScopes } from "./roles";
import { unauthenticated } from "./unauthenticated";

/** Options of {@link createAuth}: at least one of `keys` and `jwt`. */
export interface AuthOptions {
  /** Takes API keys: where they are kept, which is `storage.access`. */
  readonly keys?: KeyStore;
  /** Takes tokens of an identity provider. */
  readonly jwt?: JwtOptions;
  readonly lockout?: Partial<LockoutOptions>;
  /** ms since the epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** Tells who holds a bearer token. Throws `UNAUTHENTICATED`. */
type Verify = (token: string) => Promise<Principal>;

/** Longer tokens are not looked at (characters). */
const LONGEST = 16_384;

/**
 * Makes the auth of a server: `Authorization: Bearer` with an API key or a JWT.
 *
 * Throws `INVALID_SERVER_OPTIONS` when it would let nobody in. Requests are refused with `UNAUTHENTICATED`, and with
 * `LOCKED_OUT` after too many that failed.
 *
 * @example
 * const storage = sqlite({ path: "tutti.db" });
 * const orchestrator = await createOrchestrator({ storage });
 * const server = await createServer({ orchestrator, host: "0.0.0.0", auth: createAuth({ keys: storage.access }) });
 */
export function createAuth(options: AuthOptions): Authenticator {
  const { now = Date.now } = options;
  const verify = verifierOf(options, now);
  const lockout = new Lockout(checkedLockout(options.lockout), now);
  return {
    async authenticate(request) {
      const token = tokenOf(request);
      const attempt = { address: request.ip, keyId: keyIdOf(token) };
      const seconds = lockout.waitOf(attempt);
      if (seconds > 0) throw lockedOut(seconds);
      try {
        const principal = await verify(token);
        lockout.succeeded(attempt);
        return principal;
      } catch (error) {
        if (error instanceof ServerError && error.code === "UNAUTHENTICATED") lockout.failed(attempt);
        throw error;
      }
    },
  };
}

function verifierOf({ jwt, keys }: AuthOptions, now: () => number): Verify {
  if (keys === undefined && jwt === undefined)
    throw ServerError.of("INVALID_SERVER_OPTIONS", { problem: "createAuth has neither keys nor jwt" });
  const byKey = keys === undefined ? nobody("key") : keyVerifier(new ApiKeys({ store: keys, now }));
  const byToken = jwt === undefined ? nobody(keys === undefined ? "token" : "key") : jwtVerifier(jwt, now);
  return (token) => (looksLikeKey(token) ? byKey(token) : byToken(token));
}

function nobody(what: "key" | "token"): Verify {
  return () => Promise.reject(unauthenticated(`the ${what} is not valid`));
}

function keyVerifier(keys: ApiKeys): Verify {
  return async (token) => {
    const verified = await keys.verify(token);
    if (!verified.ok) throw unauthenticated(verified.reason);
    const { key_id: keyId, name, scopes, tags } = verified.record;
    const limited = tags === null ? {} : { tags: new Set(tags) };
    return { id: `key:${name}`, keyId, scopes: onlyScopes(scopes), ...limited };
  };
}

function tokenOf({ headers }: FastifyRequest): string {
  const given = headers.authorization;
  // Nothing was presented, so nothing failed: this does not count.
  if (given === undefined)
    throw ServerError.of(
      "UNAUTHENTICATED",
      { reason: "there is no Authorization header" },
      { headers: { "www-authenticate": 'Bearer realm="tutti"' } },
    );
  const [, token = ""] = given.length > LONGEST ? [] : (/^Bearer +([\w.~+/-]+=*) *$/i.exec(given) ?? []);
  return token;
}

function lockedOut(seconds: number): ServerError {
  return ServerError.of("LOCKED_OUT", { seconds }, { headers: { "retry-after": String(seconds) } });
}

function checkedLockout(given: Partial<LockoutOptions> = {}): LockoutOptions {
  const options = { ...DEFAULT_LOCKOUT, ...given };
  for (const [name, value] of Object.entries(options))
    if (!(Number.isFinite(value) && value > 0))
      throw ServerError.of("INVALID_SERVER_OPTIONS", {
        problem: `lockout.${name} is ${String(value)}, not a number above 0`,
      });
  return options;
}
