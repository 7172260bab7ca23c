import { memory } from "@tutti/core";
import type { AccessStore } from "@tutti/core/runtime";
import { hello } from "../testing/actions";
import { Issuer, issuerKey, token } from "../testing/issuer";
import { serve, stopAll } from "../testing/serve";
import { ApiKeys } from "./api-keys";
import { createAuth } from "./create-auth";
import type { Role } from "./roles";

afterEach(stopAll);

const WORKFLOWS = "/api/v1/workflows";

/** A server with keys, and what a test needs to make some. */
async function withKeys(lockout = {}) {
  const storage = memory();
  const store = storage.access as AccessStore;
  const clock = { now: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.now;
  const keys = new ApiKeys({ store, now });
  const served = await serve({
    host: "0.0.0.0",
    auth: createAuth({ keys: store, now, lockout }),
    core: { storage },
  });
  const keyOf = async (role: Role, tags?: readonly string[]) =>
    (await keys.create({ name: role, role, ...(tags === undefined ? {} : { tags }) }, "ada")).key;
  const get = (authorization?: string) =>
    served.ask("GET", WORKFLOWS, authorization === undefined ? {} : { headers: { authorization } });
  return { ...served, clock, get, keyOf, keys };
}

it("lets holders of keys in, who are called after their key", async () => {
  const { ask, get, keyOf } = await withKeys();
  expect((await get(`Bearer ${await keyOf("viewer")}`)).status).toBe(200);
  expect((await get(`bearer  ${await keyOf("viewer")} `)).status).toBe(200);
  const headers = { authorization: `Bearer ${await keyOf("author")}` };
  const { body } = await ask("POST", WORKFLOWS, { body: hello, headers });
  expect(body).toMatchObject({ created_by: "key:author" });
});

it("says nothing of what is wrong with a key to who does not hold it", async () => {
  const { get, keyOf } = await withKeys();
  const key = await keyOf("viewer");
  const presented = [
    "Bearer nonsense",
    "Bearer",
    "Basic YWRhOmFkYQ==",
    `Bearer ${"x".repeat(20_000)}`.slice(0, 15_000),
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${key} ${key}`,
    key,
  ];
  const answers = await Promise.all(presented.map(get));
  for (const { body, headers, status } of answers) {
    expect([status, body.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(body.detail).toBe("Who asks could not be told: the key is not valid.");
    expect(headers["www-authenticate"]).toBe('Bearer realm="tutti", error="invalid_token"');
  }
  const { body, headers } = await get();
  expect(body.detail).toBe("Who asks could not be told: there is no Authorization header.");
  expect(headers["www-authenticate"]).toBe('Bearer realm="tutti"');
});

it("locks an address out that fails too often, its good keys included, and nobody for asking without one", async () => {
  const { clock, get, keyOf } = await withKeys({ failures: 3, lockSeconds: 30 });
  const good = `Bearer ${await keyOf("viewer")}`;
  for (let asked = 0; asked < 5; asked++) await get();
  expect((await get(good)).status).toBe(200);
  for (let failed = 0; failed < 3; failed++) expect((await get("Bearer x")).status).toBe(401);
  const { body, headers, status } = await get(good);
  expect([status, body.code, headers["retry-after"]]).toEqual([429, "LOCKED_OUT", "30"]);
  clock.now += 30_000;
  expect((await get(good)).status).toBe(200);
});

it("needs something to tell callers by, and limits that make sense", () => {
  expect(() => createAuth({})).toThrow("neither keys nor jwt");
  const keys = memory().access as AccessStore;
  expect(() => createAuth({ keys, lockout: { failures: 0 } })).toThrow("lockout.failures is 0");
});

it("takes the tokens of an issuer beside keys", async () => {
  const issuer = await new Issuer().listen();
  try {
    const key = issuerKey("k1");
    issuer.publish(key);
    const storage = memory();
    const store = storage.access as AccessStore;
    const jwt = { jwks: { url: issuer.url }, issuer: "id", audience: "tutti" };
    const { ask } = await serve({ auth: createAuth({ keys: store, jwt }), core: { storage } });
    const claims = { iss: "id", aud: "tutti", sub: "ada", roles: ["author"], exp: Date.now() / 1000 + 60 };
    const post = (bearer: string) =>
      ask("POST", WORKFLOWS, { body: hello, headers: { authorization: `Bearer ${bearer}` } });
    expect((await post(token(key, claims))).body).toMatchObject({ created_by: "ada" });
    expect((await post(token(key, { ...claims, roles: ["viewer"] }))).status).toBe(403);
    expect((await post(token(issuerKey("k1"), claims))).status).toBe(401);
    const made = await new ApiKeys({ store }).create({ name: "ci", role: "author" }, "ada");
    expect((await post(made.key)).body).toMatchObject({ created_by: "key:ci" });
  } finally {
    await issuer.stop();
  }
});
