import * as fc from "fast-check";
import jsonata from "jsonata";
import type { Json } from "../json/json";
import { toBoolean, toText } from "./value";

test.each<[Json | undefined, boolean]>([
  [undefined, false],
  [null, false],
  [false, false],
  [0, false],
  ["", false],
  [{}, false],
  [[], false],
  [[0, "", null], false],
  [[[false], [0]], false],
  [true, true],
  [-1, true],
  ["0", true],
  ["false", true],
  [{ a: undefined as never }, true],
  [[0, 1], true],
])("%j counts as %s", (value, expected) => {
  expect(toBoolean(value)).toBe(expected);
});

test("counts as true what JSONata's $boolean does", async () => {
  const boolean = jsonata("$boolean(value)");
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(toBoolean(value as Json)).toBe(await boolean.evaluate({ value }));
    }),
  );
});

test.each<[Json, string]>([
  ["text", "text"],
  ["", ""],
  [null, ""],
  [0, "0"],
  [1.5, "1.5"],
  [true, "true"],
  [false, "false"],
  [[1, "a", null], '[1,"a",null]'],
  [{ a: { b: 1 } }, '{"a":{"b":1}}'],
])("%j goes into a text as %j", (value, expected) => {
  expect(toText(value, "x")).toBe(expected);
});

test("tells when data nests too deeply to be written as text", () => {
  let deep: Json = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(() => toText(deep, "deep")).toThrow(expect.objectContaining({ code: "EXPRESSION_LIMIT" }) as Error);
});
