import { TuttiError } from "@tutti/core";
import type { ServiceMeshOptions } from "../options";
import { closeMeshes, meshOf, rejection } from "../testing/mesh";
import { secretsWith } from "../testing/secrets";
import { closeServers, json, startServer } from "../testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

type Auth = NonNullable<NonNullable<ServiceMeshOptions["services"]>[string]["auth"]>;

const echo = () =>
  startServer((seen, response) => json(response, { url: seen.url, headers: seen.headers }, 200));

async function seenWith(auth: Auth, values: Record<string, string>) {
  const server = await echo();
  const mesh = meshOf({ services: { api: { url: server.url, auth } }, secrets: secretsWith(values) });
  const answer = await mesh.getClient("api").makeRequest("GET", "/x?a=1", {}, { headers: { "x-y": "z" } });
  return { seen: server.requests[0]!, answer: JSON.stringify(answer) };
}

describe("a request to a service with auth", () => {
  it.each([
    [
      { type: "bearer", token: { secret: "TOKEN" } },
      { TOKEN: "s3cret-token" },
      { authorization: "Bearer s3cret-token" },
    ],
    [
      { type: "basic", username: "me", password: { secret: "PASSWORD" } },
      { PASSWORD: "s3cret:ü" },
      { authorization: `Basic ${Buffer.from("me:s3cret:ü").toString("base64")}` },
    ],
    [
      { type: "basic", username: { secret: "USER" }, password: { secret: "PASSWORD" } },
      { USER: "me", PASSWORD: "s3cret" },
      { authorization: `Basic ${Buffer.from("me:s3cret").toString("base64")}` },
    ],
    [{ type: "api_key", key: { secret: "KEY" } }, { KEY: "s3cret" }, { "x-api-key": "s3cret" }],
    [
      { type: "api_key", key: { secret: "KEY" }, header: "Authorization", prefix: "Token " },
      { KEY: "s3cret" },
      { authorization: "Token s3cret" },
    ],
  ] satisfies [Auth, Record<string, string>, object][])(
    "sends %j, and hides it in what is echoed",
    async (auth, values, headers) => {
      const { seen, answer } = await seenWith(auth, values);
      expect(seen.headers).toMatchObject({ ...headers, "x-y": "z" });
      expect(answer).toContain("[redacted]");
      for (const value of Object.values(headers)) expect(answer).not.toContain(value);
      expect(answer).not.toContain("s3cret");
    },
  );

  it("sends an API key in the query", async () => {
    const { seen, answer } = await seenWith(
      { type: "api_key", key: { secret: "KEY" }, query: "key" },
      { KEY: "s3cret/&=" },
    );
    expect(seen.url).toBe("/x?a=1&key=s3cret%2F%26%3D");
    expect(answer).not.toContain("s3cret");
  });

  it("lets no caller replace its header", async () => {
    const server = await echo();
    const services = { api: { url: server.url, auth: { type: "bearer", token: { secret: "A" } } as const } };
    const mesh = meshOf({ services, secrets: secretsWith({ A: "right" }) });
    await mesh.getClient("api").makeRequest("GET", "/", {}, { headers: { Authorization: "Bearer wrong" } });
    expect(server.requests[0]!.headers.authorization).toBe("Bearer right");
  });

  it("asks for the secret with each request, the caller's provider before the mesh's", async () => {
    const server = await echo();
    const services = { api: { url: server.url, auth: { type: "bearer", token: { secret: "A" } } as const } };
    const own = secretsWith({ A: "first" });
    const client = meshOf({ services, secrets: secretsWith({ A: "mesh" }) }).getClient("api");
    await client.makeRequest("GET", "/", {}, { secrets: own });
    own.values["A"] = "second";
    await client.makeRequest("GET", "/", {}, { secrets: own });
    await client.makeRequest("GET", "/");
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer first",
      "Bearer second",
      "Bearer mesh",
    ]);
    expect(own.asked).toEqual(["A", "A"]);
  });

  it("shows no credential in the error of an answer that echoes it", async () => {
    const server = await startServer((seen, response) => {
      response.setHeader("www-authenticate", `Bearer error="${seen.headers.authorization}"`);
      json(response, { sent: seen.headers.authorization }, 403);
    });
    const services = { api: { url: server.url, auth: { type: "bearer", token: { secret: "A" } } as const } };
    const mesh = meshOf({ services, secrets: secretsWith({ A: "s3cret" }) });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      details: {
        headers: { "www-authenticate": 'Bearer error="Bearer [redacted]"' },
        response: { sent: "Bearer [redacted]" },
      },
    });
    expect(error.message + String(error.stack)).not.toContain("s3cret");
  });

  it("is not repeated when a fixed credential is refused", async () => {
    const server = await startServer((_seen, response) => json(response, null, 401));
    const services = { api: { url: server.url, auth: { type: "bearer", token: { secret: "A" } } as const } };
    const mesh = meshOf({ services, secrets: secretsWith({ A: "s3cret" }) });
    expect(await rejection(mesh.getClient("api").makeRequest("GET", "/"))).toMatchObject({
      code: "SERVICE_ERROR",
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a secret that can't be used", () => {
  const url = "http://127.0.0.1:9";
  const auth = { type: "bearer", token: { secret: "TOKEN" } } as const;
  const failing = (error: Error) => ({ get: () => Promise.reject(error) });

  it.each([
    ["no provider", undefined, false, "the mesh has no secrets: give it the option secrets"],
    ["an unknown name", secretsWith({}), false, "no provider knows it"],
    [
      "an action's unknown name",
      failing(TuttiError.of("UNKNOWN_SECRET", { name: "TOKEN" })),
      false,
      'There is no secret "TOKEN"',
    ],
    ["a provider that fails", failing(new Error("vault is sealed.")), true, "vault is sealed"],
  ])("because of %s makes no request", async (_why, secrets, retryable, reason) => {
    const mesh = meshOf({ services: { api: { url, auth } }, ...(secrets === undefined ? {} : { secrets }) });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "SERVICE_AUTH_FAILED", retryable, details: { secret: "TOKEN" } });
    expect(error.message).toContain(`the secret "TOKEN" can't be read: ${reason}`);
  });

  it("because a header can't hold it is named, not shown", async () => {
    const mesh = meshOf({ services: { api: { url, auth } }, secrets: secretsWith({ TOKEN: "s3cret\n" }) });
    const error = await rejection(mesh.getClient("api").makeRequest("GET", "/"));
    expect(error).toMatchObject({ code: "SERVICE_AUTH_FAILED", retryable: false });
    expect(error.message).toContain('the value of "TOKEN" has characters that headers can\'t hold');
    expect(error.message).not.toContain("s3cret");
  });
});

describe("the options of auth", () => {
  const problemOf = (auth: object): string => {
    try {
      meshOf({ services: { api: { url: "http://127.0.0.1:9", auth: auth as Auth } } });
    } catch (error) {
      return (error as Error).message;
    }
    return "none";
  };
  const key = { secret: "KEY" };

  it.each([
    [{ type: "bearer", token: "s3cret" }, "services.api.auth.token: "],
    [{ type: "digest" }, "services.api.auth.type: "],
    [{ type: "basic", username: "a:b", password: key }, "a user name can't have a colon"],
    [{ type: "api_key", key, header: "Host" }, 'header "host" is set by the connection'],
    [{ type: "api_key", key, header: "x", query: "y" }, "give one of both"],
    [
      { type: "client_credentials", token_url: "x", client_id: "a", client_secret: key },
      "services.api.auth.token_url: it is not a URL",
    ],
  ])("refuse %j", (auth, problem) => {
    expect(problemOf(auth)).toContain(problem);
    expect(problemOf(auth)).not.toContain("s3cret");
  });
});
