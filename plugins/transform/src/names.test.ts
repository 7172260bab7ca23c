import { firstRepeated, nearest } from "./names";

describe("firstRepeated", () => {
  it.each([
    [[], undefined],
    [["a", "b", "A"], undefined],
    [["b", "a", "c", "a", "b"], "a"],
    [["toString", "__proto__"], undefined],
  ])("of %j", (names, repeated) => {
    expect(firstRepeated(names)).toBe(repeated);
  });
});

describe("nearest", () => {
  it.each([
    ["trimm", 'did you mean "trim"? '],
    ["srt", 'did you mean "sort"? '],
    ["reverse", ""],
  ])("of %j", (name, text) => {
    expect(nearest(name, ["trim", "sort"])).toBe(text);
  });

  it("of no names is none", () => {
    expect(nearest("a", [])).toBe("");
  });
});
