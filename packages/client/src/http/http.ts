import { clientError, TuttiClientError } from "../errors";
import type { CallOptions, Settings } from "./options";
import type { Ports } from "./ports";
import { documentOf, problemOf } from "./problem";
import { waitBeforeNext } from "./retry";
import { reasonOf } from "./reason";
import { timeLimit } from "./time-limit";

/** Values of a query; what is undefined is left out, and each of a list is given. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** A request, before it is one. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the server's url, with its parts encoded: see {@link path}. */
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Does it do no harm when the server gets the request twice? Default: only for GET. */
  readonly isSafe?: boolean;
  /** How long (ms) the server is asked to take for the answer, besides the timeout. */
  readonly patienceMs?: number;
  readonly options?: CallOptions | undefined;
}

/** Sends requests. */
export interface Http {
  readonly settings: Settings;
  readonly ports: Ports;
  /** The answer's document; a status of 204 gives null. */
  readonly json: <T>(call: Call) => Promise<T>;
  /** One attempt at an answer whose body is read later: the signal of the call ends that, too. */
  readonly open: (call: Call) => Promise<Response>;
}

/**
 * Writes a path below `/api/v1`, with each value encoded. Throws `INVALID_OPTIONS` for an id that is none:
 * it would name another resource.
 *
 * @example
 * path`/executions/${id}/cancel`;
 */
export function path(texts: TemplateStringsArray, ...values: readonly string[]): string {
  const parts = values.map((value) => {
    if (typeof value === "string" && !/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
    throw clientError("INVALID_OPTIONS", `${JSON.stringify(value)} is no id and no name.`);
  });
  return `/api/v1${String.raw({ raw: texts }, ...parts)}`;
}

/** Sends requests as the settings say. */
export function makeHttp(settings: Settings, ports: Ports): Http {
  const parts = { settings, ports };
  return {
    ...parts,
    json: <T>(call: Call) => repeat(parts, call, readJson) as Promise<T>,
    open: (call) => attempt(parts, call, (response) => Promise.resolve(response)),
  };
}

type Parts = Pick<Http, "settings" | "ports">;
type Read<T> = (response: Response) => Promise<T>;

const readJson = (response: Response): Promise<unknown> =>
  response.status === 204 ? Promise.resolve(null) : documentOf(response);

async function repeat<T>(parts: Parts, call: Call, read: Read<T>): Promise<T> {
  const { ports, settings } = parts;
  const { isSafe = call.method === "GET", options = {} } = call;
  const began = ports.now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt(parts, call, read);
    } catch (error) {
      if (!(error instanceof TuttiClientError)) throw error;
      const elapsedMs = ports.now() - began;
      const failed = { error, isSafe, attempt: attempts, elapsedMs, random: ports.random() };
      const wait = waitBeforeNext(failed, settings.retry);
      if (wait === undefined) throw error;
      await ports.sleep(wait, options.signal);
    }
  }
}

async function attempt<T>(parts: Parts, call: Call, read: Read<T>): Promise<T> {
  const { ports, settings } = parts;
  const signal = call.options?.signal;
  const ms = patienceOf(call, settings);
  // Before anything is sent: what is wrong with the call itself is no failure of the connection.
  const init = await initOf(call, settings);
  const url = `${settings.base}${call.path}${queryText(call.query)}`;
  const limit = timeLimit(ms, signal);
  try {
    signal?.throwIfAborted();
    const response = await ports.fetch(url, { ...init, signal: limit.signal });
    if (!response.ok) throw await problemOf(response);
    return await read(response);
  } catch (error) {
    if (error instanceof TuttiClientError) throw error;
    if (signal?.aborted === true) throw signal.reason;
    throw limit.isOver() ? late(settings.base, ms) : unreachable(settings.base, error);
  } finally {
    limit.end();
  }
}

function patienceOf({ options = {}, patienceMs = 0 }: Call, settings: Settings): number {
  return (options.timeoutMs ?? settings.timeoutMs) + patienceMs;
}

function late(base: string, ms: number): TuttiClientError {
  return clientError("TIMEOUT", `${base} did not answer within ${ms} ms.`);
}

function unreachable(base: string, cause: unknown): TuttiClientError {
  return clientError("CONNECTION_FAILED", `${base} can't be reached: ${reasonOf(cause)}.`, { cause });
}

async function initOf({ body, headers, method }: Call, { token, userId }: Settings): Promise<RequestInit> {
  const secret = await token();
  if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret))
    throw clientError(
      "INVALID_OPTIONS",
      "The token is empty, or has characters that no HTTP header can hold.",
    );
  return {
    method,
    // An answer from elsewhere is not the server's; and a redirected POST would become a GET.
    redirect: "error",
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(userId === undefined ? {} : { "x-user-id": userId }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return (Array.isArray(value) ? (value as readonly string[]) : [String(value as string | number)]).map(
      (one): [string, string] => [name, one],
    );
  });
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`;
}
