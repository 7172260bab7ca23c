import { differences, shown } from "./differences";

const at = ["outputs"];

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  [
    [1, 2],
    [1, 3, 4],
    ["outputs[1]: expected 2, got 3", "outputs[2]: expected nothing, got 4"],
  ],
  [[1], [], ["outputs[0]: expected 1, got nothing"]],
  [{ a: 1 }, { b: null }, ["outputs.a: expected 1, got nothing", "outputs.b: expected nothing, got null"]],
  [{ a: {} }, { a: [] }, ["outputs.a: expected {}, got []"]],
  ["1", 1, ['outputs: expected "1", got 1']],
  ["one\ntwo\n", "one\n2", ["outputs: the texts differ:\n@@ -1,2 +1,2 @@\n one\n-two\n+2"]],
])("%j and %j differ in %j", (expected, actual, told) => {
  expect(differences(expected, actual, { at }).map(({ message, path }) => `${path}: ${message}`)).toEqual(
    told,
  );
});

test("a part may be less than the whole", () => {
  const comparison = { at, isPartial: true };
  expect(differences({ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }], d: 3 }, comparison)).toEqual([]);
  expect(differences({ a: [] }, { a: [1] }, comparison)).toHaveLength(1);
});

test("long values are cut", () => {
  expect(shown("x".repeat(500))).toMatch(/^"x{399}… \(502 characters\)$/);
});
