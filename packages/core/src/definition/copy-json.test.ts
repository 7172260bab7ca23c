import vm from "node:vm";
import * as fc from "fast-check";
import { copyJson, MAX_DEPTH, utf8Bytes } from "./copy-json";

const ROOM = { path: [], maxBytes: 1_000_000 };

function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

test("gives an equal, frozen copy and its size", () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__")),
      (value) => {
        const copy = copyJson(value, ROOM);
        const text = JSON.stringify(value);
        expect(copy.problems).toEqual([]);
        // A round trip makes -0 to 0, as JSON does.
        expect(copy.value).toEqual(JSON.parse(text));
        expect(copy.bytes).toBe(new TextEncoder().encode(text).length);
        expect(Object.isFrozen(copy.value)).toBe(true);
      },
    ),
  );
});

test("takes plain objects of other realms and without a prototype", () => {
  const foreign: unknown = vm.runInNewContext("({ a: [1] })");
  expect(
    copyJson({ foreign, bare: Object.assign(Object.create(null) as object, { b: 1 }) }, ROOM),
  ).toMatchObject({
    value: { foreign: { a: [1] }, bare: { b: 1 } },
    problems: [],
  });
});

test("copies what is shared as often as it occurs", () => {
  const shared = { a: 1 };
  expect(copyJson([shared, shared], ROOM)).toMatchObject({ value: [{ a: 1 }, { a: 1 }], problems: [] });
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;
function holey(length: number): unknown[] {
  const array: unknown[] = [];
  array.length = length;
  return array;
}

class Point {
  x = 1;
}

const JSON_KINDS = "text, a number, true, false, null, an array or a plain object.";

test.each<readonly [kind: string, given: unknown, key: PropertyKey, problem: string, fix: string]>([
  ["a function", { a: () => 1 }, "a", '"a": a function is not JSON', `Give ${JSON_KINDS}`],
  ["undefined", { a: undefined }, "a", '"a": undefined is not JSON', `Leave it out, or give ${JSON_KINDS}`],
  ["a symbol", [Symbol("s")], 0, "[0]: a symbol is not JSON", `Give ${JSON_KINDS}`],
  ["a BigInt", [1n], 0, "[0]: a bigint is not JSON", `Give ${JSON_KINDS}`],
  ["NaN", [Number.NaN], 0, "[0]: NaN is not JSON", `Give ${JSON_KINDS}`],
  ["infinity", [-1 / 0], 0, "[0]: -Infinity is not JSON", `Give ${JSON_KINDS}`],
  ["a Date", { a: new Date(0) }, "a", '"a": a Date is not JSON', `Give ${JSON_KINDS}`],
  ["a Map", { a: new Map() }, "a", '"a": a Map is not JSON', `Give ${JSON_KINDS}`],
  ["a class's instance", { a: new Point() }, "a", '"a": a Point is not JSON', `Give ${JSON_KINDS}`],
  [
    "an object of a nameless kind",
    { a: Object.create({ constructor: 1 }) as unknown },
    "a",
    '"a": a special object is not JSON',
    `Give ${JSON_KINDS}`,
  ],
  ["a boxed text", { a: new String("x") }, "a", '"a": a String is not JSON', `Give ${JSON_KINDS}`],
  ["a hole", holey(3), 0, "[0]: a hole in an array is not JSON", `Give ${JSON_KINDS}`],
  ["billions of holes", holey(4e9), 0, "[0]: a hole in an array is not JSON", `Give ${JSON_KINDS}`],
  [
    "a getter",
    {
      get a() {
        throw new Error("never called");
      },
    },
    "a",
    '"a": a getter or setter is not JSON',
    `Give ${JSON_KINDS}`,
  ],
  ["a cycle", cycle, "self", '"self": a reference back to what holds it is not JSON', `Give ${JSON_KINDS}`],
  [
    "__proto__",
    JSON.parse('{ "__proto__": { "polluted": true } }'),
    "__proto__",
    '"__proto__": a key of this name is refused, because it could change what other objects are',
    "Rename the key.",
  ],
  [
    "a proxy that throws",
    {
      a: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("no");
          },
        },
      ),
    },
    "a",
    '"a": a value that throws when it is read is not JSON',
    `Give ${JSON_KINDS}`,
  ],
])("refuses %s", (...[, given, key, problem, fix]) => {
  expect(copyJson(given, ROOM).problems).toEqual([{ path: [key], problem, fix }]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("goes on after a problem, with null in its place", () => {
  const copy = copyJson({ a: [undefined, 1], b: Symbol("s"), c: 2 }, ROOM);
  expect(copy.value).toEqual({ a: [null, 1], b: null, c: 2 });
  expect(copy.problems.map(({ path }) => path)).toEqual([["a", 0], ["b"]]);
});

test("refuses data that is nested too deep, however deep it is", () => {
  expect(copyJson(nested(MAX_DEPTH), ROOM).problems).toEqual([]);
  for (const depth of [MAX_DEPTH + 1, 100_000]) {
    const { problems } = copyJson(nested(depth), ROOM);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toMatch(/: nesting of more than 100 levels is not JSON$/);
    expect(problems[0]?.path).toHaveLength(MAX_DEPTH);
  }
});

test("stops where the value takes more bytes than it may", () => {
  let bomb: unknown = "x".repeat(50);
  for (let level = 0; level < 60; level++) bomb = [bomb, bomb];
  const copy = copyJson(bomb, { path: [], maxBytes: 1000 });
  expect(copy.bytes).toBeGreaterThan(1000);
  expect(copy.bytes).toBeLessThan(1100);
  expect(copy.problems).toEqual([]);
});

test("counts the bytes of UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
