import * as fc from "fast-check";
import type { Json } from "../json/json";
import { deepFreeze, items, member, sameJson } from "./json-data";

test("sameJson compares values, not the order of keys", () => {
  expect(sameJson({ a: 1, b: [1, null] }, { b: [1, null], a: 1 })).toBe(true);
});

test.each<[Json, Json]>([
  [1, "1"],
  [null, {}],
  [[], {}],
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ a: 1 }, { b: 1 }],
  [{ toString: 1 }, { a: 1 }],
  [
    [1, 2],
    [2, 1],
  ],
  [{ 0: 1 }, [1]],
])("sameJson tells %j from %j", (a, b) => {
  expect(sameJson(a, b)).toBe(false);
  expect(sameJson(b, a)).toBe(false);
});

test("sameJson holds for a copy", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(sameJson(JSON.parse(text) as Json, JSON.parse(text) as Json)).toBe(true);
    }),
  );
});

test("member and items read what may be anything", () => {
  expect(member({ a: null }, "a")).toBeNull();
  expect(member({}, "toString")).toBeUndefined();
  expect(member([1], "0")).toBeUndefined();
  expect(member(undefined, "a")).toBeUndefined();
  expect(items({ a: [1] }, "a")).toEqual([1]);
  expect(items({ a: {} }, "a")).toEqual([]);
  expect(items(5, "a")).toEqual([]);
});

test("deepFreeze freezes all the way down", () => {
  const value = deepFreeze({ a: [{ b: 1 }], c: "x", d: null });
  expect([value, value.a, value.a[0]].every(Object.isFrozen)).toBe(true);
});
