import { createOrchestrator, type Orchestrator, type OrchestratorOptions } from "@tutti/core";
import type { OpenApiDocument } from "../openapi/document";
import type { ServerOptions } from "../options";
import { createServer, type Server } from "../server";
import { testActions } from "./actions";
import type { Body } from "./body";
import { DocumentCheck } from "./document-check";
import { type Place, send } from "./http";

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, when it is JSON. */
  readonly body: Body;
  readonly text: string;
}

/** A server to test, and its orchestrator. */
export interface Served {
  readonly server: Server;
  readonly orchestrator: Orchestrator;
  /** Asks, and fails unless the answer is as the document says. An object as body is sent as JSON. */
  ask(method: string, url: string, ask?: Ask): Promise<Answer>;
  /** Creates a workflow; gives its id. */
  create(definition: object): Promise<string>;
}

/** What is sent besides method and address. */
export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Exchange extends Ask {
  readonly method: string;
  readonly url: string;
}

/** What a test starts with. */
export type ServeOptions = Omit<Partial<ServerOptions>, "orchestrator"> & {
  readonly core?: OrchestratorOptions;
};

const open: (() => Promise<void>)[] = [];

/** Stops what the tests have started: for `afterEach`. */
export async function stopAll(): Promise<void> {
  for (const stop of open.splice(0).toReversed()) await stop();
}

/** Starts a server with an orchestrator of its own. */
export async function serve({ core, ...options }: ServeOptions = {}): Promise<Served> {
  const orchestrator = await createOrchestrator({ plugins: [testActions()], logger: quiet, ...core });
  open.push(() => orchestrator.stop());
  const server = await createServer({ logger: false, port: 0, ...options, orchestrator });
  open.push(() => server.stop());
  const { hostname, port: text } = new URL(await server.listen());
  const place = { host: hostname.replaceAll(/[[\]]/g, ""), port: Number(text) };
  const document = await exchange(place, { method: "GET", url: "/openapi.json" });
  const check = new DocumentCheck(document.body as unknown as OpenApiDocument);
  const ask: Served["ask"] = async (method, url, sent = {}) => {
    const answer = await exchange(place, { method, url, ...sent });
    const type = answer.headers["content-type"]?.split(";", 1)[0] ?? "";
    const body = type.includes("json") ? answer.body : answer.text;
    const problems = check.problems({
      method,
      url,
      type,
      status: answer.status,
      headers: answer.headers,
      body,
    });
    if (problems.length > 0) throw new Error(`${method} ${url}: ${problems.join("; ")}\n${answer.text}`);
    return answer;
  };
  return { server, orchestrator, ask, create: (definition) => created(ask, definition) };
}

const NOTHING = {} as Body;

const nothing = (): void => undefined;

/** A logger for tests that look at no log. */
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };

async function exchange(place: Place, { body, headers = {}, method, url }: Exchange): Promise<Answer> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const type = text === undefined || "content-type" in headers ? {} : { "content-type": "application/json" };
  const received = await send(place, { method, url, headers: { ...type, ...headers }, body: text });
  const isJson = received.headers["content-type"]?.includes("json") === true && received.text !== "";
  return {
    status: received.status,
    headers: received.headers as Record<string, string>,
    text: received.text,
    body: isJson ? (JSON.parse(received.text) as Body) : NOTHING,
  };
}

async function created(ask: Served["ask"], definition: object): Promise<string> {
  const { body } = await ask("POST", "/api/v1/workflows", { body: definition });
  return body.workflow_id;
}
