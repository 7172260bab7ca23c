import { asText } from "./as-text";

describe("asText", () => {
  it.each([
    ["text", "text"],
    ["", ""],
    [42, "42"],
    [0, "0"],
    [false, "false"],
    [null, ""],
    [[1, "two"], '[1,"two"]'],
    [{ a: { b: null } }, '{"a":{"b":null}}'],
  ])("writes %j as the template language does", (value, text) => {
    expect(asText(value)).toBe(text);
  });
});
