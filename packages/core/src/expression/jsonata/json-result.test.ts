import * as fc from "fast-check";
import { LIMITS } from "../testing/scope";
import { LimitExceeded } from "./guard";
import { copyJson, toJson } from "./json-result";

const texts = fc.string({ unit: "binary" });
const values = fc.jsonValue({ stringUnit: "binary" });

test("copies JSON as it is", () => {
  fc.assert(
    fc.property(fc.oneof(values, texts), (value) => {
      const copy = toJson(value, LIMITS);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      expect(copyJson(value)).toEqual(value);
    }),
  );
});

test("counts the bytes of the JSON text exactly", () => {
  fc.assert(
    fc.property(fc.oneof(values, texts), (value) => {
      const bytes = Buffer.byteLength(JSON.stringify(value));
      expect(toJson(value, { ...LIMITS, outputBytes: bytes })).toBeDefined();
      expect(() => toJson(value, { ...LIMITS, outputBytes: bytes - 1 })).toThrow(LimitExceeded);
    }),
  );
});

test("leaves out what JSON has no word for", () => {
  expect(toJson([undefined, 1], LIMITS)).toEqual([null, 1]);
  expect(toJson({ a: undefined, b: 1 }, LIMITS)).toEqual({ b: 1 });
  expect(toJson(undefined, LIMITS)).toBeUndefined();
});

test("shares nothing with what it copies", () => {
  const value = { a: [{ b: 1 }] };
  const copies = [toJson(value, LIMITS), copyJson(value)] as (typeof value)[];
  for (const copy of copies) {
    copy.a[0]!.b = 2;
    copy.a.push({ b: 3 });
  }
  expect(value).toEqual({ a: [{ b: 1 }] });
});
