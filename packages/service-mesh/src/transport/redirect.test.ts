import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const redirecting = (status: number, location: string) =>
  startServer((seen, response) => {
    if (seen.url === "/end")
      json(response, { method: seen.method, body: seen.body, type: seen.headers["content-type"] ?? null });
    else response.writeHead(status, { location }).end();
  });

describe("a redirect within the origin", () => {
  it.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "POST", "GET"],
    [303, "PUT", "GET"],
    [301, "GET", "GET"],
  ])("with %i turns %s into %s", async (status, method, expected) => {
    const server = await redirecting(status, "/end");
    const { response } = await request(
      { url: server.url },
      { method, ...(method === "GET" ? {} : { parameters: { n: 1 } }) },
    );
    expect(response).toEqual({ method: expected, body: "", type: null });
  });

  it.each([
    [301, "PUT"],
    [302, "PATCH"],
    [307, "POST"],
    [308, "POST"],
  ])("with %i repeats %s with its body", async (status, method) => {
    const server = await redirecting(status, "/end");
    const { response } = await request(
      { url: server.url },
      { method, parameters: { n: 1 }, idempotencyKey: "k" },
    );
    expect(response).toEqual({ method, body: '{"n":1}', type: "application/json" });
    expect(server.requests.map(({ headers }) => headers["idempotency-key"])).toEqual(["k", "k"]);
  });

  it("keeps HEAD, takes relative and absolute locations, and drops credentials and fragments", async () => {
    const server = await redirecting(303, "end");
    expect((await request({ url: server.url }, { method: "HEAD", endpoint: "/x" })).status_code).toBe(200);
    const absolute = await startServer((seen, response) => {
      if (seen.url === "/end") json(response, seen.headers.authorization ?? null);
      else response.writeHead(302, { location: `http://u:p@127.0.0.1:${absolute.port}/end#part` }).end();
    });
    expect((await request({ url: absolute.url })).response).toBeNull();
  });

  it("is followed five times", async () => {
    const server = await startServer((seen, response) => {
      const n = Number(seen.url.slice(1));
      if (n === 5) json(response, "there");
      else response.writeHead(302, { location: `/${n + 1}` }).end("on");
    });
    expect((await request({ url: server.url }, { endpoint: "/0" })).response).toBe("there");
  });

  it("is not followed for ever", async () => {
    const server = await redirecting(302, "/again");
    const error = await rejection(request({ url: server.url }));
    expect(error).toMatchObject({ code: "SERVICE_BAD_RESPONSE", retryable: false });
    expect(error.message).toContain("the answer redirects more than 5 times");
    expect(server.requests).toHaveLength(6);
  });

  it("is an answer when the caller expects it", async () => {
    const server = await redirecting(302, "/end");
    const { status_code, headers } = await request({ url: server.url }, { expectStatus: "3xx" });
    expect([status_code, headers["location"]]).toEqual([302, "/end"]);
  });

  it.each([300, 304, 305])("is not what %i means", async (status) => {
    const server = await redirecting(status, "/end");
    const error = await rejection(request({ url: server.url }));
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      retryable: false,
      details: { status_code: status },
    });
  });

  it("needs a location", async () => {
    const server = await startServer((_seen, response) => response.writeHead(302).end());
    expect(await rejection(request({ url: server.url }))).toMatchObject({
      code: "SERVICE_ERROR",
      details: { status_code: 302 },
    });
  });
});

describe("a redirect to another origin", () => {
  it.each([
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:9/",
    "//evil.example/x",
    "https://api.example.com/?key=s3cret",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
  ])("to %s is refused", async (location) => {
    const server = await redirecting(302, location);
    const error = await rejection(request({ url: server.url, headers: { authorization: "Bearer s3cret" } }));
    expect(error).toMatchObject({ code: "SSRF_REFUSED", retryable: false, details: { status_code: 302 } });
    expect(error.message).toMatch(
      /the answer \(status 302\) redirects to another origin, .+, which is not followed; if the service moved there, register that URL\.$/,
    );
    expect(error.message).not.toContain("s3cret");
    expect(server.requests).toHaveLength(1);
  });

  it("to what is no URL is refused too", async () => {
    const server = await redirecting(302, "http://[");
    const error = await rejection(request({ url: server.url }));
    expect(error.message).toContain("redirects to an invalid URL, which is not followed");
  });
});
