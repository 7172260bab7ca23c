import { defineAction, definePlugin, memory, token } from "@tutti/core";
import type { FastifyBaseLogger } from "fastify";
import { z } from "zod";
import { failing, hello, testActions, waiting } from "../testing/actions";
import { createServer } from "../server";
import { EventSourceClient } from "../testing/event-source";
import { serve, stopAll } from "../testing/serve";

afterEach(stopAll);

const ROOT = "/api/v1";

describe("/healthz and /readyz", () => {
  it("say that all is well", async () => {
    const { ask } = await serve();
    expect((await ask("GET", "/healthz")).body).toEqual({ status: "ok" });
    expect((await ask("GET", "/readyz")).body).toEqual({ status: "ready" });
  });

  it("say that it is not ready while the storage can't be read, and while it stops", async () => {
    const storage = memory();
    const { ask, orchestrator, server } = await serve({ core: { storage } });
    storage.listExecutions = () => {
      throw new Error("no disk");
    };
    expect((await ask("GET", "/readyz")).body).toMatchObject({ status: 503, code: "NOT_READY" });
    expect((await ask("GET", "/healthz")).status).toBe(200);
    await server.stop();
    expect(() => server.url).toThrow("listen()");
    await orchestrator.stop();
  });
});

describe("stopping", () => {
  it("lets requests in hand end, refuses new ones and leaves the orchestrator to its owner", async () => {
    const { ask, create, orchestrator, server } = await serve();
    const id = await create(waiting);
    const client = await EventSourceClient.open(`${server.url}${ROOT}/events`);
    const answer = ask("POST", `${ROOT}/workflows/${id}/executions?wait=30`);
    await client.until(({ messages }) => messages.length > 0);
    await Promise.all([server.stop(), server.stop(), client.ended]);
    expect((await answer).status).toBe(202);
    expect((await orchestrator.workflows.getWorkflow(id)).success).toBe(true);
  });

  it("stops an orchestrator that it owns", async () => {
    const { create, orchestrator, server } = await serve({ owned: true });
    const id = await create(hello);
    await server.stop();
    await expect(orchestrator.workflows.startWorkflow(id, {}, "ada")).rejects.toMatchObject({
      code: "ORCHESTRATOR_STOPPED",
    });
  });
});

describe("/metrics", () => {
  it("counts executions and requests", async () => {
    const { ask, create, orchestrator } = await serve();
    const id = await create(hello);
    const ended = new Promise((resolve) =>
      orchestrator.events.subscribe({ types: ["execution.failed"] }, resolve),
    );
    await ask("POST", `${ROOT}/workflows/${id}/executions?wait=10`);
    await ask("POST", `${ROOT}/workflows/${await create(failing)}/executions?wait=10`);
    await ended;
    await ask("GET", "/api/v1/nothing/secret");
    const { text } = await ask("GET", "/metrics");
    expect(text).toContain('tutti_executions_total{status="created"} 2');
    expect(text).toContain('tutti_executions_total{status="completed"} 1');
    expect(text).toContain('tutti_executions_total{status="failed"} 1');
    expect(text).toContain('tutti_execution_seconds_count{status="completed"} 1');
    expect(text).toContain(
      'tutti_http_requests_total{method="POST",route="/api/v1/workflows/:workflow_id/executions",status="200"} 2',
    );
    expect(text).toContain('route="unknown",status="404"} 1');
    expect(text).toMatch(/^tutti_executions_running 0$/m);
    expect(text).toMatch(/^tutti_event_streams 0$/m);
    expect(text).not.toContain("secret");
  });
});

/** A logger that keeps its lines. */
function capturing(lines: object[], bindings: object = {}): FastifyBaseLogger {
  const write = (first: object | string, msg?: string) =>
    void lines.push(typeof first === "string" ? { ...bindings, msg: first } : { ...bindings, ...first, msg });
  const levels = {
    trace: write,
    debug: write,
    info: write,
    warn: write,
    error: write,
    fatal: write,
    silent: write,
  };
  const child = (more: object) => capturing(lines, { ...bindings, ...more });
  return { ...levels, level: "info", child };
}

describe("access log", () => {
  it("has a line per request, with its id, and neither query nor headers", async () => {
    const lines: Record<string, unknown>[] = [];
    const { ask } = await serve({ logger: capturing(lines) });
    const headers = { "x-request-id": "r-1", "x-user-id": "ada", authorization: "Bearer top-secret" };
    await ask("GET", `${ROOT}/workflows?q=top-secret`, { headers });
    const line = lines.find(({ reqId }) => reqId === "r-1");
    expect(line).toMatchObject({
      msg: "request",
      method: "GET",
      route: "/api/v1/workflows",
      status: 200,
      user: "ada",
      ip: "127.0.0.1",
    });
    expect(JSON.stringify(lines)).not.toContain("top-secret");
  });

  it("is JSON on standard error, and leaves it to who listens to say where", async () => {
    const lines: string[] = [];
    const write = jest
      .spyOn(process.stderr, "write")
      .mockImplementation((line) => lines.push(String(line)) > 0);
    const { orchestrator } = await serve();
    const server = await createServer({ orchestrator, port: 0 });
    try {
      await fetch(`${await server.listen()}/healthz`);
    } finally {
      await server.stop();
      write.mockRestore();
    }
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: "request", route: "/healthz" },
    ]);
  });

  it("of one's own is told where the server listens", async () => {
    const lines: Record<string, unknown>[] = [];
    const { server } = await serve({ logger: capturing(lines) });
    expect(lines.map(({ msg }) => msg)).toContain(`Tutti listens at ${server.url}`);
  });
});

describe("headers", () => {
  it("keep browsers from doing anything with an answer", async () => {
    const { ask } = await serve();
    for (const url of [`${ROOT}/workflows`, "/nothing", "/metrics"]) {
      const { headers } = await ask("GET", url);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy":
          "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      expect(headers["x-powered-by"]).toBeUndefined();
    }
  });

  it("let the pages of allowed origins in, and no others", async () => {
    const origin = "https://ops.example.com";
    const { ask, server } = await serve({ cors: [origin] });
    const allowed = await ask("GET", `${ROOT}/workflows`, { headers: { origin } });
    expect(allowed.headers["access-control-allow-origin"]).toBe(origin);
    expect(allowed.headers["access-control-expose-headers"]).toContain("ETag");
    const preflight = { method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } };
    const { headers, status } = await fetch(`${server.url}${ROOT}/workflows/x`, preflight);
    expect([status, headers.get("access-control-allow-methods")]).toEqual([
      204,
      "GET, HEAD, POST, PUT, PATCH, DELETE",
    ]);
    const other = await ask("GET", `${ROOT}/workflows`, { headers: { origin: "https://evil.example.com" } });
    expect(other.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("limits", () => {
  it("hold on to who asks too often", async () => {
    const { ask } = await serve({ limits: { requestsPerMinute: 3 } });
    const statuses: number[] = [];
    let last = await ask("GET", `${ROOT}/workflows`);
    for (let count = 0; count < 4; count++)
      statuses.push((last = await ask("GET", `${ROOT}/workflows`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect(last.body).toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
  });

  it.each([{ bodyBytes: 0 }, { waitSeconds: Number.NaN }, { connections: "many" as unknown as number }])(
    "have to make sense: %j",
    async (limits) => {
      await expect(serve({ limits })).rejects.toMatchObject({ code: "INVALID_SERVER_OPTIONS" });
    },
  );
});

describe("/docs", () => {
  it("is a page of local files alone", async () => {
    const { server } = await serve();
    const page = await fetch(`${server.url}/docs/`);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self';");
    const text = await page.text();
    const files = Array.from(text.matchAll(/(?:src|href)="([^"]+)"/g), ([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const url = new URL(file, `${server.url}/docs/`);
      expect(url.origin).toBe(server.url);
      expect((await fetch(url)).status).toBe(200);
    }
    expect(text).not.toMatch(/<script(?! src=)[^>]*>[^<]/);
    expect((await fetch(`${server.url}/docs/..%2fpackage.json`)).status).toBe(404);
  });
});

describe("GET /actions", () => {
  it("gives what is installed, with schemas, examples and errors", async () => {
    const odd = defineAction({
      type: "odd",
      description: "Has no output schema.",
      config: z.object({}),
      execute: () => null,
    });
    const plugins = [testActions(), definePlugin({ name: "odd", version: "1.0.0", actions: [odd] })()];
    const { ask } = await serve({ core: { plugins } });
    const { actions } = (await ask("GET", `${ROOT}/actions`)).body as unknown as {
      actions: { type: string }[];
    };
    expect(actions.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["odd", "say", "wait", "run_workflow"]),
    );
    expect(actions.find(({ type }) => type === "say")).toMatchObject({
      plugin: "test-actions",
      config: { type: "object", required: ["message"] },
      examples: [{ name: "hello" }],
    });
    expect(actions.find(({ type }) => type === "odd")).toMatchObject({ output: null, errors: [] });
    expect(actions.find(({ type }) => type === "refuse")).toMatchObject({
      errors: [{ code: "REFUSED", description: "Always.", retryable: false }],
    });
  });
});

describe("GET /services", () => {
  it("gives what the mesh says, or nothing without one", async () => {
    const { ask } = await serve();
    expect((await ask("GET", `${ROOT}/services`)).body).toEqual({ meshes: [] });
    const status = () => ({ services: [{ name: "billing", instances: [] }] });
    const mesh = token<object>("service-mesh");
    const other = await serve({
      core: { register: (container) => container.register(mesh, { useValue: { status } }) },
    });
    expect((await other.ask("GET", `${ROOT}/services`)).body).toEqual({ meshes: [status()] });
  });
});

describe("GET /statistics", () => {
  it("counts the newest executions", async () => {
    const { ask, create } = await serve();
    const [good, bad] = [await create(hello), await create(failing)];
    for (const id of [good, good, good, bad, bad])
      await ask("POST", `${ROOT}/workflows/${id}/executions?wait=10`);
    const { body } = await ask("GET", `${ROOT}/statistics`);
    expect(body).toMatchObject({
      sampled: 5,
      is_complete: true,
      by_status: { completed: 3, failed: 2 },
      failures: [{ workflow_id: bad, workflow_name: "Failing", action_id: "no", code: "REFUSED", count: 2 }],
      engine: { pending: 0, running: 0 },
    });
    expect((await ask("GET", `${ROOT}/statistics?workflow_id=${good}&sample=2`)).body).toMatchObject({
      sampled: 2,
      is_complete: false,
      by_status: { completed: 2 },
      failures: [],
    });
    expect((await ask("GET", `${ROOT}/statistics?since=2100-01-01T00:00:00Z`)).body).toMatchObject({
      sampled: 0,
      duration_ms: null,
    });
    expect((await ask("GET", `${ROOT}/statistics?sample=0`)).status).toBe(400);
  });
});
