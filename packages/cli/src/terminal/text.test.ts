import { pad, printable, printableLines, truncate, widthOf, wrap } from "./text";

test.each([
  ["abc", 3],
  ["", 0],
  ["✔ größer — 3 °C", 15],
  ["日本語", 6],
  ["한국어", 6],
  ["e\u0301", 1],
  ["👍🏽", 2],
  ["👩‍👩‍👧", 2],
  ["❤️", 2],
  ["a\u200bb", 2],
])("%s takes %i columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test.each([
  ["generate_summary", 8, "generat…"],
  ["short", 5, "short"],
  ["日本語", 4, "日…"],
  ["👩‍👩‍👧👍🏽x", 4, "👩‍👩‍👧…"],
  ["abc", 1, "…"],
  ["abc", 0, ""],
])("%s in %i columns is %s", (text, columns, cut) => {
  expect(truncate(text, columns)).toBe(cut);
});

test("pads to columns, not to characters", () => {
  expect(pad("日本", 6)).toBe("日本  ");
  expect(pad("long", 2)).toBe("long");
});

test("a text can't steer the terminal, break the line or turn the direction", () => {
  expect(printable("a\u001b[2J\tb\nc\r\u009b\u202e\u2028")).toBe(
    String.raw`a\u001b[2J  b\nc\u000d\u009b\u202e\u2028`,
  );
});

test("a text's lines, without blank ones at the end", () => {
  expect(printableLines("one\r\ntwo\u0007\n\nthree\n\n")).toEqual([
    "one",
    String.raw`two\u0007`,
    "",
    "three",
  ]);
});

test("prose is broken between words", () => {
  expect(wrap("Calls a service by name over HTTP.", 20)).toEqual(["Calls a service by", "name over HTTP."]);
  expect(wrap("incomprehensibilities are long", 10)).toEqual(["incomprehensibilities", "are long"]);
  expect(wrap("", 10)).toEqual([""]);
});
