import { TuttiClientError } from "../errors";
import { breakOff, endServers, fakeServer, json, problem } from "../testing/fake-server";

afterEach(endServers);

const EMPTY = { workflows: [], next_cursor: null };

async function failureOf(promise: Promise<unknown>): Promise<TuttiClientError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TuttiClientError);
  return error as TuttiClientError;
}

describe("a request", () => {
  it("names who asks, and what is asked", async () => {
    const server = await fakeServer(json(EMPTY));
    const client = server.client({ token: "tutti_k1", userId: "Jörg" });
    expect(await client.listWorkflows({ q: "a&b c", limit: 5 })).toEqual(EMPTY);
    expect(server.seen[0]).toMatchObject({
      method: "GET",
      url: "/api/v1/workflows?q=a%26b+c&limit=5",
      headers: { accept: "application/json", authorization: "Bearer tutti_k1", "x-user-id": "Jörg" },
    });
  });

  it("asks for the token each time when it is a function", async () => {
    const server = await fakeServer(json(EMPTY));
    let times = 0;
    const client = server.client({ token: () => Promise.resolve(`t${++times}`) });
    await client.listWorkflows();
    await client.listWorkflows();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("goes below the path that the server's url has, with its parts encoded", async () => {
    const server = await fakeServer(json({}));
    await server.client({ url: `${server.url}/tutti/` }).signalExecution("e/1", "a?b", { ok: true });
    expect(server.seen[0]).toMatchObject({
      url: "/tutti/api/v1/executions/e%2F1/signals/a%3Fb",
      body: '{"ok":true}',
    });
  });

  it.each(["", ".", ".."])("is not sent for an id that would name something else: %j", async (id) => {
    const server = await fakeServer(json({}));
    expect(() => server.client().getExecution(id)).toThrow("is no id and no name.");
    expect(server.seen).toEqual([]);
  });

  it("is not sent with a token that no header can hold, which is not told either", async () => {
    const server = await fakeServer(json({}));
    const error = await failureOf(server.client({ token: "s3cret\n" }).listWorkflows());
    expect(error.code).toBe("INVALID_OPTIONS");
    expect(error.message).not.toContain("s3cret");
    expect(server.seen).toEqual([]);
  });

  it("ends with the signal's own reason", async () => {
    const server = await fakeServer(() => controller.abort(new Error("enough")));
    const controller = new AbortController();
    const { signal } = controller;
    await expect(server.client().listWorkflows({}, { signal })).rejects.toThrow("enough");
    await expect(server.client().listWorkflows({}, { signal })).rejects.toThrow("enough");
    expect(server.seen).toHaveLength(1);
  });
});

describe("what fails", () => {
  it("says what the server says", async () => {
    const errors = [{ code: "UNKNOWN_ACTION_TYPE", message: "no", path: "actions[0]", fix: "do" }, "junk"];
    const server = await fakeServer(problem(422, "INVALID_DEFINITION", { errors }));
    const error = await failureOf(server.client().createWorkflow({ name: "x" }));
    expect(error).toMatchObject({
      name: "TuttiClientError",
      code: "INVALID_DEFINITION",
      status: 422,
      title: "No",
      message: "It is INVALID_DEFINITION.",
      fix: "Do better.",
      requestId: "r1",
      errors: [errors[0]],
    });
  });

  it.each([
    [502, "text/html", "<h1>Bad gateway</h1>", "UNEXPECTED_STATUS"],
    [500, "application/json", "[1", "UNEXPECTED_STATUS"],
    [500, "application/json", "null", "UNEXPECTED_STATUS"],
    [200, "text/html", "<h1>Welcome</h1>", "INVALID_RESPONSE"],
    [200, "application/json", "{", "INVALID_RESPONSE"],
  ])("%d with %s is not what a server of Tutti answers", async (status, type, body, code) => {
    const server = await fakeServer((response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
    const error = await failureOf(server.client({ retry: { budgetMs: 0 } }).listWorkflows({ q: "secret" }));
    expect(error).toMatchObject({ code, status });
    expect(error.message).toContain(`${server.url}/api/v1/workflows answered with`);
    expect(error.message).not.toContain("secret");
  });

  it("says why there is no connection", async () => {
    const server = await fakeServer(breakOff);
    await endServers();
    const error = await failureOf(server.client({ retry: { budgetMs: 0 } }).listWorkflows());
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", status: null });
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+ can't be reached: connect ECONNREFUSED /);
  });

  it.each([
    [Object.assign(new TypeError("fetch failed"), { cause: { code: "EHOSTUNREACH" } }), "EHOSTUNREACH"],
    [new TypeError("fetch failed", { cause: {} }), "fetch failed"],
    [new TypeError("Load failed"), "Load failed"],
    ["odd", "odd"],
  ])("whatever fetch rejects with: %p", async (reason, told) => {
    const server = await fakeServer(breakOff);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a fetch of somebody's own may
    const client = server.client({ fetch: () => Promise.reject(reason), retry: { budgetMs: 0 } });
    expect((await failureOf(client.listWorkflows())).message).toBe(
      `${server.url} can't be reached: ${told}.`,
    );
  });

  it("takes too long", async () => {
    const server = await fakeServer(() => undefined);
    const error = await failureOf(server.client({ timeoutMs: 20, retry: { budgetMs: 0 } }).listWorkflows());
    expect(error.code).toBe("TIMEOUT");
    expect(error.message).toBe(`${server.url} did not answer within 20 ms.`);
  });

  it("is not followed elsewhere", async () => {
    const server = await fakeServer((response) => {
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const error = await failureOf(server.client({ retry: { budgetMs: 0 } }).listWorkflows());
    expect(error.message).toContain("redirect");
    expect(server.seen).toHaveLength(1);
  });
});

describe("what is repeated", () => {
  it.each([
    ["a broken connection", breakOff],
    ["429", problem(429, "RATE_LIMITED")],
    ["502 of a proxy", problem(502, "X")],
    ["503", problem(503, "STOPPING")],
  ])("a GET after %s, with waits that grow", async (_, step) => {
    const server = await fakeServer(step, step, step, json(EMPTY));
    expect(await server.client().listWorkflows()).toEqual(EMPTY);
    expect(server.waits).toEqual([100, 200, 400]);
  });

  it.each([400, 401, 403, 404, 409, 412, 413, 422, 500])("a GET is not after %d", async (status) => {
    const server = await fakeServer(problem(status, "NO"));
    await failureOf(server.client().listWorkflows());
    expect(server.seen).toHaveLength(1);
  });

  it("until the budget is used up", async () => {
    const server = await fakeServer(breakOff);
    const retry = { budgetMs: 1000, initialIntervalMs: 600, maxIntervalMs: 800 };
    const error = await failureOf(server.client({ retry }).listWorkflows());
    expect(error.code).toBe("CONNECTION_FAILED");
    expect(server.waits).toEqual([300, 400]);
    expect(server.seen).toHaveLength(3);
  });

  it("when the server says, in seconds or at a time", async () => {
    const at = new Date(Date.now() + 60_000).toUTCString();
    const later = problem(503, "STOPPING", { retryAfter: at });
    const server = await fakeServer(problem(429, "RATE_LIMITED", { retryAfter: "3" }), later);
    const error = await failureOf(server.client().listWorkflows());
    expect(server.waits).toEqual([3000]);
    // Beyond the budget, so that the caller is told at once.
    expect(error.retryAfterMs).toBeGreaterThan(50_000);
  });

  it("a Retry-After that is none does not matter", async () => {
    const server = await fakeServer(problem(503, "STOPPING", { retryAfter: "soon" }), json(EMPTY));
    await server.client().listWorkflows();
    expect(server.waits).toEqual([100]);
  });

  it("a start, with the same key, so that nothing is started twice", async () => {
    const server = await fakeServer(breakOff, json({ execution_id: "e1" }, 202));
    await server.client().startWorkflow("w1", { a: 1 });
    const keys = server.seen.map(
      ({ body }) => (JSON.parse(body) as { idempotency_key: string }).idempotency_key,
    );
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("another POST only when the server did not take it", async () => {
    const refused = problem(503, "STOPPING", { retryAfter: "1" });
    const server = await fakeServer(refused, breakOff);
    const error = await failureOf(server.client().pauseExecution("e1"));
    expect(error.code).toBe("CONNECTION_FAILED");
    expect(server.seen).toHaveLength(2);
  });
});
