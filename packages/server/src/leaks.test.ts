import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Logger, webhookHeaders, webhookKey } from "@tutti/core";
import type { FastifyBaseLogger } from "fastify";
import { sqlite } from "@tutti/sqlite";
import { ApiKeys } from "./auth/api-keys";
import { createAuth } from "./auth/create-auth";
import { EventSourceClient } from "./testing/event-source";
import { Issuer, issuerKey, token } from "./testing/issuer";
import { serve, stopAll } from "./testing/serve";

jest.setTimeout(60_000);

const canary = (name: string): string => `${name}-${randomBytes(12).toString("hex")}+/"ü`;
const named = canary("named");
const parameter = canary("parameter");
const callbackSecret = randomBytes(32).toString("base64");
const hookSecret = randomBytes(32).toString("base64");
const inQuery = `query-${randomBytes(12).toString("hex")}`;
const inHeader = `header-${randomBytes(12).toString("hex")}`;

const folder = mkdtempSync(path.join(tmpdir(), "tutti-leaks-"));
const issuer = new Issuer();
let receiver: Server;

beforeAll(async () => {
  await issuer.listen();
  receiver = createServer((_request, response) => response.writeHead(400).end("no"));
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
});
afterAll(async () => {
  await stopAll();
  await issuer.stop();
  receiver.close();
  rmSync(folder, { recursive: true });
});

const said = { message: ["{{pin}}", "<{{$secrets.NAMED}}>", '{{$base64encode("u:" & $secrets.NAMED)}}'] };
const tells = { action_id: "tell", action_type: "say", config: said };
const inner = {
  name: "Inner",
  parameters: [{ name: "note", type: "string" }],
  actions: [{ ...tells, config: { message: "{{note}}" } }],
  outputs: { note: "{{tell.message}}" },
};
const outer = (innerId: string) => ({
  name: "Outer",
  parameters: [{ name: "pin", type: "string", secret: true, validation_rules: { max_length: 100 } }],
  actions: [
    tells,
    { action_id: "gate", action_type: "wait_for_signal", config: { signal: "go" } },
    {
      action_id: "child",
      action_type: "run_workflow",
      config: { workflow_id: innerId, parameters: { note: "{{$secrets.NAMED}} {{pin}}" } },
    },
    { action_id: "emit", action_type: "emit_event", config: { event_type: "told", data: said } },
    {
      action_id: "no",
      action_type: "fail",
      config: { code: "NO", message: "{{pin}} {{$secrets.NAMED}}" },
      depends_on: ["gate", "child", "emit"],
    },
  ],
  outputs: { all: "{{tell}}" },
  triggers: [
    {
      type: "webhook",
      path: "in",
      secret: "{{$secrets.HOOK}}",
      parameters: { pin: "{{$secrets.NAMED & $request.body.pin}}" },
    },
  ],
});

/** Notes everything that is logged, errors with their stacks and causes. */
function noting(lines: string[]): Logger & FastifyBaseLogger {
  const readable = (_key: string, value: unknown): unknown =>
    value instanceof Error
      ? {
          ...Object.fromEntries(Object.entries(value)),
          message: value.message,
          stack: value.stack,
          cause: value.cause,
        }
      : value;
  const note = (...given: unknown[]): void => void lines.push(JSON.stringify(given, readable));
  const logger = { level: "debug", child: (fields: unknown) => (note(fields), logger) } as Record<
    string,
    unknown
  >;
  for (const level of ["trace", "debug", "info", "warn", "error", "fatal", "silent"]) logger[level] = note;
  return logger as unknown as Logger & FastifyBaseLogger;
}

async function start() {
  const storage = sqlite({ path: path.join(folder, "tutti.db") });
  const lines: string[] = [];
  const logger = noting(lines);
  const key = issuerKey("k1");
  issuer.publish(key);
  const known: Readonly<Record<string, string>> = { NAMED: named, HOOK: `whsec_${hookSecret}` };
  const { port } = receiver.address() as AddressInfo;
  const jwt = { jwks: { url: issuer.url }, issuer: "id", audience: "tutti" };
  const access = storage.access ?? undefined;
  if (access === undefined) throw new Error("SQLite keeps keys.");
  const served = await serve({
    auth: createAuth({ keys: access, jwt }),
    audit: { log: access },
    callbacks: { hosts: [`127.0.0.1:${port}`], secret: `whsec_${callbackSecret}`, maxAttempts: 1 },
    logger,
    core: { storage, logger, secrets: { get: (name) => known[name] } },
  });
  const keys = new ApiKeys({ store: access });
  const root = (await keys.create({ name: "root", role: "admin" }, "ada")).key;
  const old = await keys.create({ name: "old", role: "admin" }, "ada");
  await keys.revoke(old.view.key_id);
  const claims = { iss: "id", aud: "tutti", sub: "ada", roles: "admin", exp: Date.now() / 1000 + 600 };
  const bearer = token(key, claims);
  return { ...served, bearer, callback: `http://127.0.0.1:${port}/done`, lines, old: old.key, root };
}

test("nothing secret comes out of the server, whichever way it went in", async () => {
  const { ask, bearer, callback, lines, old, orchestrator, root, server } = await start();
  const texts: string[] = [];
  const asking = async (method: string, url: string, rest: { key?: string; body?: unknown } = {}) => {
    const { key = root, body } = rest;
    const headers = { authorization: `Bearer ${key}` };
    const answer = await ask(method, `/api/v1${url}`, { headers, ...(body === undefined ? {} : { body }) });
    texts.push(JSON.stringify(answer.headers), answer.text);
    return answer.body;
  };
  const authorization = `Bearer ${root}`;
  const stream = await EventSourceClient.open(`${server.url}/api/v1/events`, { authorization });
  const { workflow_id: innerId } = await asking("POST", "/workflows", { body: inner });
  const { workflow_id: id } = await asking("POST", "/workflows", { body: outer(innerId), key: bearer });
  for (const parameters of [{ pin: { deep: parameter } }, { pin: parameter.repeat(9) }, { pon: parameter }])
    await asking("POST", `/workflows/${id}/executions`, { body: { parameters } });
  const started = await asking("POST", `/workflows/${id}/executions`, {
    body: { parameters: { pin: parameter }, callback_url: callback },
  });
  const execution = `/executions/${started.execution_id}`;
  await asking("POST", `${execution}/signals/go`, { body: { echo: [parameter, named] } });
  await orchestrator.workflows.waitForExecution(started.execution_id);
  const text = JSON.stringify({ pin: parameter });
  const message = { id: "m1", timestamp: Math.floor(Date.now() / 1000), body: text };
  const signed = webhookHeaders(message, [webhookKey(`whsec_${hookSecret}`) as Buffer]);
  const hook = await ask("POST", "/api/v1/hooks/in", {
    body: text,
    headers: { ...signed, "content-type": "text/plain" },
  });
  texts.push(hook.text);
  await asking("POST", `/executions/${hook.body.execution_id}/cancel`, {
    body: { reason: `it is ${named}` },
  });
  for (const key of [old, "tutti_nonsense", inHeader, `${root.slice(0, -1)}!`])
    await asking("GET", "/workflows", { key });
  await asking("GET", `/workflows?token=${inQuery}`);
  for (const url of [
    execution,
    `${execution}/events`,
    "/executions",
    "/workflows",
    `/workflows/${id}`,
    "/statistics",
    "/audit",
    "/services",
  ])
    await asking("GET", url);
  const metrics = await ask("GET", "/metrics", { headers: { authorization: `Bearer ${root}` } });
  texts.push(metrics.text);
  await stopAll();
  await stream.ended;
  texts.push(JSON.stringify(stream.messages));
  const found = new Map([
    ["answers", texts.join("\n")],
    ["logs", lines.join("\n")],
  ]);
  for (const file of readdirSync(folder).filter((name) => !name.endsWith("-key")))
    found.set(file, readFileSync(path.join(folder, file)).toString());
  const secrets = { named, parameter, callbackSecret, hookSecret, inQuery, inHeader, root, old, bearer };
  const leaks = Object.entries(secrets).flatMap(([name, secret]) => {
    const json = JSON.stringify(secret).slice(1, -1);
    const traces = [
      secret,
      json,
      JSON.stringify(json).slice(1, -1),
      secret.slice(0, 40),
      Buffer.from(secret).toString("base64").slice(0, -4),
    ];
    return [...found].flatMap(([place, all]) =>
      traces.filter((trace) => all.includes(trace)).map((trace) => `${name} in ${place}: ${trace}`),
    );
  });
  expect(leaks).toEqual([]);
  expect(found.get("answers")).toContain("[redacted]");
  expect(found.get("tutti.db")).toContain("[redacted]");
  expect(found.get("logs")).toContain("key:root");
  expect(stream.messages.map(({ data }) => data.type)).toContain("told");
});
