/** One kind of error that the server adds to those of the core. */
export interface ServerErrorEntry<Params> {
  /** The HTTP status it is answered with. */
  readonly status: number;
  readonly message: (params: Params) => string;
  readonly fix: (params: Params) => string;
}

function entry<Params>(
  status: number,
  message: (params: Params) => string,
  fix: (params: Params) => string,
): ServerErrorEntry<Params> {
  return { status, message, fix };
}

/** Every error code of the server itself. The README's table and this object are kept equal by a test. */
export const serverErrors = {
  MALFORMED_BODY: entry<{ problem: string }>(
    400,
    (p) => `The body can't be read: ${p.problem}.`,
    () => "Send well-formed JSON, or YAML where a definition is taken.",
  ),
  MALFORMED_REQUEST: entry<{ problem: string }>(
    400,
    (p) => `The request can't be read: ${p.problem}.`,
    () => "Correct the request line or the header.",
  ),
  INVALID_QUERY: entry<{ problem: string }>(
    400,
    (p) => `The query is wrong: ${p.problem}.`,
    () => "See /docs for the parameters of this address.",
  ),
  UNAUTHENTICATED: entry<{ reason: string }>(
    401,
    (p) => `Who asks could not be told: ${p.reason}.`,
    () => "Send Authorization: Bearer with a valid API key or token.",
  ),
  AUTH_UNAVAILABLE: entry<Record<string, never>>(
    503,
    () => "Tokens can't be checked now: the keys of their issuer can't be had.",
    () => "Ask again shortly; an administrator looks at whether the server reaches jwt.jwks.url.",
  ),
  LOCKED_OUT: entry<{ seconds: number }>(
    429,
    () => "There were too many failed attempts from this address, or with this key.",
    (p) => `Wait ${p.seconds} s, and then use valid credentials.`,
  ),
  UNKNOWN_KEY: entry<{ key_id: string }>(
    404,
    (p) => `There is no API key ${JSON.stringify(p.key_id.slice(0, 100))}.`,
    () => "List the keys with tutti keys list.",
  ),
  INVALID_KEY: entry<{ problem: string }>(
    422,
    (p) => `The API key can't be made: ${p.problem}.`,
    () => "Give a name of letters, digits, ., _, @ and -, a role, and a lifetime and tags that make sense.",
  ),
  FORBIDDEN: entry<{ user: string; scope: string }>(
    403,
    (p) => `${p.user} may not do this: it takes the scope "${p.scope}".`,
    () => "Ask an administrator for the scope, or use another key.",
  ),
  FOREIGN_ORIGIN: entry<{ header: string; value: string }>(
    403,
    (p) => `Without auth the server takes no requests of other sites (${p.header}: ${p.value}).`,
    () => "Ask 127.0.0.1 or localhost itself, allow the origin with cors, or set up auth.",
  ),
  UNKNOWN_ROUTE: entry<{ method: string; path: string }>(
    404,
    (p) => `There is nothing at ${p.method} ${p.path}.`,
    () => "See /openapi.json or /docs for what there is.",
  ),
  UNKNOWN_HOOK: entry<{ path: string }>(
    404,
    (p) => `No active workflow has a webhook trigger with the path "${p.path}".`,
    () => "Correct the path, or activate the workflow.",
  ),
  METHOD_NOT_ALLOWED: entry<{ method: string; path: string; allowed: readonly string[] }>(
    405,
    (p) => `${p.path} takes no ${p.method}.`,
    (p) => `Use ${p.allowed.join(" or ")}.`,
  ),
  NOT_ACCEPTABLE: entry<{ accept: string; offered: readonly string[] }>(
    406,
    (p) => `This address can't answer with ${p.accept}.`,
    (p) => `Accept ${p.offered.join(" or ")}.`,
  ),
  BODY_TOO_LARGE: entry<{ bytes: number }>(
    413,
    (p) => `The body is larger than ${p.bytes} bytes.`,
    () => "Send less, or raise the server's limits.bodyBytes.",
  ),
  UNSUPPORTED_MEDIA_TYPE: entry<{ type: string; accepted: readonly string[] }>(
    415,
    (p) => `A body of type "${p.type}" is not taken here.`,
    (p) => `Send ${p.accepted.join(" or ")}.`,
  ),
  INVALID_BODY: entry<{ problem: string }>(
    422,
    (p) => `The body is wrong: ${p.problem}.`,
    () => "See /docs for what this address takes.",
  ),
  TOO_MANY_REQUESTS: entry<{ seconds: number }>(
    429,
    () => "There were too many requests from this caller.",
    (p) => `Wait ${p.seconds} s, and ask less often.`,
  ),
  TOO_MANY_STREAMS: entry<{ limit: number }>(
    503,
    (p) => `${p.limit} event streams are open already.`,
    () => "Close some, or raise the server's limits.eventStreams.",
  ),
  SERVER_STOPPING: entry<Record<string, never>>(
    503,
    () => "The server is stopping.",
    () => "Ask again shortly; executions go on at its next start.",
  ),
  NOT_READY: entry<Record<string, never>>(
    503,
    () => "The storage can't be read now.",
    () => "Look into the server's log, and at the storage.",
  ),
  INTERNAL_ERROR: entry<{ request_id: string }>(
    500,
    (p) => `Something went wrong inside the server (request ${p.request_id}).`,
    () => "Look for the request's id in the server's log, and report it.",
  ),
  AUTH_REQUIRED: entry<{ host: string }>(
    500,
    (p) => `The server does not listen on ${p.host} without auth.`,
    () => "Give createServer({ auth }), or listen on 127.0.0.1, ::1 or localhost.",
  ),
  INVALID_SERVER_OPTIONS: entry<{ problem: string }>(
    500,
    (p) => `Options of createServer: ${p.problem}.`,
    () => "See the options in the README of @tutti/server.",
  ),
};

/** A code of {@link serverErrors}. */
export type ServerErrorCode = keyof typeof serverErrors;

/** The values that the texts of a code need. */
export type ServerErrorParams<Code extends ServerErrorCode> =
  (typeof serverErrors)[Code] extends ServerErrorEntry<infer Params> ? Params : never;
