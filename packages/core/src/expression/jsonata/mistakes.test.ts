import { problemOf } from "../testing/scope";

const JOIN = 'JSONata joins text with &: "Hi " & name.';

test.each([
  ["1 + count(a)", "count is not a function", "Function names start with $: write $count(…).", 9],
  ["upper(a)", "upper is not a function", "Write $uppercase(text).", 5],
  ["foo(a)", "foo is not a function", "Function names start with $, such as $count(array).", 3],
  ["a.count(b)", "count is not a function", "Function names start with $: write $count(…).", 7],
  ["$sum(a) + $cuont(b)", "there is no function $cuont", "Did you mean $count?", 16],
  ["a ~> $cuont", "there is no function $cuont", "Did you mean $count?", 11],
  ["a ~> $x", "there is no function $x", "JSONata's functions: https://docs.jsonata.org.", 7],
  [
    "b + -$eval(a)",
    "$eval is not available: expressions are checked when the workflow is created",
    "Write the expression itself; values it needs can come in through names.",
    10,
  ],
  ["a + 'x'", "+ adds numbers, but one side is a text", JOIN, 3],
  ["'x' + a", "+ adds numbers, but one side is a text", JOIN, 5],
  ["($x := 1; $clone := 1)", "$clone can't be given another meaning", "Choose another name.", 19],
  ["$map(a, function($clone) { 1 })", "$clone can't be given another meaning", "Choose another name.", 17],
])("%s is refused: %s", (source, reason, hint, position) => {
  expect(problemOf(source)).toEqual({ expression: source, path: [], reason, hint, position });
});
