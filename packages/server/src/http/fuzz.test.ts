import * as fc from "fast-check";
import { memory } from "@tutti/core";
import { hello, waiting } from "../testing/actions";
import { hostileRequests } from "../testing/fuzz";
import { serve, stopAll } from "../testing/serve";
import type { OpenApiDocument } from "../openapi/document";

afterEach(stopAll);

/** Enough to come by each operation some twenty times. */
const RUNS = 500;

describe("whatever is sent", () => {
  it("is answered as documented, without a 5xx, and the server goes on", async () => {
    const { ask, create, orchestrator, server } = await serve();
    const workflow = await create(hello);
    const { body } = await ask("POST", `/api/v1/workflows/${await create(waiting)}/executions`);
    const document = (await ask("GET", "/openapi.json")).body as unknown as OpenApiDocument;
    const ids = [workflow, body.execution_id, "nope"];
    await fc.assert(
      fc.asyncProperty(hostileRequests(document, ids), async ({ body: sent, headers, method, url }) => {
        // A stream that nobody ends would be waited for.
        if (method === "GET" && url.startsWith("/api/v1/events")) return;
        const answer = await ask(method, url, { body: sent, headers });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400)
          expect(answer.headers["content-type"]).toContain("application/problem+json");
        expect(answer.headers["x-content-type-options"]).toBe("nosniff");
        expect(answer.text).not.toMatch(/\n\s+at |node_modules/);
      }),
      { numRuns: RUNS },
    );
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((await ask("GET", "/readyz")).status).toBe(200);
    expect((await orchestrator.workflows.getExecution(body.execution_id)).success).toBe(true);
    expect(server.app.server.listening).toBe(true);
  }, 120_000);
});

describe("markup in a text", () => {
  const xss = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

  it("comes out as data, wherever it was put", async () => {
    const { ask, create } = await serve({ core: { storage: memory() } });
    const evil = {
      ...hello,
      name: xss,
      description: xss,
      tags: [xss],
      outputs: { [xss]: "{{greet.message}}" },
    };
    const id = await create(evil);
    const { body } = await ask("POST", `/api/v1/workflows/${id}/executions?wait=10`, {
      body: { parameters: { name: xss }, correlation_id: xss.slice(0, 100), idempotency_key: xss },
      headers: { "x-user-id": xss },
    });
    const urls = [
      "/api/v1/workflows",
      `/api/v1/workflows/${id}`,
      "/api/v1/executions",
      `/api/v1/executions/${body.execution_id}`,
      `/api/v1/executions/${body.execution_id}/events`,
      "/api/v1/statistics",
      `/api/v1/workflows/${encodeURIComponent(xss)}`,
      `/${encodeURI(xss)}`,
    ];
    for (const url of urls) {
      const { headers, text } = await ask("GET", url, { headers: { accept: "text/html, */*;q=0.1" } });
      expect(headers["content-type"]).toMatch(/^application\/(?:problem\+)?json; charset=utf-8$/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(() => JSON.parse(text) as unknown).not.toThrow();
    }
  });

  it("does not get into /docs or /metrics", async () => {
    const { ask, server } = await serve();
    await ask("GET", `/api/v1/${encodeURIComponent(xss)}`);
    expect((await ask("GET", "/metrics")).text).not.toContain("alert");
    expect(await (await fetch(`${server.url}/docs?${encodeURIComponent(xss)}`)).text()).not.toContain(
      "alert",
    );
  });
});
