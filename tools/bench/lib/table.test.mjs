import { markdownTable, plainTable, readable, spread } from "./table.mjs";

test.each([
  [0, "0"],
  [0.0312, "0.0312"],
  [0.000_01, "0"],
  [1.2345, "1.23"],
  [62.04, "62"],
  [999.6, "1 000"],
  [43_100, "43 100"],
  [1_234_567.8, "1 234 568"],
  [undefined, "n/a"],
])("%p reads %p", (value, text) => {
  expect(readable(value)).toBe(text);
});

test("a summary shows how far apart the rounds were", () => {
  expect(spread({ median: 402, min: 278, max: 818, count: 5 })).toBe("402 [278..818]");
  expect(spread({ median: 23, min: 23, max: 23, count: 1 })).toBe("23");
  expect(spread(undefined)).toBe("n/a");
});

const rows = [
  ["what", "rate"],
  ["a|b", "1 000"],
];

test("a Markdown table keeps a bar in its cell", () => {
  expect(markdownTable(rows)).toBe("| what | rate |\n| --- | --- |\n| a\\|b | 1 000 |");
});

test("a plain table has columns", () => {
  expect(plainTable(rows)).toBe("what  rate\na|b   1 000");
});
