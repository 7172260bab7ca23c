import { confused, Issuer, issuerKey, token } from "../testing/issuer";
import { type JwtOptions, jwtVerifier } from "./jwt";

const NOW = Date.UTC(2026, 0, 1);
const key = issuerKey("k1");
const rsa = issuerKey("k2", "RS256");
const claims = {
  iss: "https://id.example.com",
  aud: "tutti",
  sub: "ada",
  exp: NOW / 1000 + 60,
  roles: ["operator"],
};

let issuer: Issuer;
beforeAll(async () => {
  issuer = await new Issuer().listen();
  issuer.publish(key, rsa);
});
afterAll(() => issuer.stop());

const verifier = (options: Partial<JwtOptions> = {}) =>
  jwtVerifier({ jwks: { url: issuer.url }, issuer: claims.iss, audience: "tutti", ...options }, () => NOW);
const verify = (changes: object = {}, options: Partial<JwtOptions> = {}) =>
  verifier(options)(token(key, { ...claims, ...changes }));
const reason = (answer: Promise<unknown>) =>
  answer.then(
    () => "taken",
    (error: unknown) => {
      expect(error).toMatchObject({ code: "UNAUTHENTICATED" });
      return (error as Error).message.replace("Who asks could not be told: ", "");
    },
  );

it("tells who holds a token, and what they may do", async () => {
  expect(await verify()).toEqual({ id: "ada", scopes: new Set(["read", "run"]) });
  expect(await verifier()(token(rsa, claims))).toMatchObject({ id: "ada" });
  expect(await verify({ aud: ["other", "tutti"] })).toMatchObject({ id: "ada" });
});

it.each([
  [{ iss: "https://evil.example.com" }, 'the token\'s claim "iss" does not fit.'],
  [{ aud: "other" }, 'the token\'s claim "aud" does not fit.'],
  [{ exp: undefined }, 'the token\'s claim "exp" does not fit.'],
  [{ exp: NOW / 1000 - 6 }, "the token has expired."],
  [{ nbf: NOW / 1000 + 6 }, 'the token\'s claim "nbf" does not fit.'],
  [{ sub: undefined }, 'the token\'s claim "sub" names no user.'],
  [{ sub: "key:ci" }, 'the token\'s claim "sub" names no user.'],
  [{ sub: "a\nb" }, 'the token\'s claim "sub" names no user.'],
  [{ sub: "x".repeat(201) }, 'the token\'s claim "sub" names no user.'],
  [{ sub: 5 }, 'the token\'s claim "sub" names no user.'],
])("refuses a token that says %j", async (changes, expected) => {
  expect(await reason(verify(changes))).toBe(expected);
});

it("lets clocks differ a little", async () => {
  expect(await reason(verify({ exp: NOW / 1000 - 4 }))).toBe("taken");
  expect(await reason(verify({ nbf: NOW / 1000 + 4 }))).toBe("taken");
  expect(await reason(verify({ exp: NOW / 1000 - 6 }, { clockToleranceSeconds: 10 }))).toBe("taken");
});

it("believes no signature but that of a published key, by an algorithm that it allows", async () => {
  const good = token(key, claims);
  const [head, body, signature = ""] = good.split(".");
  const other = Buffer.from(JSON.stringify({ ...claims, sub: "eve" })).toString("base64url");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const refused = [
    `${head}.${other}.${signature}`,
    `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    `${head}.${body}.`,
    `${none}.${body}.`,
    confused(rsa, claims),
    token(issuerKey("k1"), claims),
    token(key, claims, { alg: "ES256", kid: "k9" }),
    token(key, claims, { alg: "ES256", kid: "k1", crit: ["x"], x: 1 }),
    token(key, claims, { alg: "ES384", kid: "k1" }),
    "a.b.c",
    "",
  ];
  for (const one of refused) expect(await reason(verifier()(one))).toBe("the token is not valid.");
  expect(await reason(verifier({ algorithms: ["RS256"] })(good))).toBe("the token is not valid.");
  expect(await reason(verifier({ algorithms: ["ES256"] })(good))).toBe("taken");
});

describe("roles and tags", () => {
  const scopes = async (changes: object, options: Partial<JwtOptions> = {}) => [
    ...(await verify(changes, options)).scopes,
  ];

  it("come from the claims that are named", async () => {
    expect(await scopes({ roles: "viewer author" })).toEqual(["read", "run", "write"]);
    expect(await scopes({ roles: ["admin"] })).toEqual(["read", "run", "write", "admin"]);
    const nested = { realm_access: { roles: ["viewer"] }, "https://x.org/roles": ["operator"] };
    expect(await scopes(nested, { roleClaim: "realm_access.roles" })).toEqual(["read"]);
    expect(await scopes(nested, { roleClaim: "https://x.org/roles" })).toEqual(["read", "run"]);
    expect((await verify({ email: "ada@x.org" }, { userClaim: "email" })).id).toBe("ada@x.org");
  });

  it("are those of the issuer's that are mapped, and no others", async () => {
    const roles = { "tutti-ops": "operator", "tutti-look": "viewer" } as const;
    expect(await scopes({ roles: ["tutti-ops"] }, { roles })).toEqual(["read", "run"]);
    expect(await scopes({ roles: ["admin", "constructor", "__proto__"] }, { roles })).toEqual([]);
  });

  it.each([undefined, null, 5, {}, ["king", 7, "constructor"], "__proto__"])(
    "are none for %j",
    async (given) => {
      expect(await scopes({ roles: given })).toEqual([]);
    },
  );

  it("limit the caller, also to nothing", async () => {
    const tags = async (given: unknown) => (await verify({ teams: given }, { tagClaim: "teams" })).tags;
    expect(await tags(["etl", "bi"])).toEqual(new Set(["etl", "bi"]));
    expect(await tags("etl bi")).toEqual(new Set(["etl", "bi"]));
    expect(await tags(undefined)).toEqual(new Set());
    expect((await verify()).tags).toBeUndefined();
  });
});

it.each([
  [{ algorithms: ["HS256"] }, "jwt.algorithms has"],
  [{ algorithms: [] }, "jwt.algorithms has"],
  [{ issuer: "" }, "must not be empty"],
  [{ clockToleranceSeconds: 3600 }, "not 0 to 300"],
  [{ roles: { x: "king" } }, "which is no role"],
  [{ jwks: { url: "http://id.example.com/jwks" } }, "is no https URL"],
  [{ jwks: { url: "nonsense" } }, "is no https URL"],
])("refuses the options %j", (options, message) => {
  expect(() => verifier(options as unknown as Partial<JwtOptions>)).toThrow(message);
});
