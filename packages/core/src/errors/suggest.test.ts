import * as fc from "fast-check";
import { suggest } from ".";

test.each<[string, string[], string | undefined]>([
  ["notifcation", ["transform", "notification"], "notification"],
  ["fecth", ["fetch"], "fetch"],
  ["Fetch", ["fetch"], "fetch"],
  ["user", ["user_id", "users"], "users"],
  ["ab", ["ac", "ad"], "ac"],
  ["cat", ["dog"], undefined],
  ["x", ["a"], undefined],
  ["x", ["X"], "X"],
  ["", ["a"], undefined],
  ["completely", ["different"], undefined],
  ["anything", [], undefined],
])("of %j among %j is %j", (name, known, expected) => {
  expect(suggest(name, known)).toBe(expected);
});

test("what is known is near itself", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100, unit: fc.constantFrom("a", "b", "c") }), (name) =>
      expect(suggest(name, ["zzz", name])).toBe(name),
    ),
  );
});

test("a hostile input takes no long time", () => {
  const long = "a".repeat(500_000);
  const many = Array.from({ length: 100_000 }, (_, i) => `name${i}`);
  const started = performance.now();
  expect(suggest(long, [`${long}b`])).toBeUndefined();
  expect(suggest("aaa", [long, "aab"])).toBe("aab");
  expect(suggest("nme0", many)).toBe("name0");
  expect(suggest("name99999", many.slice(1))).not.toBe("name99999");
  expect(performance.now() - started).toBeLessThan(500);
});
