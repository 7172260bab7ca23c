import { type AccessToken, TokenCache } from "./token-cache";

/** A cache with a clock that a test moves, and answers that a test gives. */
function cacheWith(refreshBeforeMs: number) {
  let time = 1000;
  const asked: { answer: (token: AccessToken) => void; fail: (error: Error) => void }[] = [];
  const cache = new TokenCache({ refreshBeforeMs, now: () => time });
  const fetch = (): Promise<AccessToken> =>
    new Promise((answer, fail) => {
      asked.push({ answer, fail });
    });
  return {
    asked,
    forget: (value: string) => cache.forget(value),
    get: () => cache.get(fetch),
    pass: (ms: number) => {
      time += ms;
    },
    async filled(value: string, lifetimeMs?: number) {
      const got = cache.get(fetch);
      asked.at(-1)!.answer({ value, lifetimeMs });
      expect(await got).toBe(value);
    },
  };
}

const settled = () => new Promise(setImmediate);

describe("a token cache", () => {
  it("asks once for all that wait", async () => {
    const { get, asked } = cacheWith(0);
    const all = Promise.all([get(), get(), get()]);
    asked[0]!.answer({ value: "a", lifetimeMs: 1000 });
    expect(await all).toEqual(["a", "a", "a"]);
    expect(asked).toHaveLength(1);
  });

  it("keeps a token to its end, counted from when it was asked for", async () => {
    const { get, asked, pass, filled } = cacheWith(0);
    const first = get();
    pass(400);
    asked[0]!.answer({ value: "a", lifetimeMs: 1000 });
    await first;
    pass(599);
    expect(await get()).toBe("a");
    pass(1);
    await filled("b", 1000);
    expect(asked).toHaveLength(2);
  });

  it("keeps a token without an end", async () => {
    const { get, pass, filled } = cacheWith(30_000);
    await filled("a");
    pass(1e12);
    expect(await get()).toBe("a");
  });

  it("uses a token that is about to end while it asks for the next one", async () => {
    const { get, asked, pass, filled } = cacheWith(300);
    await filled("a", 1000);
    pass(699);
    expect(await get()).toBe("a");
    expect(asked).toHaveLength(1);
    pass(1);
    expect(await Promise.all([get(), get()])).toEqual(["a", "a"]);
    expect(asked).toHaveLength(2);
    asked[1]!.answer({ value: "b", lifetimeMs: 1000 });
    await settled();
    expect(await get()).toBe("b");
  });

  it("replaces a token no earlier than after half of its life", async () => {
    const { get, asked, pass, filled } = cacheWith(60_000);
    await filled("a", 1000);
    pass(499);
    await get();
    expect(asked).toHaveLength(1);
    pass(1);
    await get();
    expect(asked).toHaveLength(2);
  });

  it("uses the old token when the next one can't be had, and tells when that has ended too", async () => {
    const { get, asked, pass, filled } = cacheWith(300);
    await filled("a", 1000);
    pass(700);
    expect(await get()).toBe("a");
    asked[1]!.fail(new Error("down"));
    await settled();
    expect(await get()).toBe("a");
    expect(asked).toHaveLength(3);
    pass(300);
    const waiting = get();
    asked[2]!.fail(new Error("still down"));
    await expect(waiting).rejects.toThrow("still down");
    await filled("b", 1000);
  });

  it("forgets the token that was refused, and no newer one", async () => {
    const { get, forget, asked, filled } = cacheWith(0);
    await filled("a", 1000);
    forget("other");
    expect(await get()).toBe("a");
    forget("a");
    await filled("b", 1000);
    forget("a");
    expect(await get()).toBe("b");
    expect(asked).toHaveLength(2);
  });
});
