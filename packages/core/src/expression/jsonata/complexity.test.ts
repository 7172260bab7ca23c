import { tooComplex } from "./complexity";

const MOST_PARTS = 50_000;
const LONG = "it is longer than 50000 parts, with the left sides of ?? and ?: counted twice";
const parts = (count: number): string => "a ".repeat(count);

test.each(["(", "[", "{", "f(", "[{"])("%s may be nested, but not without a bound", (open) => {
  const levels = 198 / open.replaceAll(/\w/g, "").length;
  expect(tooComplex(open.repeat(levels))).toBeUndefined();
  expect(tooComplex(`${open.repeat(levels)}(((`)).toBe("it nests deeper than 200");
});

test("what is closed nests no more", () => {
  expect(tooComplex("()[]{}".repeat(300))).toBeUndefined();
  expect(tooComplex(`${")".repeat(300)}${"(".repeat(199)}`)).toBeUndefined();
});

test("brackets in a string or a name do not nest", () => {
  expect(tooComplex('"(" & `[` & /\\{/ & '.repeat(300))).toBeUndefined();
});

test.each([
  ["a text", parts(MOST_PARTS)],
  ["a list", "a,".repeat(MOST_PARTS / 2)],
  ["a block", "a;".repeat(MOST_PARTS / 2)],
  ["a group", `(${parts(MOST_PARTS - 2)})`],
  ["a list in brackets", `[${"a,".repeat(MOST_PARTS / 2 - 1)}]`],
  ["a chain of ??, each with its left side twice", "a??".repeat(MOST_PARTS / 4)],
  ["a chain of ?:, each with its left side twice", "a?:".repeat(MOST_PARTS / 4)],
  ["a list before a ??, of which the last item is its left side", `${"a,".repeat(MOST_PARTS / 2 - 2)}a??`],
])("%s may have so many parts, and not one more", (_name, source) => {
  expect(tooComplex(source)).toBeUndefined();
  expect(tooComplex(`${source} b`)).toBe(LONG);
});

test("a group on the left of a ?? counts twice, and whatever is left of a ?? in it four times", () => {
  const source = (count: number): string => `((${parts(count)}) ?? 1) ?? 1`;
  expect(tooComplex(source(12_000))).toBeUndefined();
  expect(tooComplex(source(13_000))).toBe(LONG);
});
