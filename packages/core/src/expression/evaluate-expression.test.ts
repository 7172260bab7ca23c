import type { Json } from "../json/json";
import { TuttiError } from "../errors";
import { evaluateExpression } from "./evaluate-expression";

test.each<[string, Json, Json | undefined]>([
  ["$sum(items.price)", { items: [{ price: 2 }, { price: 3 }] }, 5],
  ["a.b", { a: { b: 1 } }, 1],
  ["a", {}, undefined],
  ["a.b", { a: null }, null],
  // An input that is no object has no names, but is the context.
  ["$sum($)", [1, 2, 3], 6],
  ["a", [{ a: 1 }, { a: 2 }], [1, 2]],
  ["a.b", [{ a: { b: 1 } }], 1],
  ["$[0]", ["x", "y"], "x"],
  ['$ & "!"', "text", "text!"],
  ["$ + 1", 5, 6],
  ["$exists($)", null, true],
])("%s of %j is %j", async (expression, input, expected) => {
  await expect(evaluateExpression(expression, input)).resolves.toEqual(expected);
});

test("takes variables, time, chance and limits", async () => {
  const options = { variables: { item: 2 }, now: () => 5, random: () => 0.25, monotonic: () => 0 };
  await expect(evaluateExpression("[$item, $millis(), $random()]", {}, options)).resolves.toEqual([
    2, 5, 0.25,
  ]);
  const limits = { timeMs: 1000, depth: 200, outputBytes: 10 };
  await expect(evaluateExpression("[1..10]", {}, { limits })).rejects.toMatchObject({
    code: "EXPRESSION_LIMIT",
  });
});

test("has the system's time and chance by default", async () => {
  const before = Date.now();
  const [time, chance] = (await evaluateExpression("[$millis(), $random()]", {})) as [number, number];
  expect(time).toBeGreaterThanOrEqual(before);
  expect(chance).toBeGreaterThanOrEqual(0);
  expect(chance).toBeLessThan(1);
});

test("stops an expression that does not end", async () => {
  const limits = { timeMs: 20, depth: 200, outputBytes: 1000 };
  const endless = "($f := function() { $f() }; $f())";
  await expect(evaluateExpression(endless, {}, { limits })).rejects.toMatchObject({
    code: "EXPRESSION_LIMIT",
  });
});

test.each([
  ["a ==", { code: "INVALID_EXPRESSION", fix: "JSONata compares with a single =: a = b." }],
  [
    "(a",
    {
      code: "INVALID_EXPRESSION",
      message: 'Invalid expression "(a" at position 2: expected ")" before end of expression.',
    },
  ],
  ["a.c", { code: "MISSING_VALUE" }],
  ["a.b - 'x'", { code: "EXPRESSION_FAILED" }],
])("rejects %s with an error of the catalogue", async (expression, error) => {
  const outcome = evaluateExpression(expression, { a: { b: 1 } });
  await expect(outcome).rejects.toBeInstanceOf(TuttiError);
  await expect(outcome).rejects.toMatchObject(error);
});
