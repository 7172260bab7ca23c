import { FUNCTION_NAMES } from "./jsonata/functions";
import { hintFor, hintForCall, hintForName } from "./slips";

test.each([
  "a != b",
  "a >= b and b <= c",
  "nothing",
  "a.iff (b)",
  "if",
  "if + (a)",
  "{ 'a': 1 }",
  "a ? b : c",
  '"a == b"',
  "'!x' & `a && b`",
  "/* not */ a",
  "/a||b/",
])("%s shows no habit from another language", (text) => {
  expect(hintFor(text)).toBeUndefined();
});

test.each([
  ["a = 1 && b == 2", /\band\b/],
  ["! =", /\$not/],
  ["a & not", /\$not/],
  ["if\n (a) 1", /condition \? value : other/],
  ["$ {a}", /\{\{name\}\}/],
  ["a = \\'b\\'", /no backslash/],
])("of %s the first habit is told", (text, hint) => {
  expect(hintFor(text)).toMatch(hint);
});

test("JSONata's functions need their $", () => {
  expect(hintForCall("sum", new Set(["sum"]))).toBe("Function names start with $: write $sum(…).");
  expect(hintForCall("sum", new Set())).toBeUndefined();
});

test.each([
  ["length", "count"],
  ["length", "length"],
  ["len", "count"],
  ["size", "length"],
  ["toUpperCase", "uppercase"],
  ["upper", "uppercase"],
  ["toLowerCase", "lowercase"],
  ["lower", "lowercase"],
  ["toString", "string"],
  ["String", "string"],
  ["stringify", "string"],
  ["parseInt", "number"],
  ["parseFloat", "number"],
  ["Number", "number"],
  ["includes", "contains"],
  ["indexOf", "contains"],
  ["slice", "substring"],
  ["concat", "append"],
  ["push", "append"],
  ["forEach", "map"],
  ["defined", "exists"],
  ["isEmpty", "count"],
])("who calls %s is told of $%s, which there is", (foreign, own) => {
  expect(hintForCall(foreign, FUNCTION_NAMES)).toContain(`$${own}(`);
  expect(FUNCTION_NAMES.has(own)).toBe(true);
});

test("who calls find is told of predicates", () => {
  expect(hintForCall("find", FUNCTION_NAMES)).toContain("items[id = 5]");
});

test("who reads length is told how to count", () => {
  expect(hintForName("length")).toMatch(/\$count\(.*\$length\(/);
  expect(hintForName("size")).toBeUndefined();
});
