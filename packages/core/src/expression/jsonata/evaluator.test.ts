import type { Json } from "../../json/json";
import { compiled, evaluate, scopeOf } from "../testing/scope";

test.each([
  "(a)(1)",
  "(a.b)(1)",
  "a.b.(c)(1)",
  "a.b(1)",
  "$map([1], a.b)",
  "(a.list)(1)",
  "(a.list[0])(1)",
  "a.b.(c)(1, ?)",
  "[1] ~> (a.b)",
])("%s calls a value that is no function, which fails and leaves the value as it was", async (source) => {
  const input = (): Record<string, Json> => ({ a: { b: { c: {} }, list: [{ d: 1 }] } });
  const root = input();
  await expect(evaluate(source, root)).rejects.toMatchObject({ code: "EXPRESSION_FAILED" });
  expect(root).toStrictEqual(input());
});

test.each([
  ["items^($random())", 8],
  ["items^($random()).n", 8],
  ["items^($random())[0]", 8],
  ["items^($random()){$string(n): n}", 8],
  ["items[n > 4]^($random())", 3],
  ["items^($random())^($random())", 16],
  ["items^(n, $random())", 0],
  ["[3, 1, 2]^($random())", 3],
  ["items.[n, 1]^($random())", 8],
])("%s evaluates a term once for each item that it has to decide about", async (source, evaluations) => {
  let count = 0;
  const items = Array.from({ length: 8 }, (_, n) => ({ n }));
  const random = (): number => (count += 1) / 100;
  await compiled(source).evaluate(scopeOf({ items }, { random }));
  expect(count).toBe(evaluations);
});

test.each(["$sum(a)", "$sum(a) > 1", "$average(a)", "$string(a[0] * 10)", '$formatInteger(a[0] * 10, "a")'])(
  "%s fails: it makes a number that JSON can't hold",
  async (source) => {
    await expect(evaluate(source, { a: [1e308, 1e308] })).rejects.toMatchObject({
      code: "EXPRESSION_FAILED",
      details: { reason: "a number became Infinity, which JSON can't hold" },
    });
  },
);
