import { evaluator, expressionProblem } from "./expression";
import { fakeContext, NOW } from "./testing/fake-context";

describe("expressionProblem", () => {
  it.each([
    "name",
    "$",
    "a + $item.b * $index",
    "($x := 1; $x + a)",
    "$map($, function($v, $i) { $v + $i })",
    "$now()",
  ])("finds none in %j", (source) => {
    expect(expressionProblem(source, ["item", "index"])).toBeUndefined();
  });

  it.each([
    ["", "empty"],
    ["price *", ", at position 7"],
    ["a == 1", ", at position 4 (JSONata compares with a single =: a = b)"],
    ["$frobnicate(a)", "$frobnicate"],
    ["$execution.id", "$execution is not known here; known: $ (the input), $item"],
  ])("says what is wrong with %j", (source, problem) => {
    expect(expressionProblem(source, ["item"])).toContain(problem);
  });
});

describe("evaluator", () => {
  it.each([
    ["a.b", { a: { b: 1 } }, 1],
    ["missing", {}, undefined],
    ["$", "text", "text"],
    ["$ = null", null, true],
    ["$[1]", [1, 2], 2],
    ["$now()", {}, "2026-11-22T12:00:00.000Z"],
    ["$millis()", 1, NOW],
    ["$index & $", "a", "7a"],
    ["$index + a", { a: 1 }, 8],
    ["$random() < 1", {}, true],
  ])("gives %s of %j", async (source, input, value) => {
    const evaluate = evaluator(fakeContext());
    const scope = { input, variables: { index: 7 } };
    await expect(evaluate(source, scope)).resolves.toEqual(value);
    await expect(evaluate(source, scope)).resolves.toEqual(value);
  });

  it.each([{}, 1])("rejects a bad expression over %j", async (input) => {
    const evaluate = evaluator(fakeContext());
    await expect(evaluate("a +", { input })).rejects.toMatchObject({ code: "INVALID_EXPRESSION" });
    await expect(evaluate("a +", { input })).rejects.toMatchObject({ code: "INVALID_EXPRESSION" });
  });

  it("stops an expression that runs away, and lets others run meanwhile", async () => {
    const heartbeat = jest.fn(() => Promise.resolve());
    const clock = { now: () => NOW, monotonic: () => performance.now() };
    const endless = "($f := function($n) { $f($n + 1) }; $f(n))";
    const evaluation = evaluator(fakeContext({ heartbeat, clock }))(endless, { input: { n: 1 } });
    await expect(evaluation).rejects.toMatchObject({ code: "EXPRESSION_LIMIT" });
    expect(heartbeat).toHaveBeenCalled();
  });
});
