import { scopeOf, type ScopeParts } from "../testing/scope";
import type { Node } from "./ast";
import { type Bounds, Guard, isFunctionValue } from "./guard";

const MIB = 1024 * 1024;
const plain: Bounds = { nodes: 10, height: 3, maxTuples: 4 };
const array: Node = { type: "unary" };

function guardWith(parts: ScopeParts = {}, bounds: Bounds = plain): Guard {
  return new Guard(scopeOf({}, parts), bounds);
}

const over = (limit: string, value: number): Error =>
  expect.objectContaining({ limit, value, message: `over the limit ${limit}` }) as Error;

test("as many nodes may be open as the tree has, and its height for each nested call", () => {
  const guard = guardWith({ limits: { depth: 5 } });
  expect(() => guard.step(25)).not.toThrow();
  expect(() => guard.step(26)).toThrow(over("depth", 5));
});

describe("time", () => {
  test("may be used up, but no more", () => {
    let time = 1000;
    const guard = guardWith({ monotonic: () => time, limits: { timeMs: 50 } });
    time = 1050;
    expect(() => guard.checkTime()).not.toThrow();
    time = 1051;
    expect(() => guard.checkTime()).toThrow(over("timeMs", 50));
  });

  test("is looked at every 32 steps", () => {
    let reads = 0;
    const guard = guardWith({ monotonic: () => (reads += 1), limits: { timeMs: 1000 } });
    reads = 0;
    for (let i = 0; i < 31; i++) guard.step(1);
    expect(reads).toBe(0);
    guard.step(1);
    expect(reads).toBe(1);
  });

  test("bounds what a search may cost", () => {
    let time = 0;
    const guard = guardWith({ monotonic: () => time, limits: { timeMs: 2 } });
    const search = (cost: number) => (): void => {
      const pattern = { programSize: () => cost, matcher: () => ({ find: () => false }) };
      new guard.RegexEngine({ source: "", pattern: pattern as never }).exec("a");
    };
    expect(search(100_000)).not.toThrow();
    expect(search(100_001)).toThrow(over("timeMs", 2));
    time = 3;
    expect(search(1)).toThrow(over("timeMs", 2));
  });

  test("of the day is read once", () => {
    let now = 5;
    const guard = guardWith({ now: () => now++ });
    expect([guard.now(), guard.now()]).toEqual([5, 5]);
  });
});

describe("a text", () => {
  test("may be as long as a result, and as the default result when that is less", () => {
    const small = guardWith({ limits: { outputBytes: 10 } });
    expect(() => small.text("a".repeat(MIB))).not.toThrow();
    expect(() => small.text("a".repeat(MIB + 1))).toThrow(over("outputBytes", 10));
    const big = guardWith({ limits: { outputBytes: 2 * MIB } });
    expect(() => big.text("a".repeat(2 * MIB))).not.toThrow();
  });

  test("is measured where an operator makes it", () => {
    const guard = guardWith();
    const long = "a".repeat(MIB + 1);
    expect(() => void guard.result({ type: "binary" }, long)).toThrow(over("outputBytes", MIB));
    expect(guard.result({ type: "path" }, long)).toBeUndefined();
  });
});

describe("an array or object", () => {
  const items = (count: number): unknown[] => Array<unknown>(count).fill(1);

  test("may have an item for every two bytes", () => {
    const guard = guardWith();
    expect(() => guard.made(items(MIB / 2))).not.toThrow();
    expect(() => guard.made(items(MIB / 2 + 1))).toThrow(over("outputBytes", MIB));
  });

  test("may be 16 times as big as a result, with all that it holds", () => {
    const text = "a".repeat(MIB);
    expect(() => guardWith().made(Array(15).fill(text))).not.toThrow();
    expect(() => guardWith().made(Array(16).fill(text))).toThrow(over("outputBytes", MIB));
    expect(() => guardWith().made({ a: { b: Array(16).fill(text) } })).toThrow(over("outputBytes", MIB));
    expect(() => guardWith().made(Object.fromEntries([[text.repeat(16), 1]]))).toThrow(
      over("outputBytes", MIB),
    );
  });

  test("counts each place where it stands", () => {
    const guard = guardWith();
    let value: unknown[] = ["a".repeat(MIB)];
    const double = (): void => {
      value = [value, value];
      guard.made(value);
    };
    for (let i = 0; i < 3; i++) double();
    expect(double).toThrow(over("outputBytes", MIB));
  });

  test("is measured where it is made: constructed, grouped, or collected from more than one value", () => {
    const big = items(MIB / 2 + 1);
    const sequence = Object.assign(items(MIB / 2 + 1), { sequence: true });
    const look = (node: Node, value: unknown) => (): void => void guardWith().result(node, value);
    expect(look({ type: "path" }, big)).not.toThrow();
    expect(look(array, big)).toThrow(over("outputBytes", MIB));
    expect(look({ type: "path", group: { lhs: [] } }, big)).toThrow(over("outputBytes", MIB));
    expect(look({ type: "path" }, sequence)).toThrow(over("outputBytes", MIB));
    expect(look({ type: "path" }, Object.assign([big], { sequence: true }))).not.toThrow();
    expect(look(array, null)).not.toThrow();
  });

  test("holds nothing where it is a function", () => {
    const held = Array(16).fill("a".repeat(MIB));
    expect(() => guardWith().made([{ implementation: () => 1, held }])).not.toThrow();
  });

  test("is marked to stay one where the tree says so", () => {
    const kept = Object.assign([1], { sequence: true });
    void guardWith().result({ type: "path", keep: true }, kept);
    expect(kept).toHaveProperty("keepSingleton", true);
    const other = Object.assign([1], { sequence: true });
    void guardWith().result({ type: "path" }, other);
    expect(other).not.toHaveProperty("keepSingleton");
  });

  test("counts as used memory even when it is gone", () => {
    const guard = guardWith();
    guard.allocate(256 * MIB);
    expect(() => guard.allocate(1)).toThrow(over("outputBytes", MIB));
    const other = guardWith();
    other.allocate(256 * MIB - 16 - 8 * 3);
    expect(() => other.made([1, 2, 3])).not.toThrow();
    expect(() => other.allocate(1)).toThrow(over("outputBytes", MIB));
  });
});

describe("a sequence", () => {
  test("collects values, up to a bound", () => {
    const { createSequence, maxItems } = guardWith();
    const sequence = createSequence();
    expect(sequence.push("a")).toBe(1);
    expect([...sequence]).toEqual(["a"]);
    expect(sequence.sequence).toBe(true);
    sequence.length = maxItems - 1;
    expect(sequence.push("b")).toBe(maxItems);
    expect(() => sequence.push("c")).toThrow(over("outputBytes", MIB));
  });

  test("starts with the value that it is given, even with no value", () => {
    const { createSequence } = guardWith();
    expect([[...createSequence(5)], [...createSequence(undefined)], [...createSequence()]]).toEqual([
      [5],
      [undefined],
      [],
    ]);
  });

  test("of tuples has a bound of its own", () => {
    const tuples = Object.assign(guardWith().createSequence(), { tupleStream: true });
    for (let i = 0; i < 4; i++) tuples.push(i);
    expect(() => tuples.push(4)).toThrow(over("outputBytes", MIB));
  });
});

describe("a pause", () => {
  /** A guard whose clock runs only when told, and the pauses that it made. */
  function paused(): {
    guard: Guard;
    clock: { time: number };
    ends: (() => void)[];
    work: () => Promise<void> | undefined;
  } {
    const clock = { time: 0 };
    const ends: (() => void)[] = [];
    const pause = async (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    const guard = guardWith({ monotonic: () => clock.time, pause, limits: { timeMs: 30 } });
    const work = (): Promise<void> | undefined => {
      for (let i = 0; i < 32; i++) guard.step(1);
      return guard.result({ type: "number" }, 1);
    };
    return { guard, clock, ends, work };
  }

  test("is due every 10 ms", () => {
    const { clock, ends, work } = paused();
    clock.time = 9;
    expect(work()).toBeUndefined();
    clock.time = 10;
    expect(work()).toBeInstanceOf(Promise);
    expect(ends).toHaveLength(1);
  });

  test("is looked for only when the clock is", () => {
    const { guard, clock } = paused();
    clock.time = 10;
    guard.step(1);
    expect(guard.result({ type: "number" }, 1)).toBeUndefined();
  });

  test("is one for all parts that are evaluated at once, and takes no time of theirs", async () => {
    const { guard, clock, ends, work } = paused();
    clock.time = 10;
    const first = work();
    guard.step(1);
    expect(guard.result({ type: "number" }, 1)).toBe(first);
    clock.time = 1000;
    ends[0]?.();
    await first;
    clock.time = 1009;
    expect(work()).toBeUndefined();
    clock.time = 1020;
    expect(() => guard.checkTime()).not.toThrow();
    clock.time = 1021;
    expect(() => guard.checkTime()).toThrow(over("timeMs", 30));
  });
});

test.each<[string, unknown, boolean]>([
  ["a native function", () => 1, true],
  ["a library function", { _jsonata_function: true, implementation: () => 1 }, true],
  ["a function literal", { _jsonata_lambda: true, environment: { bind: () => 1 } }, true],
  ["data that looks like one", { implementation: "x", environment: { bind: "y" } }, false],
  ["data with an empty environment", { environment: null }, false],
  ["an object", {}, false],
  ["null", null, false],
  ["a text", "x", false],
])("tells whether %s is a function", (_name, value, expected) => {
  expect(isFunctionValue(value)).toBe(expected);
});
