import { apply, failure } from "../testing/run";

describe("jsonata", () => {
  it.each([
    [null, "$", null],
    ["", "$length($)", 0],
    [{ a: [{ b: 1 }, { b: 2 }] }, "$sum(a.b)", 3],
    [[1, 2, 3], "$[$ > 1]", [2, 3]],
    [{ name: "👨‍👩‍👧 ß" }, '{ "n": name }', { n: "👨‍👩‍👧 ß" }],
    [{ a: 1 }, "$exists(b)", false],
  ])("of %j with %s", async (input, expression, result) => {
    await expect(apply("jsonata", input, { expression })).resolves.toEqual(result);
  });

  it("says which expression failed", async () => {
    const error = await failure("jsonata", { a: "x" }, { expression: "a + 1" });
    expect(error.code).toBe("EXPRESSION_FAILED");
    expect(error.message).toContain('jsonata: Expression "a + 1" ');
  });
});
