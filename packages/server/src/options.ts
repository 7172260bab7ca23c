import type { Orchestrator } from "@tutti/core";
import type { FastifyBaseLogger } from "fastify";
import type { Authenticator } from "./auth/authenticator";
import { ServerError } from "./errors";

/** What the server lets through. Everything over a limit is a clear error. */
export interface ServerLimits {
  /** Bytes of a request's body. Default 2 MiB. */
  readonly bodyBytes: number;
  /** Bytes of a request's headers. Default 16 KiB. */
  readonly headerBytes: number;
  /** Seconds that a client may take to send its headers, and seconds for the whole request. Default 10 and 60. */
  readonly headerSeconds: number;
  readonly requestSeconds: number;
  /** Seconds that an idle connection is kept for the next request. Default 72. */
  readonly keepAliveSeconds: number;
  /** Connections at a time. Default 10,000. */
  readonly connections: number;
  /** Requests a minute from one caller. Default: no limit. */
  readonly requestsPerMinute: number | null;
  /** The longest `?wait=` (seconds); who asks for more gets this. Default 60. */
  readonly waitSeconds: number;
  /** Event streams at a time. Default 5,000. */
  readonly eventStreams: number;
  /** Seconds between two signs of life on an event stream. Default 15. */
  readonly heartbeatSeconds: number;
  /** Seconds that requests in hand may take to end when the server stops. Default 10. */
  readonly stopSeconds: number;
}

/** The limits when none are given. */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  bodyBytes: 2 * 1024 * 1024,
  headerBytes: 16 * 1024,
  headerSeconds: 10,
  requestSeconds: 60,
  keepAliveSeconds: 72,
  connections: 10_000,
  requestsPerMinute: null,
  waitSeconds: 60,
  eventStreams: 5_000,
  heartbeatSeconds: 15,
  stopSeconds: 10,
};

/** Calls back once after so many ms, and gives what cancels that. */
export type Timer = (ms: number, callback: () => void) => () => void;

/** A timer of this process, which keeps no process from ending. */
export const systemTimer: Timer = (ms, callback) => {
  const handle = setTimeout(callback, ms);
  handle.unref();
  return () => clearTimeout(handle);
};

/** Options of {@link createServer}. */
export interface ServerOptions {
  /** What the server serves. It stays the caller's: `stop()` of the server does not stop it, unless `owned` says so. */
  readonly orchestrator: Orchestrator;
  /** Default `127.0.0.1`. Any other address than a loopback one needs `auth`. */
  readonly host?: string;
  /** Default 5080; 0: any free one. */
  readonly port?: number;
  /** Says who asks. Default, on loopback only: everybody may do everything, and `X-User-ID` names the user. */
  readonly auth?: Authenticator;
  /** Is the orchestrator stopped with the server? Default false. */
  readonly owned?: boolean;
  /** The origins whose pages may call the API, such as `https://ops.example.com`. Default: none. */
  readonly cors?: readonly string[];
  /** A pino logger for access lines and errors; false: none. Default: JSON lines on standard error. */
  readonly logger?: FastifyBaseLogger | false;
  readonly limits?: Partial<ServerLimits>;
  /** Whether `X-Forwarded-For` is believed: true, or the proxies' addresses. Default false. */
  readonly trustProxy?: boolean | readonly string[];
  /** What counts the time of heartbeats and of stopping: for tests. */
  readonly timer?: Timer;
}

/** The host, once it is sure that nobody else can reach what has no auth. Throws `AUTH_REQUIRED`. */
export function checkedHost({ auth, host = "127.0.0.1" }: Pick<ServerOptions, "auth" | "host">): string {
  if (auth !== undefined || isLoopback(host)) return host;
  throw ServerError.of("AUTH_REQUIRED", { host });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The limits, complete. Throws `INVALID_SERVER_OPTIONS` for a number that makes no sense. */
export function checkedLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  const limits = { ...DEFAULT_SERVER_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (value === null && name === "requestsPerMinute") continue;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) continue;
    throw ServerError.of("INVALID_SERVER_OPTIONS", {
      problem: `limits.${name} is ${String(value)}, not a number above 0`,
    });
  }
  return limits;
}
