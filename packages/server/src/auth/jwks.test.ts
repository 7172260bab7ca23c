import { Issuer, issuerKey, token } from "../testing/issuer";
import { type JwtOptions, jwtVerifier } from "./jwt";

const [first, second] = [issuerKey("k1"), issuerKey("k2")];

async function setup(jwks: Partial<JwtOptions["jwks"]> = {}) {
  const issuer = await new Issuer().listen();
  issuer.publish(first);
  open.push(issuer);
  const clock = { now: Date.UTC(2026, 0, 1) };
  const verify = jwtVerifier(
    { jwks: { url: issuer.url, ...jwks }, issuer: "id", audience: "tutti" },
    () => clock.now,
  );
  const exp = clock.now / 1000 + 1_000_000;
  const ask = (key: typeof first) =>
    verify(token(key, { iss: "id", aud: "tutti", sub: "ada", exp })).then(
      () => "taken",
      (error: unknown) => (error as { code?: string }).code,
    );
  const pass = (seconds: number) => void (clock.now += seconds * 1000);
  return { issuer, ask, pass };
}

const open: Issuer[] = [];
afterEach(async () => {
  for (const issuer of open.splice(0)) await issuer.stop();
});

it("keys are fetched once, however many tokens come", async () => {
  const { ask, issuer } = await setup();
  expect(await Promise.all([ask(first), ask(first), ask(first)])).toEqual(["taken", "taken", "taken"]);
  expect(await ask(first)).toBe("taken");
  expect(issuer.fetches).toBe(1);
});

it("a new key counts at once, and one that is gone no more", async () => {
  const { ask, issuer, pass } = await setup();
  await ask(first);
  issuer.publish(second);
  pass(31);
  expect([await ask(second), await ask(first), issuer.fetches]).toEqual(["taken", "UNAUTHENTICATED", 2]);
});

it("tokens with made-up keys make no flood of fetches", async () => {
  const { ask, issuer, pass } = await setup({ cooldownSeconds: 30 });
  await ask(first);
  for (let made = 0; made < 20; made++) expect(await ask(second)).toBe("UNAUTHENTICATED");
  expect(issuer.fetches).toBe(1);
  pass(31);
  for (let made = 0; made < 20; made++) await ask(second);
  expect(issuer.fetches).toBe(2);
});

it("known keys count through an outage of the issuer, for a while", async () => {
  const { ask, issuer, pass } = await setup({ cacheSeconds: 600, staleSeconds: 3600 });
  await ask(first);
  issuer.answer = undefined;
  pass(3000);
  expect([await ask(first), await ask(first)]).toEqual(["taken", "taken"]);
  pass(601);
  expect(await ask(first)).toBe("AUTH_UNAVAILABLE");
  issuer.publish(first);
  pass(31);
  expect(await ask(first)).toBe("taken");
});

it.each(["", "<html>", "{}", '{"keys":5}', "[]", `{"keys":[],"x":"${"y".repeat(1_100_000)}"}`])(
  "without keys no token can be checked, and that is no fault of its holder",
  async (answer) => {
    const { ask, issuer } = await setup();
    issuer.answer = answer;
    expect(await ask(first)).toBe("AUTH_UNAVAILABLE");
  },
);

it("an issuer that nobody can reach is an outage too", async () => {
  const { ask } = await setup({ url: "http://127.0.0.1:1/jwks" });
  expect(await ask(first)).toBe("AUTH_UNAVAILABLE");
});
