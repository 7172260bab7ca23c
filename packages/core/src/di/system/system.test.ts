import { systemCipher } from "./cipher";
import { systemClock } from "./clock";
import { systemIds, systemRandom } from "./ids";
import { consoleLogger } from "./logger";
import { environmentSecrets } from "./secrets";

describe("systemCipher", () => {
  it("opens what it sealed, and seals the same text differently each time", () => {
    const cipher = systemCipher(() => "a long and random key");
    const sealed = ["", "x", "grüße 😀", "x".repeat(10_000)].map(
      (text) => [text, cipher.seal(text)] as const,
    );
    for (const [text, one] of sealed)
      expect([cipher.open(one), one === cipher.seal(text)]).toEqual([text, false]);
    expect(cipher.seal("x")).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it("opens with the same key in another process, and with no other key", () => {
    const sealed = systemCipher(() => "k1").seal("secret");
    expect(systemCipher(() => "k1").open(sealed)).toBe("secret");
    for (const key of ["k2", undefined])
      expect(() => systemCipher(() => key).open(sealed)).toThrow(/could not be read: the key does not fit/);
  });

  it("has a key of its own for each process without a key text", () => {
    expect(() => systemCipher(() => undefined).open(systemCipher(() => undefined).seal("x"))).toThrow(
      /key does not fit/,
    );
  });

  it.each(["", "x", "AAAA"])("refuses %j, which was never sealed, and what was changed", (sealed) => {
    const cipher = systemCipher(() => "k");
    expect(() => cipher.open(sealed)).toThrow(/could not be read/);
    const good = cipher.seal("hello");
    expect(() => cipher.open(`${good.slice(0, -2)}${good.endsWith("AA") ? "BB" : "AA"}`)).toThrow(
      /could not be read/,
    );
  });
});

describe("systemIds", () => {
  const at = (...times: readonly number[]): (() => string) => {
    let asked = 0;
    const ids = systemIds({ now: () => times[Math.min(asked++, times.length - 1)] ?? 0, monotonic: () => 0 });
    return () => ids.uuid();
  };

  it("are UUIDv7 with the time in front", () => {
    const uuid = at(0x0123456789ab)();
    expect(uuid).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are in order and unique within a ms, over its end, and when the clock goes back", () => {
    const next = at(5_000, ...Array.from({ length: 9_000 }, () => 5_000), 4_000);
    const ids = Array.from({ length: 9_010 }, () => next());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].toSorted()).toEqual(ids);
  });
});

it("systemRandom gives numbers in [0, 1)", () => {
  for (let n = 0; n < 1000; n++) {
    const value = systemRandom.next();
    expect(value >= 0 && value < 1).toBe(true);
  }
});

it("systemClock tells the time, and one that never goes back", () => {
  const [before, monotonic] = [Date.now(), systemClock.monotonic()];
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(systemClock.monotonic()).toBeGreaterThanOrEqual(monotonic);
});

describe("consoleLogger", () => {
  const lines = (level: "debug" | "warn" | "silent"): unknown[] => {
    const written: string[] = [];
    const logger = consoleLogger({ level, write: (line) => void written.push(line) });
    for (const one of ["debug", "info", "warn", "error"] as const) logger.child({ a: 1 })[one]({ b: 2 }, one);
    for (const line of written) expect(line).toMatch(/\}\n$/);
    return written.map((line) => JSON.parse(line) as unknown);
  };

  it("writes a line of JSON per record, from its level on", () => {
    expect(lines("warn")).toEqual([
      { level: "warn", time: expect.stringMatching(/^\d{4}-.*Z$/) as string, a: 1, b: 2, msg: "warn" },
      { level: "error", time: expect.any(String) as string, a: 1, b: 2, msg: "error" },
    ]);
    expect([lines("debug").length, lines("silent").length]).toEqual([4, 0]);
  });

  it("survives what JSON can't hold", () => {
    const written: string[] = [];
    const logger = consoleLogger({ level: "info", write: (line) => void written.push(line) });
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    logger.info({ cyclic }, "round");
    logger.info({ big: 1n, fine: 1, gone: undefined }, "big");
    logger.info({ error: new TypeError("no") }, "error");
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { cyclic: "[object: no JSON]", msg: "round" },
      { big: "[bigint: no JSON]", fine: 1, msg: "big" },
      {
        error: { name: "TypeError", message: "no", stack: expect.stringContaining("TypeError") as string },
        msg: "error",
      },
    ]);
  });

  it("takes its level from the environment, and writes to standard error", () => {
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    process.env.TUTTI_LOG_LEVEL = "info";
    consoleLogger().info({}, "one");
    process.env.TUTTI_LOG_LEVEL = "loud";
    consoleLogger().info({}, "two");
    delete process.env.TUTTI_LOG_LEVEL;
    expect(write.mock.calls.map(([line]) => (JSON.parse(String(line)) as { msg: string }).msg)).toEqual([
      "one",
    ]);
    write.mockRestore();
  });
});

it("environmentSecrets shows variables with the prefix only", () => {
  const secrets = environmentSecrets({ TUTTI_SECRET_KEY: "k", OTHER: "o" });
  expect([secrets.get("KEY"), secrets.get("OTHER"), secrets.get("PATH")]).toEqual([
    "k",
    undefined,
    undefined,
  ]);
});
