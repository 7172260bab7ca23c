import { clientError } from "../errors";

/** What sends a request: `globalThis.fetch`, or something with its manners. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How long and how often a request is repeated that failed for a while. All in ms. */
export interface RetryOptions {
  /**
   * A request is repeated as long as no more than this has passed since it was first sent; a stream of events
   * connects anew until so long nothing could be heard. Default 30,000; 0: never.
   */
  readonly budgetMs?: number;
  /** The longest wait before the second attempt; it doubles with each further one. Default 200. */
  readonly initialIntervalMs?: number;
  /** No wait is longer than this, unless the server asks for it. Default 5,000. */
  readonly maxIntervalMs?: number;
}

/** What a client is made from. */
export interface ClientOptions {
  /** Where the server is: `http://127.0.0.1:5080`, or with a path where a proxy puts it below one. */
  readonly url: string;
  /** An API key or a JWT; a function is asked before each request, for tokens that expire. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Who asks, for a server without authentication; one with it takes the user from the token. */
  readonly userId?: string | undefined;
  /** Sends the requests. Default: the global one. */
  readonly fetch?: Fetch | undefined;
  readonly retry?: RetryOptions | undefined;
  /** How long (ms) one attempt of a request may take. Default 30,000. Streams only have to begin in this time. */
  readonly timeoutMs?: number | undefined;
}

/** Options that every request takes. */
export interface CallOptions {
  /** Ends the request; what it rejects with is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long (ms) one attempt may take; default: as the client says. */
  readonly timeoutMs?: number | undefined;
}

/** Options with every default filled in. */
export interface Settings {
  /** Without a slash at its end. */
  readonly base: string;
  readonly token: () => string | undefined | Promise<string>;
  readonly userId: string | undefined;
  readonly retry: Required<RetryOptions>;
  readonly timeoutMs: number;
}

const DEFAULT_RETRY = { budgetMs: 30_000, initialIntervalMs: 200, maxIntervalMs: 5000 };

/** Fills in what is left out. Throws `INVALID_OPTIONS` for what can't work. */
export function settingsOf({ retry = {}, timeoutMs = 30_000, token, url, userId }: ClientOptions): Settings {
  const full = { ...DEFAULT_RETRY, ...retry };
  for (const [name, value] of Object.entries({ ...full, timeoutMs }))
    if (!Number.isFinite(value) || value < 0)
      throw clientError("INVALID_OPTIONS", `${name} is ${value}: give a number of ms from 0 on.`);
  if (
    userId !== undefined &&
    !/^[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/.test(userId)
  )
    throw clientError(
      "INVALID_OPTIONS",
      `userId is ${JSON.stringify(userId)}, which no HTTP header can hold.`,
    );
  return {
    base: baseOf(url),
    token: typeof token === "function" ? token : () => token,
    userId,
    retry: full,
    timeoutMs,
  };
}

function baseOf(url: string): string {
  const parsed = parse(url);
  const { hash, password, pathname, protocol, search, username } = parsed;
  if (protocol !== "http:" && protocol !== "https:")
    throw wrong(url, "it must begin with http:// or https://");
  if (username !== "" || password !== "")
    throw wrong(parsed.origin, "it holds a password; give a token instead");
  if (search !== "" || hash !== "") throw wrong(url, "it must end with its path");
  return `${parsed.origin}${pathname.replace(/\/+$/, "")}`;
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw wrong(url, "write it as http://127.0.0.1:5080", cause);
  }
}

function wrong(url: string, problem: string, cause?: unknown) {
  return clientError("INVALID_OPTIONS", `The url ${JSON.stringify(url)} can't be used: ${problem}.`, {
    cause,
  });
}
