import { ServerError } from "../errors";
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "../../vendor/jose.cjs";

/** How keys are fetched, and for how long they are believed. */
export interface JwksOptions {
  /** Where the issuer publishes its keys: https, or http on a loopback address. */
  readonly url: string;
  /** Keys that are older are fetched again, while they are still used. Default 600 s. */
  readonly cacheSeconds?: number;
  /** So long keys are used while no new ones can be had. Default 86,400 s. */
  readonly staleSeconds?: number;
  /** After a fetch, so long no other one is made, whatever tokens name. Default 30 s. */
  readonly cooldownSeconds?: number;
  /** For one fetch. Default 5 s. */
  readonly timeoutSeconds?: number;
}

interface KeySet {
  readonly find: JWTVerifyGetKey;
  /** ms since the epoch. */
  readonly at: number;
}

/** Larger answers are no key sets (bytes). */
const LARGEST = 1_048_576;

/**
 * The public keys of an issuer.
 *
 * - A token that names an unknown key makes them be fetched again, so a new key counts at once; but not more often than
 *   the cooldown says, or made-up tokens would make us flood the issuer.
 * - While the issuer can't be reached, known keys go on counting for `staleSeconds`. Without any, tokens can't be
 *   checked: `AUTH_UNAVAILABLE`.
 */
export class Jwks {
  private known: KeySet | undefined;
  private fetching: Promise<void> | undefined;
  private triedAt = Number.NEGATIVE_INFINITY;
  private readonly options: Required<JwksOptions>;

  constructor(
    options: JwksOptions,
    private readonly now: () => number,
  ) {
    const defaults = { cacheSeconds: 600, staleSeconds: 86_400, cooldownSeconds: 30, timeoutSeconds: 5 };
    this.options = { ...defaults, ...options };
    checkUrl(options.url);
  }

  /** Finds the key of a token. Throws the errors of jose, and `AUTH_UNAVAILABLE`. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const { at, find } = await this.current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh();
      const newer = this.known;
      if (newer === undefined || newer.at === at) throw error;
      return newer.find(header, token);
    }
  };

  private async current(): Promise<KeySet> {
    const age = this.ageSeconds();
    const { cacheSeconds, staleSeconds } = this.options;
    if (age >= cacheSeconds) {
      const refreshed = this.refresh();
      if (age >= staleSeconds) await refreshed;
    }
    if (this.known !== undefined && this.ageSeconds() < staleSeconds) return this.known;
    const seconds = Math.ceil(this.options.cooldownSeconds);
    throw ServerError.of("AUTH_UNAVAILABLE", {}, { headers: { "retry-after": String(seconds) } });
  }

  private ageSeconds(): number {
    return this.known === undefined ? Number.POSITIVE_INFINITY : (this.now() - this.known.at) / 1000;
  }

  /** Fetches the keys, unless that was tried a moment ago. Never rejects: the known keys stay then. */
  private refresh(): Promise<void> {
    if (this.fetching !== undefined) return this.fetching;
    if (this.now() - this.triedAt < this.options.cooldownSeconds * 1000) return Promise.resolve();
    this.triedAt = this.now();
    this.fetching = this.fetch()
      .then((find) => void (this.known = { find, at: this.now() }))
      .catch(() => undefined)
      .finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async fetch(): Promise<JWTVerifyGetKey> {
    const { timeoutSeconds, url } = this.options;
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const headers = { accept: "application/jwk-set+json, application/json" };
    const answer = await fetch(url, { redirect: "error", headers, signal });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return createLocalJWKSet(JSON.parse(await textOf(answer)) as JSONWebKeySet);
  }
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LARGEST) throw new Error("the key set is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Whoever could change the keys on their way could make tokens. */
function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? "");
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return;
  throw ServerError.of("INVALID_SERVER_OPTIONS", { problem: "jwt.jwks.url is no https URL" });
}
