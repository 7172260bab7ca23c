import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { z } from "zod";

const BODY_LIMIT = 4 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_GRACE_MS = 5000;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** One thing that is wrong with a request's body. */
export interface InputError {
  readonly code: string;
  readonly message: string;
  /** Where: `url`, `items[2].name`; empty for the body as a whole. */
  readonly path: string;
}

/** An answer that is not the one asked for. `detail` says what is wrong and what to do about it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly InputError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    status: number;
    code: string;
    detail: string;
    errors?: readonly InputError[];
    headers?: Readonly<Record<string, string>>;
    cause?: unknown;
  }) {
    super(options.detail, { cause: options.cause });
    this.name = "Problem";
    this.status = options.status;
    this.code = options.code;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  /** The problem as RFC 9457 describes it; never a stack trace. */
  toJSON(): Record<string, unknown> {
    const { status, code, errors, message: detail } = this;
    const title = STATUS_CODES[status] ?? "Error";
    return { type: "about:blank", title, status, detail, code, ...(errors.length > 0 && { errors }) };
  }
}

/** A service with one operation: `POST path` takes JSON that fits `input` and answers with JSON. */
export interface JsonService<Input extends z.ZodType = z.ZodType> {
  /** The name by which workflows call it. */
  readonly name: string;
  readonly path: string;
  readonly input: Input;
  /** Throws a {@link Problem} for what the caller can get wrong. `signal` aborts when the caller has gone. */
  answer(input: z.output<Input>, signal: AbortSignal): object | Promise<object>;
}

/** A service that listens. */
export interface RunningService {
  readonly url: string;
  /** Finishes what is under way, for at most five seconds, and stops. */
  close(): Promise<void>;
}

/** Starts a service on a free port of the loopback address. */
export async function listen<Input extends z.ZodType>(service: JsonService<Input>): Promise<RunningService> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    // A connection that stays open after close() was called would keep the process alive.
    if (!server.listening) response.setHeader("connection", "close");
    void respond(service, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return { url: `http://127.0.0.1:${port}`, close: () => (closing ??= closeGracefully(server)) };
}

async function closeGracefully(server: Server): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  const closed = once(server, "close");
  server.close();
  await closed;
  clearTimeout(deadline);
}

async function respond<Input extends z.ZodType>(
  service: JsonService<Input>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  echoHeaders(request, response);
  try {
    send(response, 200, await route(service, request, response));
  } catch (error) {
    // A caller who left while sending is no failure of the service, and hears no answer.
    if (request.destroyed && !request.complete) return;
    const problem = error instanceof Problem ? error : unexpected(service.name, error);
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    send(response, problem.status, problem);
  }
}

/**
 * The trace context comes back, so a log of answers can be joined with its traces. The idempotency key
 * too: these services change nothing, so the same request gives the same answer however often it comes.
 */
function echoHeaders(request: IncomingMessage, response: ServerResponse): void {
  const { traceparent, "idempotency-key": key } = request.headers;
  if (typeof traceparent === "string" && TRACEPARENT.test(traceparent)) {
    response.setHeader("traceparent", traceparent);
  }
  if (typeof key === "string") response.setHeader("idempotency-key", key);
}

async function route<Input extends z.ZodType>(
  service: JsonService<Input>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<object> {
  const path = (request.url ?? "/").split("?", 1)[0];
  if (path === "/healthz") {
    allow(request, ["GET", "HEAD"]);
    return { status: "ok", service: service.name };
  }
  if (path !== service.path) {
    const detail = `There is nothing at this path. ${service.name} has POST ${service.path} and GET /healthz.`;
    throw new Problem({ status: 404, code: "NOT_FOUND", detail });
  }
  allow(request, ["POST"]);
  const caller = new AbortController();
  response.once("close", () => caller.abort());
  return service.answer(await readInput(service.input, request), caller.signal);
}

function allow(request: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(request.method ?? "")) return;
  throw new Problem({
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    detail: `Use ${methods.join(" or ")} for this path.`,
    headers: { allow: methods.join(", ") },
  });
}

async function readInput<Input extends z.ZodType>(
  schema: Input,
  request: IncomingMessage,
): Promise<z.output<Input>> {
  requireJson(request);
  const parsed = schema.safeParse(parseJson(await readBody(request)));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    code: issue.code.toUpperCase(),
    message: issue.message,
    path: pathText(issue.path),
  }));
  const list = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
  throw new Problem({ status: 422, code: "INVALID_INPUT", detail: `Correct the body: ${list}.`, errors });
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text.replace(/^\./, "");
}

function requireJson(request: IncomingMessage): void {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? "none";
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (type === "application/json" && encoding === "identity") return;
  const detail =
    type === "application/json"
      ? `Send the body as it is, without Content-Encoding: ${encoding}.`
      : `Send JSON with Content-Type: application/json (it was ${type}).`;
  throw new Problem({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE", detail });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest of a body that is too large is read and dropped: a caller who still sends sees no answer.
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size <= BODY_LIMIT) return Buffer.concat(chunks);
  const detail = `The body has ${size} bytes; at most ${BODY_LIMIT} are taken. Send a smaller document.`;
  throw new Problem({ status: 413, code: "BODY_TOO_LARGE", detail });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    const detail = "The body is not JSON in UTF-8. Send one JSON object.";
    throw new Problem({ status: 400, code: "MALFORMED_BODY", detail, cause });
  }
}

/** The caller learns that it is not their fault; whoever runs the service finds the error in its log. */
function unexpected(service: string, error: unknown): Problem {
  console.error(`${service}:`, error);
  const detail = `${service} failed on this request. Its log says why; the same request may work later.`;
  return new Problem({ status: 500, code: "INTERNAL", detail, cause: error });
}

function send(response: ServerResponse, status: number, body: object): void {
  // The caller may have gone while the answer was made.
  if (response.destroyed) return;
  const type = body instanceof Problem ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
