import { describeValue, kindOf, preview } from "./describe";

describe("describeValue", () => {
  it.each<[unknown, string, string]>([
    [null, "null", "null"],
    [undefined, "null", "undefined"],
    ["", "text", "empty text"],
    ['say "hi"', "text", 'text ("say \\"hi\\"")'],
    [5, "number", "the number 5"],
    [true, "boolean", "true"],
    [[], "list", "a list of 0 items"],
    [[1], "list", "a list of 1 item"],
    [{}, "object", "an empty object"],
    [{ a: 1, "b c": 2 }, "object", 'an object with "a", "b c"'],
  ])("says what sort %j is, and shows it", (value, kind, text) => {
    expect(kindOf(value)).toBe(kind);
    expect(describeValue(value)).toBe(text);
  });

  it("shows no part of a long text, which may be a part of a secret", () => {
    expect(preview("x".repeat(61))).toBe("text of 61 characters");
    expect(describeValue("x".repeat(1000))).toBe("text of 1000 characters");
  });

  it("stays short for a huge value", () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field_${index}`, index]));
    expect(describeValue(many)).toMatch(/^an object with "field_0", .*"field_7", …$/);
    expect(describeValue("x".repeat(60))).toBe(`text ("${"x".repeat(60)}")`);
  });
});
