import { createServer, type Server, type Socket } from "node:net";
import type { CloudEvent, WorkflowDefinition } from "@tutti/core";
import { reasonOf } from "@tutti/core/runtime";
import type { KeyAccess, WorkflowAccess } from "../access/access";
import { CliError } from "../diagnostics/diagnostic";
import { hasCode } from "../store/open";
import { version } from "../version";
import { busy } from "./busy";
import { parseLine, takeLines } from "./lines";
import {
  type ControlAnswer,
  type ControlRequest,
  type Farewell,
  type Greeting,
  LONGEST_REQUEST,
  PROTOCOL,
  requestSchema,
  type WireError,
} from "./protocol";

/** So many connections are served at a time. */
const MOST_CONNECTIONS = 256;
/** So many bytes may wait for a client that does not read; then the connection ends, and the client asks again. */
const MOST_WAITING = 64 * 1024 * 1024;

/** So long a client may take to close its connection. */
const FAREWELL_MS = 1000;

/** What an owner serves: reading is no matter of its own, everybody can. */
export type Served = Pick<WorkflowAccess, "ask" | "follow" | "putWorkflow" | "start"> &
  Pick<KeyAccess, "putApiKey">;

/** Takes requests of other processes of the same user. */
export class ControlServer {
  private readonly sockets = new Set<Socket>();
  private readonly working = new Set<Promise<void>>();
  private isEnding = false;
  private readonly server: Server;
  private accept: (served: Served | undefined) => void = () => undefined;
  private readonly served = new Promise<Served | undefined>((resolve) => {
    this.accept = resolve;
  });

  private constructor(readonly endpoint: string) {
    this.server = createServer((socket) => this.welcome(socket));
    this.server.maxConnections = MOST_CONNECTIONS;
  }

  /** Listens. What comes before {@link serve} waits. */
  static async listen(endpoint: string): Promise<ControlServer> {
    const control = new ControlServer(endpoint);
    const { server } = control;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(endpoint, resolve);
    });
    return control;
  }

  /** From now on requests are answered. */
  serve(served: Served): void {
    this.accept(served);
  }

  /** From now on everything is refused: the owner ends, and whoever asks waits for that. */
  refuse(): void {
    this.isEnding = true;
    this.accept(undefined);
  }

  /** Ends all connections, once everything is answered. */
  async close(): Promise<void> {
    this.refuse();
    const closed = new Promise<void>((resolve) => void this.server.close(() => resolve()));
    await Promise.all(this.working);
    for (const socket of this.sockets) {
      send(socket, { bye: true });
      // The client closes it: what it has sent meanwhile would otherwise cost it the farewell.
      socket.end();
    }
    const tooLate = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, FAREWELL_MS);
    await closed;
    clearTimeout(tooLate);
  }

  private welcome(socket: Socket): void {
    this.sockets.add(socket);
    const gone = new AbortController();
    socket.on("close", () => {
      this.sockets.delete(socket);
      gone.abort();
    });
    // A client that is gone is no problem of the owner.
    socket.on("error", () => socket.destroy());
    const greeting: Greeting = { tutti: PROTOCOL, version };
    send(socket, greeting);
    takeLines(socket, {
      longest: LONGEST_REQUEST,
      onLine: (line) => {
        // After the farewell nothing is taken.
        if (!socket.writable) return;
        const work = this.answer(line, socket, gone.signal).finally(() => this.working.delete(work));
        this.working.add(work);
      },
      onTooLong: () => {
        send(socket, { id: 0, error: invalid(`it is longer than ${LONGEST_REQUEST} bytes`) });
        socket.end();
      },
    });
  }

  private async answer(line: string, socket: Socket, gone: AbortSignal): Promise<void> {
    const read = readRequest(line);
    send(socket, "error" in read ? read : await this.perform(read, socket, gone));
  }

  private async perform(request: ControlRequest, socket: Socket, gone: AbortSignal): Promise<ControlAnswer> {
    const { id } = request;
    try {
      const served = await this.served;
      if (served === undefined || this.isEnding) throw busy("it is ending.");
      if (request.method !== "follow") return { id, result: await call(served, request) };
      const { execution_id, from } = request;
      const onEvent = (event: CloudEvent): void => send(socket, { id, event });
      return { id, end: await served.follow(execution_id, { from, onEvent, signal: gone }) };
    } catch (error) {
      return { id, error: toWire(error) };
    }
  }
}

function send(socket: Socket, message: ControlAnswer | Farewell | Greeting): void {
  if (!socket.writable) return;
  socket.write(`${JSON.stringify(message)}\n`);
  if (socket.writableLength > MOST_WAITING) socket.destroy();
}

function call(served: Served, request: Exclude<ControlRequest, { method: "follow" }>): Promise<unknown> {
  switch (request.method) {
    case "put":
      return served.putWorkflow(request.definition as unknown as WorkflowDefinition, request.user);
    case "start": {
      const { idempotency_key: idempotencyKey, parameters, user, workflow_id: workflowId } = request;
      return served.start({ workflowId, parameters, user, idempotencyKey });
    }
    case "ask":
      return served.ask(request.execution_id, request.ask, request.user);
    case "put_key":
      return served.putApiKey(request.record).then(() => null);
  }
}

function readRequest(line: string): ControlRequest | { readonly id: number; readonly error: WireError } {
  const value = parseLine(line);
  const parsed = requestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { id } = (value ?? {}) as { readonly id?: unknown };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  const problem =
    value === undefined ? "it is no JSON" : `${where === "" ? "" : `${where}: `}${issue?.message ?? ""}`;
  return { id: typeof id === "number" ? id : 0, error: invalid(problem) };
}

function invalid(problem: string): WireError {
  const fix = "Use the same version of tutti on both sides.";
  return { code: "INVALID_REQUEST", message: `The request can't be read: ${problem}.`, fix };
}

function toWire(error: unknown): WireError {
  if (error instanceof CliError && error.diagnostics[0] !== undefined) {
    const { code, fix, message } = error.diagnostics[0];
    return { code, message, fix };
  }
  if (hasCode(error, "ORCHESTRATOR_STOPPED")) return toWire(busy("it is ending."));
  const { code, fix } = error as { readonly code?: unknown; readonly fix?: unknown };
  return {
    code: typeof code === "string" ? code : "INTERNAL",
    message: reasonOf(error),
    fix: typeof fix === "string" ? fix : "See what the owner of the store prints.",
  };
}
