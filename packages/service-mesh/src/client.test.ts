import { closeMeshes, meshOf, rejection, request } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("makeRequest", () => {
  it("sends the parameters as JSON and gives back the parsed answer", async () => {
    const server = await startServer((seen, response) =>
      json(response, { got: JSON.parse(seen.body) as unknown }),
    );
    const mesh = meshOf({ services: { analysis_service: { url: server.url } } });
    const answer = await mesh
      .getClient("analysis_service")
      .makeRequest("POST", "/analyze", { data: "x", n: 1 });
    expect(answer.status_code).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.response).toEqual({ got: { data: "x", n: 1 } });
    expect(server.requests).toEqual([expect.objectContaining({ method: "POST", url: "/analyze" })]);
    expect(server.requests[0]!.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(server.requests[0]!.body.length),
      "user-agent": "tutti-service-mesh",
    });
  });

  it.each(["GET", "HEAD", "DELETE"])("sends the parameters of %s as the query", async (method) => {
    const server = await startServer((_seen, response) => json(response, {}));
    const parameters = { text: "a b&c", n: 2, yes: true, none: null, list: ["x", 1], nested: { a: [1] } };
    await request({ url: server.url }, { method, endpoint: "/find?fixed=1", parameters });
    const [seen] = server.requests;
    expect(seen!.method).toBe(method);
    expect(seen!.body).toBe("");
    expect(seen!.headers["content-type"]).toBeUndefined();
    expect([...new URL(seen!.url, server.url).searchParams]).toEqual([
      ["fixed", "1"],
      ["text", "a b&c"],
      ["n", "2"],
      ["yes", "true"],
      ["list", "x"],
      ["list", "1"],
      ["nested", '{"a":[1]}'],
    ]);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("sends %s without a body", async (method) => {
    const server = await startServer((_seen, response) => json(response, { ok: true }));
    const { response } = await request({ url: server.url }, { method });
    expect(response).toEqual({ ok: true });
    expect(server.requests[0]).toMatchObject({ method, body: "" });
  });

  it("adds a query to a request with a body, and lets it replace the endpoint's", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    await request(
      { url: server.url },
      { method: "put", endpoint: "/x?a=1&b=2", query: { a: 9 }, parameters: [1] },
    );
    expect(server.requests[0]).toMatchObject({ method: "PUT", url: "/x?b=2&a=9", body: "[1]" });
  });

  it("sends the service's headers, the caller's, and what ties the request to its execution", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    await request(
      { url: server.url, headers: { Authorization: "Bearer s3cret", "X-Team": "a", accept: "text/csv" } },
      {
        headers: { "X-TEAM": "b", "X-Page": 2, "X-Dry-Run": true },
        idempotencyKey: "exec-1:analyze:1",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        correlationId: "order-42",
      },
    );
    expect(server.requests[0]!.headers).toMatchObject({
      authorization: "Bearer s3cret",
      accept: "text/csv",
      "x-team": "b",
      "x-page": "2",
      "x-dry-run": "true",
      "idempotency-key": "exec-1:analyze:1",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "x-correlation-id": "order-42",
    });
  });

  it.each([
    [{ Host: "evil" }, 'header "host" is set by the connection'],
    [{ "Transfer-Encoding": "chunked" }, 'header "transfer-encoding"'],
    [{ "a b": "1" }, '"a b" is not the name of a header'],
    [{ "x-a": "s3cret\r\nx-b: 1" }, 'the value of header "x-a"'],
  ])("refuses the headers %j", async (headers, problem) => {
    const server = await startServer((_seen, response) => json(response, null));
    const error = await rejection(request({ url: server.url }, { headers }));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("s3cret");
    expect(server.requests).toEqual([]);
  });

  it.each([
    [{ method: "TRACE" }, "the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
    [{ parameters: ["a"] }, "parameters become the query here, so they must be an object"],
    [{ parameters: "a" }, "parameters become the query here"],
    [{ timeoutMs: 0 }, "the timeout must be more than 0 ms, not 0"],
    [{ timeoutMs: Number.NaN }, "the timeout must be more than 0 ms, not NaN"],
    [{ idempotencyKey: "a\nb" }, 'the value of header "idempotency-key"'],
  ])("refuses %j", async (call, problem) => {
    const error = await rejection(request({ url: "http://127.0.0.1:9" }, call));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
    expect(error.message).toContain(problem);
  });

  it("repeats nothing by itself", async () => {
    const server = await startServer((_seen, response) => response.writeHead(503).end());
    const error = await rejection(request({ url: server.url }));
    expect(error.code).toBe("SERVICE_ERROR");
    expect(server.requests).toHaveLength(1);
  });

  it("keeps no cookies", async () => {
    const server = await startServer((_seen, response) => {
      response.setHeader("set-cookie", ["a=1", "b=2"]);
      json(response, null);
    });
    const client = meshOf({ services: { api: { url: server.url } } }).getClient("api");
    const { headers } = await client.makeRequest("GET", "/");
    await client.makeRequest("GET", "/");
    expect(headers["set-cookie"]).toBe("a=1, b=2");
    expect(server.requests[1]!.headers.cookie).toBeUndefined();
  });

  it("names the request in its errors, and nothing of its query, headers or body", async () => {
    const server = await startServer((_seen, response) => json(response, { reason: "no" }, 400));
    const service = { url: server.url, headers: { authorization: "Bearer s3cret" } };
    const call = {
      method: "POST",
      endpoint: "/charge?key=s3cret",
      query: { token: "s3cret" },
      parameters: { pin: "s3cret" },
    };
    const error = await rejection(request(service, call));
    expect(error.message).toBe('Service "api" (POST /charge?…): status 400 Bad Request, expected 2xx.');
    expect(error.details).toMatchObject({ service: "api", method: "POST", endpoint: "/charge?…" });
    expect(JSON.stringify(error) + String(error.stack)).not.toContain("s3cret");
    expect(error.cause).toBeUndefined();
  });

  it("says who calls, and lets no caller say otherwise", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const mesh = meshOf({
      identity: { name: "tutti" },
      services: {
        api: { url: server.url },
        own: { url: server.url, identity: { name: "billing-bot", header: "X-Caller" } },
      },
      allowed_hosts: ["127.0.0.1"],
    });
    for (const service of ["api", "own", server.url]) {
      const headers = { "X-Service-Identity": "root", "x-caller": "root" };
      await mesh.getClient(service).makeRequest("GET", "/", {}, { headers });
    }
    expect(
      server.requests.map(({ headers }) => [headers["x-service-identity"], headers["x-caller"]]),
    ).toEqual([
      ["tutti", "root"],
      ["root", "billing-bot"],
      ["root", "root"],
    ]);
  });
});
