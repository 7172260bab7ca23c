import { SourceText } from "./source-text";

const source = new SourceText("flow.yaml", "one\r\ntwo\n\nfour");

test.each([
  [0, 1, 1],
  [2, 1, 3],
  [5, 2, 1],
  [9, 3, 1],
  [10, 4, 1],
  [14, 4, 5],
  [99, 4, 90],
])("offset %i is %i:%i", (offset, line, column) => {
  expect(source.position(offset)).toEqual({ line, column });
});

test("a line comes without its break", () => {
  expect([1, 2, 3, 4, 5].map((line) => source.line(line))).toEqual(["one", "two", "", "four", ""]);
});

test("a place has an offset, behind the end of its line at most", () => {
  expect(source.offset({ line: 2, column: 2 })).toBe(6);
  expect(source.offset({ line: 2, column: 99 })).toBe(8);
  expect(source.offset({ line: 9, column: 1 })).toBe(14);
  expect(new SourceText("empty", "").position(0)).toEqual({ line: 1, column: 1 });
});
