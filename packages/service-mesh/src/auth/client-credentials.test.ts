import type { ServiceMeshOptions } from "../options";
import { closeMeshes, meshOf, rejection } from "../testing/mesh";
import { secretsWith } from "../testing/secrets";
import { type Answer, closeServers, json, startServer } from "../testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

type Auth = Extract<
  NonNullable<ServiceMeshOptions["services"]>[string]["auth"],
  { type: "client_credentials" }
>;

const secrets = () => secretsWith({ CLIENT_SECRET: "s3cret &+ü" });

/** Gives out token-1, token-2, and so on. */
function counting(fields: object = { token_type: "Bearer", expires_in: 3600 }): Answer {
  let count = 0;
  return (_seen, response) => {
    count += 1;
    json(response, { access_token: `token-${count}`, ...fields });
  };
}

/** A service that takes some tokens, an authorization server, and a client of both. */
async function setUp(answer: Answer, options: Partial<Auth> = {}, takes = /./) {
  const issuer = await startServer(answer);
  const service = await startServer((seen, response) => {
    const token = seen.headers.authorization ?? "";
    json(response, { token, body: seen.body }, takes.test(token) ? 200 : 401);
  });
  const auth: Auth = {
    type: "client_credentials",
    token_url: `${issuer.url}/token`,
    client_id: "tutti:1",
    client_secret: { secret: "CLIENT_SECRET" },
    ...options,
  };
  const mesh = meshOf({ services: { api: { url: service.url, auth } }, secrets: secrets() });
  const client = mesh.getClient("api");
  return {
    issuer,
    service,
    mesh,
    call: (signal?: AbortSignal) => client.makeRequest("POST", "/work", { n: 1 }, { signal }),
    tokens: () => service.requests.map(({ headers }) => headers.authorization),
  };
}

describe("the client-credentials grant", () => {
  it("asks for a token with the client's credentials in a header", async () => {
    const { issuer, call, tokens } = await setUp(counting(), {
      scopes: ["read", "write"],
      parameters: { audience: "https://api.example.com" },
    });
    await call();
    const [seen] = issuer.requests;
    expect([seen!.method, seen!.url]).toEqual(["POST", "/token"]);
    expect(seen!.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(seen!.headers.authorization).toBe(
      `Basic ${Buffer.from("tutti%3A1:s3cret+%26%2B%C3%BC").toString("base64")}`,
    );
    expect(Object.fromEntries(new URLSearchParams(seen!.body))).toEqual({
      grant_type: "client_credentials",
      scope: "read write",
      audience: "https://api.example.com",
    });
    expect(tokens()).toEqual(["Bearer token-1"]);
  });

  it("can send the client's credentials in the form", async () => {
    const { issuer, call } = await setUp(counting(), { client_authentication: "body" });
    await call();
    expect(issuer.requests[0]!.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(issuer.requests[0]!.body))).toMatchObject({
      client_id: "tutti:1",
      client_secret: "s3cret &+ü",
    });
  });

  it("keeps the token, and asks once for requests that come together", async () => {
    const { issuer, call, tokens } = await setUp(counting({}));
    await Promise.all([call(), call(), call()]);
    await call();
    expect(issuer.requests).toHaveLength(1);
    expect(new Set(tokens())).toEqual(new Set(["Bearer token-1"]));
  });

  it("asks again when a token has ended", async () => {
    const { issuer, call } = await setUp(counting({ expires_in: "0.001" }));
    await call();
    await call();
    expect(issuer.requests.length).toBeGreaterThan(1);
  });

  it("repeats a request once with a new token when the old one is refused", async () => {
    const { issuer, service, call, tokens } = await setUp(counting(), {}, /token-[2-9]/);
    const { response } = await call();
    expect(response).toEqual({ token: "Bearer [redacted]", body: '{"n":1}' });
    expect(tokens()).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(service.requests.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":1}']);
    await call();
    expect(issuer.requests).toHaveLength(2);
  });

  it("repeats it once only: what is refused again is an error", async () => {
    const { call, tokens } = await setUp(counting(), {}, /never/);
    expect(await rejection(call())).toMatchObject({
      code: "SERVICE_ERROR",
      retryable: false,
      details: { status_code: 401, response: { token: "Bearer [redacted]" } },
    });
    expect(tokens()).toEqual(["Bearer token-1", "Bearer token-2"]);
  });
});

describe("a token that can't be had", () => {
  it.each<[string, boolean, string, Answer]>([
    [
      "the client is unknown",
      false,
      "status 401, invalid_client",
      (_seen, response) => json(response, { error: "invalid_client", error_description: "s3cret &+ü?" }, 401),
    ],
    [
      "the secret comes back in the error",
      false,
      "status 400, [redacted] is wrong",
      (_seen, response) => json(response, { error: "s3cret &+ü is wrong" }, 400),
    ],
    ["the server is down", true, "status 503", (_seen, response) => response.writeHead(503).end("<html>")],
    ["the server is busy", true, "status 429", (_seen, response) => json(response, [], 429)],
    [
      "it redirects",
      false,
      "status 302",
      (_seen, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
    ],
    ["it is missing", false, "its answer has no access_token", (_seen, response) => json(response, {})],
    ["it is empty", false, "has no access_token", (_seen, response) => json(response, { access_token: "" })],
    ["it is no JSON", false, "has no access_token", (_seen, response) => response.end("token=1")],
    ["it is null", false, "has no access_token", (_seen, response) => json(response, null)],
    [
      "it is too large",
      false,
      "has no access_token",
      (_seen, response) => json(response, { access_token: "x".repeat(70_000) }),
    ],
    [
      "it is of another type",
      false,
      "its token is of another type than Bearer",
      (_seen, response) => json(response, { access_token: "a", token_type: "mac" }),
    ],
    ["the server hangs up", true, "no connection, or it was lost", (_seen, response) => response.destroy()],
  ])("because %s is an error", async (_why, retryable, reason, answer) => {
    const { issuer, service, call } = await setUp(answer);
    const error = await rejection(call());
    expect(error).toMatchObject({
      code: "SERVICE_AUTH_FAILED",
      retryable,
      details: { service: "api", endpoint: "/work", token_url: `${issuer.url}/token` },
    });
    expect(error.message).toContain(`no token from ${issuer.url}/token: `);
    expect(error.message).toContain(reason);
    expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain("s3cret");
    expect(service.requests).toEqual([]);
  });

  it("because the server hangs is an error in its time", async () => {
    const { call } = await setUp(() => undefined, { timeout_seconds: 0.05 });
    const error = await rejection(call());
    expect(error).toMatchObject({ code: "SERVICE_AUTH_FAILED", retryable: true });
    expect(error.message).toContain("it took too long: no whole answer within 0.05 s");
  });

  it("because its address is not allowed is an error", async () => {
    const auth: Auth = {
      type: "client_credentials",
      token_url: "http://login.example.com/token",
      client_id: "a",
      client_secret: { secret: "CLIENT_SECRET" },
    };
    const mesh = meshOf({
      services: { api: { url: "http://127.0.0.1:9", auth } },
      secrets: secrets(),
      lookup: () => Promise.resolve([{ address: "169.254.169.254", family: 4 }]),
    });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "SERVICE_AUTH_FAILED", retryable: false });
    expect(error.message).toContain("login.example.com resolves to 169.254.169.254");
  });

  it("in one caller's time does not keep another one waiting", async () => {
    const waiting: (() => void)[] = [];
    const { call, issuer } = await setUp((_seen, response) =>
      waiting.push(() => json(response, { access_token: "late" })),
    );
    const controller = new AbortController();
    const impatient = call(controller.signal);
    const patient = call();
    while (waiting.length === 0) await new Promise(setImmediate);
    controller.abort(new Error("enough"));
    await expect(impatient).rejects.toThrow("enough");
    waiting[0]!();
    expect((await patient).status_code).toBe(200);
    expect(issuer.requests).toHaveLength(1);
  });

  it("as the mesh closes ends with it", async () => {
    const { call, mesh, issuer } = await setUp(() => undefined);
    const waiting = rejection(call());
    while (issuer.requests.length === 0) await new Promise(setImmediate);
    await mesh.close();
    expect((await waiting).code).toBe("MESH_CLOSED");
  });
});
