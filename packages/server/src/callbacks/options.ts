import { webhookKey } from "@tutti/core";
import { ServerError } from "../errors";

/** Who may be called back when an execution has ended. */
export interface CallbackOptions {
  /** The hosts that may be called, such as `hooks.example.com` or `127.0.0.1:7001`. */
  readonly hosts: readonly string[];
  /** Signs each call: `whsec_` and 24 to 64 bytes in base64. */
  readonly secret: string;
  /** How long (ms) a receiver may take. Default 15,000. */
  readonly timeoutMs?: number;
  /** How often a call is tried. Default 10, over about a day. */
  readonly maxAttempts?: number;
  /** How long (ms) to wait before the second try; doubled with each one, up to six hours. Default 30,000. */
  readonly initialIntervalMs?: number;
}

/** The options, complete. */
export interface CallbackSettings {
  readonly hosts: ReadonlySet<string>;
  readonly key: Buffer;
  readonly timeoutMs: number;
  readonly retry: {
    readonly maxAttempts: number;
    readonly initialIntervalMs: number;
    readonly maxIntervalMs: number;
  };
}

const LONGEST_PAUSE_MS = 6 * 60 * 60 * 1000;

/** Throws `INVALID_SERVER_OPTIONS` for a secret that is none. */
export function callbackSettings(options: CallbackOptions): CallbackSettings {
  const { hosts, initialIntervalMs = 30_000, maxAttempts = 10, secret, timeoutMs = 15_000 } = options;
  const key = webhookKey(secret);
  if (key === undefined) {
    const problem = "callbacks.secret is not whsec_ and 24 to 64 bytes in base64";
    throw ServerError.of("INVALID_SERVER_OPTIONS", { problem });
  }
  const retry = { maxAttempts, initialIntervalMs, maxIntervalMs: LONGEST_PAUSE_MS };
  return { hosts: new Set(hosts.map((host) => host.toLowerCase())), key, timeoutMs, retry };
}
