import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("an unexpected status", () => {
  it.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [409, false],
    [422, false],
    [425, true],
    [429, true],
    [500, true],
    [501, false],
    [502, true],
    [503, true],
    [504, true],
    [505, false],
    [599, true],
  ])("%i has retryable %s", async (status, retryable) => {
    const server = await startServer((_seen, response) => json(response, { why: "x" }, status));
    const error = await rejection(request({ url: server.url }));
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      retryable,
      details: { status_code: status, response: { why: "x" } },
    });
    expect(error.message).toMatch(
      new RegExp(`^Service "api" \\(GET /\\): status ${status}( .+)?, expected 2xx\\.$`),
    );
    expect(error.retryAfterMs).toBeUndefined();
  });

  it("hands up how long the service asks to be left alone", async () => {
    const server = await startServer((_seen, response) => {
      response.setHeader("retry-after", "7");
      json(response, null, 429);
    });
    const error = await rejection(request({ url: server.url }));
    expect(error.retryAfterMs).toBe(7000);
    expect(error.details).toMatchObject({ headers: { "retry-after": "7" } });
  });

  it("reads a date in Retry-After as well", async () => {
    const server = await startServer((_seen, response) => {
      response.setHeader("retry-after", new Date(Date.now() + 60_000).toUTCString());
      json(response, null, 503);
    });
    const { retryAfterMs } = await rejection(request({ url: server.url }));
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it("leaves Retry-After alone where repeating is no use", async () => {
    const server = await startServer((_seen, response) =>
      response.writeHead(404, { "retry-after": "7" }).end(),
    );
    expect((await rejection(request({ url: server.url }))).retryAfterMs).toBeUndefined();
  });

  it("shows the headers that help, and no others", async () => {
    const headers = {
      "x-request-id": "r-1",
      "x-ratelimit-remaining": "0",
      "set-cookie": "session=s3cret",
      "www-authenticate": "Bearer",
    };
    const server = await startServer((_seen, response) => response.writeHead(401, headers).end("no"));
    const error = await rejection(request({ url: server.url }));
    expect(error.details).toMatchObject({
      headers: { "x-request-id": "r-1", "x-ratelimit-remaining": "0", "www-authenticate": "Bearer" },
      response: "no",
    });
    expect(JSON.stringify(error.details)).not.toContain("s3cret");
  });

  it("shows the first 4 KiB of a long body", async () => {
    const server = await startServer((_seen, response) => json(response, { text: "x".repeat(10_000) }, 500));
    const { details } = await rejection(request({ url: server.url }));
    expect(details).toMatchObject({ response: `{"text":"${"x".repeat(4087)}`, response_cut: true });
  });

  it("shows as text what says that it is JSON and is not", async () => {
    const server = await startServer((_seen, response) =>
      response.writeHead(502, { "content-type": "application/json" }).end("<html>"),
    );
    expect((await rejection(request({ url: server.url }))).details).toMatchObject({ response: "<html>" });
  });
});

describe("an expected status", () => {
  it.each([
    [404, 404],
    [404, [200, 404]],
    [418, ["2xx", "4xx"] as const],
    [302, "3xx" as const],
    [500, "5xx" as const],
    [204, "2xx" as const],
  ])("%i is an answer when %j is expected", async (status, expectStatus) => {
    const server = await startServer((_seen, response) => json(response, null, status));
    expect((await request({ url: server.url }, { expectStatus })).status_code).toBe(status);
  });

  it("is named in the error about another one", async () => {
    const server = await startServer((_seen, response) => json(response, null, 200));
    const error = await rejection(request({ url: server.url }, { expectStatus: [201, "4xx"] }));
    expect(error).toMatchObject({ code: "SERVICE_ERROR", retryable: false });
    expect(error.message).toContain("status 200 OK, expected 201 or 4xx");
  });
});
