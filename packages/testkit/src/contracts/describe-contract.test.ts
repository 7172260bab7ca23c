import { type ContractCase, checkSubject, whyNotApplicable } from "./contract";
import { describeContract, type TestRunner } from "./describe-contract";
import { runContract } from "./run-contract";
import { durableSubject, memorySubject } from "./testing/subjects";

const cases: ContractCase[] = [
  { group: "one", name: "passes", run: () => Promise.resolve() },
  { group: "two", name: "hangs", run: () => new Promise(() => undefined) },
  { group: "one", name: "fails", run: () => Promise.reject(new Error("no")) },
  { group: "two", name: "differs", notApplicable: "it can't", run: () => Promise.reject(new Error("ran")) },
];

describe("runContract", () => {
  it("tells of each case how it ended, and goes on after one that hangs", async () => {
    const results = await runContract(cases, { timeoutMs: 10 });
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["passes", "passed"],
      ["hangs", "failed"],
      ["fails", "failed"],
      ["differs", "not applicable"],
    ]);
    expect(results.slice(1).map(({ reason }) => String(reason))).toEqual([
      'Error: "hangs" has not ended after 10 ms.',
      "Error: no",
      "it can't",
    ]);
  });
});

describe("describeContract", () => {
  function runner() {
    const log: string[] = [];
    const bodies: (() => Promise<void>)[] = [];
    const note =
      (how: string) =>
      (name: string, body: () => Promise<void>): void => {
        log.push(`${how} ${name}`);
        bodies.push(body);
      };
    const noting: TestRunner = {
      describe(title, body) {
        log.push(title);
        body();
      },
      test: Object.assign(note("test"), { skip: note("skip") }),
    };
    return { log, bodies, noting };
  }

  it("registers every case in its group, and shows why one does not apply", async () => {
    const { log, bodies, noting } = runner();
    describeContract("a contract", cases, noting);
    expect(log).toEqual([
      "a contract",
      "one",
      "test passes",
      "test fails",
      "two",
      "test hangs",
      "skip differs (not applicable: it can't)",
    ]);
    await expect(bodies[0]?.()).resolves.toBeUndefined();
    await expect(bodies[1]?.()).rejects.toThrow("no");
  });

  it("takes the runner's globals, and says what to do when there are none", () => {
    const { log, noting } = runner();
    const own = { describe: globalThis.describe, test: globalThis.test };
    const put = (runnerFunctions: object): void => void Object.assign(globalThis, runnerFunctions);
    try {
      put(noting);
      describeContract("a contract", []);
      put({ describe: undefined, test: undefined });
      expect(() => describeContract("a contract", [])).toThrow(
        /describeContract\(title, cases, \{ describe, test \}\)/,
      );
    } finally {
      put(own);
    }
    expect(log).toEqual(["a contract"]);
  });
});

describe("a subject", () => {
  it("can't be durable without a way to reopen it", () => {
    const { name, open } = memorySubject;
    expect(() => checkSubject({ name, open, abilities: { durable: true } })).toThrow(/has no reopen/);
    expect(() => checkSubject({ name, open, abilities: { durable: false } })).not.toThrow();
  });

  it("says by its abilities which cases apply", () => {
    const { name, open, abilities } = memorySubject;
    const bare = { name, open, abilities };
    const plain = { name, open, abilities: { durable: false } };
    expect(whyNotApplicable("events", bare)).toBeUndefined();
    expect(whyNotApplicable("events restart", bare)).toBe("memory declares no reopen");
    expect(whyNotApplicable("events restart", plain)).toBe("memory declares no events");
    expect(
      ([undefined, "restart", "durable", "volatile"] as const).map((need) => [
        whyNotApplicable(need, bare),
        whyNotApplicable(need, durableSubject()),
      ]),
    ).toEqual([
      [undefined, undefined],
      ["memory declares no reopen", undefined],
      ["memory declares durable: false", undefined],
      [undefined, "a slow, durable storage declares durable: true"],
    ]);
  });
});
