/** A token as an authorization server gave it. */
export interface AccessToken {
  readonly value: string;
  /** How long it is valid from the request on, in ms; undefined when nobody said. */
  readonly lifetimeMs: number | undefined;
}

/** How a {@link TokenCache} works. */
export interface TokenCacheOptions {
  /** How long before its end a token is replaced, in ms; at most half of its life. */
  readonly refreshBeforeMs: number;
  /** The time in ms, from any start. Default: the process's monotonic clock. */
  readonly now?: () => number;
}

interface Held {
  readonly value: string;
  readonly refreshAt: number;
  readonly endsAt: number;
}

/**
 * Keeps one token, and lets one request at a time ask for the next one.
 *
 * A token that is about to end is still used while the next one is on its way, so no request waits for
 * it. When that fails, the old token is used to its end, and each request tries again.
 */
export class TokenCache {
  private held: Held | undefined;
  private pending: Promise<string> | undefined;
  private readonly now: () => number;
  private readonly refreshBeforeMs: number;

  constructor({ refreshBeforeMs, now = () => performance.now() }: TokenCacheOptions) {
    this.now = now;
    this.refreshBeforeMs = refreshBeforeMs;
  }

  /** A valid token; `fetch` is called when there is none, or when it is about to end. */
  get(fetch: () => Promise<AccessToken>): Promise<string> {
    const { held } = this;
    const now = this.now();
    if (held === undefined || now >= held.endsAt) return this.renew(fetch);
    // Whoever has to wait for a token sees the failure; nobody waits for this one.
    if (now >= held.refreshAt) this.renew(fetch).catch(() => undefined);
    return Promise.resolve(held.value);
  }

  /** Forgets a token that a service did not take; a newer one stays. */
  forget(value: string): void {
    if (this.held?.value === value) this.held = undefined;
  }

  private renew(fetch: () => Promise<AccessToken>): Promise<string> {
    this.pending ??= this.fetched(fetch).finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async fetched(fetch: () => Promise<AccessToken>): Promise<string> {
    const asked = this.now();
    const { value, lifetimeMs = Number.POSITIVE_INFINITY } = await fetch();
    const before = Math.min(this.refreshBeforeMs, lifetimeMs / 2);
    this.held = { value, refreshAt: asked + lifetimeMs - before, endsAt: asked + lifetimeMs };
    return value;
  }
}
