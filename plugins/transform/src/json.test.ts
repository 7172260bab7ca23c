import { jsonProblem, MAX_DEPTH } from "./json";

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

describe("jsonProblem", () => {
  it.each([
    null,
    "",
    0,
    -0,
    false,
    [],
    {},
    [1, { a: [null, "b"] }],
    { constructor: 1, prototype: 2, toString: 3 },
    Object.assign(Object.create(null) as object, { a: 1 }),
    nested(MAX_DEPTH),
  ])("finds none in JSON (%#)", (value) => {
    expect(jsonProblem(value)).toBeUndefined();
  });

  it("finds none in an object that is there twice", () => {
    const shared = { a: 1 };
    expect(jsonProblem([shared, shared])).toBeUndefined();
  });

  it.each<[unknown, string, string]>([
    [Number.NaN, "", "NaN is not a JSON number"],
    [{ a: [1, Number.POSITIVE_INFINITY] }, "a[1]", "Infinity is not a JSON number"],
    [undefined, "", "there is no value"],
    [{ a: undefined }, "a", "there is no value"],
    [[undefined], "[0]", "there is no value"],
    [{ "a b": () => 1 }, '["a b"]', "a function is not JSON"],
    [10n, "", "a bigint is not JSON"],
    [{ at: new Date(0) }, "at", "[object Date] is not JSON"],
    [new Map(), "", "[object Map] is not JSON"],
    [[JSON.parse('{"__proto__":{"admin":true}}')], "[0]", 'the key "__proto__" is refused'],
    [nested(MAX_DEPTH + 1), `${"[0]".repeat(12)}…`, "it is nested deeper than 1000 levels"],
    [nested(100_000), `${"[0]".repeat(12)}…`, "it is nested deeper than 1000 levels"],
  ])("says what is wrong, and where (%#)", (value, path, problem) => {
    expect(jsonProblem(value)).toEqual({ path, problem });
  });

  it("finds a value that contains itself", () => {
    const value: unknown[] = [];
    value.push({ value });
    expect(jsonProblem(value)).toEqual({ path: "[0].value", problem: "it contains itself" });
  });
});
