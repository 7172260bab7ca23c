import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { memory, webhookHeaders, webhookKey } from "@tutti/core";
import { hello, waiting } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";
import type { CallbackOptions } from "./options";

const secret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
const cleaning: (() => Promise<void>)[] = [];
afterEach(async () => {
  await stopAll();
  for (const clean of cleaning.splice(0)) await clean();
});

interface Call {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A receiver that answers each call as it is told, and keeps what came. */
async function receiver(
  answer: (response: ServerResponse, count: number) => void = (response) => response.end(),
) {
  const calls: Call[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      calls.push({ headers: request.headers, body });
      answer(response, calls.length);
      for (const watch of watchers) watch();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  cleaning.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as { port: number };
  const got = (count: number) =>
    new Promise<void>((resolve) => {
      const watch = (): void => {
        if (calls.length >= count) resolve();
      };
      watchers.add(watch);
      watch();
    });
  return { calls, got, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/done?a=1` };
}

const callbacksTo = (host: string, more: Partial<CallbackOptions> = {}) => ({
  callbacks: { hosts: [host], secret, initialIntervalMs: 1, ...more },
});

describe("callback_url", () => {
  it("gets the execution when it has ended, signed", async () => {
    const { calls, got, host, url } = await receiver();
    const { ask, create } = await serve(callbacksTo(host));
    const path = `/api/v1/workflows/${await create(hello)}/executions?wait=10`;
    const { body } = await ask("POST", path, { body: { callback_url: url } });
    await got(1);
    const [call] = calls;
    expect(JSON.parse(call?.body ?? "")).toEqual(body);
    const message = {
      id: String(call?.headers["webhook-id"]),
      timestamp: Number(call?.headers["webhook-timestamp"]),
      body: call?.body ?? "",
    };
    const signed = webhookHeaders(message, [webhookKey(secret)!]);
    expect(call?.headers).toMatchObject({ ...signed, "content-type": "application/json" });
  });

  it("is called again, with the same id, until it answers with a 2xx", async () => {
    const { calls, got, host, url } = await receiver((response, count) =>
      response.writeHead([503, 302, 200][count - 1] ?? 200, { location: "http://127.0.0.1:1/" }).end(),
    );
    const { ask, create } = await serve(callbacksTo(host));
    await ask("POST", `/api/v1/workflows/${await create(hello)}/executions`, { body: { callback_url: url } });
    await got(3);
    expect(new Set(calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it.each([
    ["at once after a 410", 410, 1],
    ["after the last try, while the receiver is out of order", 503, 3],
  ])("is given up for good %s", async (_, status, tries) => {
    const { got, host, url } = await receiver((response) => response.writeHead(status).end());
    const { ask, create, orchestrator } = await serve(callbacksTo(host, { maxAttempts: 3 }));
    await ask("POST", `/api/v1/workflows/${await create(hello)}/executions`, { body: { callback_url: url } });
    await got(tries);
    const letters = () => orchestrator.events.deadLetters("server-callbacks");
    while ((await letters()).length === 0) await new Promise((resolve) => void setImmediate(resolve));
    expect((await letters())[0]).toMatchObject({
      attempts: tries,
      error: `ActionError: HTTP ${status} from ${host}`,
    });
  });

  it("is called also when the server was started again meanwhile", async () => {
    const storage = memory();
    const { calls, got, host, url } = await receiver();
    const first = await serve({ ...callbacksTo(host), core: { storage } });
    const path = `/api/v1/workflows/${await first.create(waiting)}/executions`;
    const { execution_id } = (await first.ask("POST", path, { body: { callback_url: url } })).body;
    await stopAll();
    const second = await serve({ ...callbacksTo(host), core: { storage } });
    expect(calls).toEqual([]);
    await second.ask("POST", `/api/v1/executions/${execution_id}/signals/go`);
    await got(1);
    expect(JSON.parse(calls[0]?.body ?? "")).toMatchObject({ execution_id, status: "completed" });
  });

  it.each([
    ["http://169.254.169.254/latest", "the host 169.254.169.254 is none that may be called"],
    ["http://hooks.example.com.evil.org/", "the host hooks.example.com.evil.org is none"],
    ["http://hooks.example.com@evil.org/", "has a user"],
    ["file:///etc/passwd", "neither http nor https"],
    ["nope", "no URL"],
  ])("refuses %s before anything is started", async (url, problem) => {
    const { ask, create } = await serve(callbacksTo("hooks.example.com"));
    const path = `/api/v1/workflows/${await create(hello)}/executions`;
    const { body } = await ask("POST", path, { body: { callback_url: url } });
    expect(body).toMatchObject({ status: 422, code: "CALLBACK_REFUSED" });
    expect(body.detail).toContain(problem);
    expect((await ask("GET", "/api/v1/executions")).body.executions).toEqual([]);
  });

  it("is refused where none is set up, and so is a secret that is none", async () => {
    const { ask, create } = await serve();
    const path = `/api/v1/workflows/${await create(hello)}/executions`;
    const { body } = await ask("POST", path, { body: { callback_url: "https://hooks.example.com/" } });
    expect(body).toMatchObject({ status: 422, code: "CALLBACK_REFUSED" });
    const options = callbacksTo("x", { secret: "top-secret" });
    await expect(serve(options)).rejects.toMatchObject({ code: "INVALID_SERVER_OPTIONS" });
    await expect(serve(options)).rejects.not.toThrow("top-secret");
  });
});
