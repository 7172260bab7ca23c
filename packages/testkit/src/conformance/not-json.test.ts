import { runInNewContext } from "node:vm";
import { notJson } from "./not-json";

it.each([
  null,
  "a",
  1,
  true,
  [],
  [{ a: [1, null] }],
  { a: undefined },
  Object.create(null),
  runInNewContext("({ a: [1] })"),
])("%j is JSON", (value) => expect(notJson(value)).toBeUndefined());

it.each([
  [undefined, "it"],
  [Number.NaN, "it"],
  [{ a: [1, 2n] }, "it.a[1]"],
  [{ at: new Date(0) }, "it.at"],
  [{ list: [new Map()] }, "it.list[0]"],
  [{ run: () => undefined }, "it.run"],
])("%p is not", (value, place) => expect(notJson(value)).toBe(place));
