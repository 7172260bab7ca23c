import * as fc from "fast-check";
import { evaluate, problemOf } from "../testing/scope";

test.each<[string, unknown]>([
  ["$contains(s, /B/i)", true],
  ["$contains(s, /B/)", false],
  ["$contains(t, /^two$/m)", true],
  ["$contains(t, /^two$/)", false],
  ["$match(s, /([a-z])(\\d)?/).groups", ["a", null, "b", "3", "c", null]],
  ["$match(s, /[a-z]\\d/)", { match: "b3", index: 2, groups: [] }],
  ["$match(s, /[a-z]/, 2).match", ["a", "b"]],
  ["$match(s, /nothing/)", undefined],
  ['$replace(s, /([a-z])(\\d)/, "$2$1")', "a 3b c"],
  ['$replace(s, /\\s+/, "")', "ab3c"],
  ["$replace(s, /[a-z]/, function($m) { $uppercase($m.match) })", "A B3 C"],
  ["$split(s, /\\s/)", ["a", "b3", "c"]],
  ["(s ~> /b\\d/).match", "b3"],
  ["$match(e, /./).index", [0, 2, 3]],
  ["$replace(e, /é/, 'e')", "😀ae"],
  ["$filter([s, t], /^a/)", "a b3 c"],
  ["$count(s ~> $match(/(?<letter>[a-z])/))", 3],
])("%s gives %j", async (source, expected) => {
  const root = { s: "a b3 c", t: "one\ntwo", e: "😀aé" };
  await expect(evaluate(source, root)).resolves.toEqual(expected);
});

test.each([
  [
    "$contains(a, /(a)\\1/)",
    "the regular expression /(a)\\1/ has a backreference, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /(?<x>a)\\k<x>/)",
    "the regular expression /(?<x>a)\\k<x>/ has a backreference, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /a(?=b)/)",
    "the regular expression /a(?=b)/ has a lookaround, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /a(?!b)/)",
    "the regular expression /a(?!b)/ has a lookaround, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /(?<=a)b/)",
    "the regular expression /(?<=a)b/ has a lookaround, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /(?<!a)b/)",
    "the regular expression /(?<!a)b/ has a lookaround, which can't run in linear time (the engine is RE2)",
  ],
  [
    "$contains(a, /(a{1000}){1000}/)",
    "the regular expression /(a{1000}){1000}/ is not one of RE2's: invalid repeat count: `{1000}`",
  ],
  ["$contains(a, /a**/)", "invalid regular expression: /a**/g: Nothing to repeat"],
])("refuses %s when it is compiled", (source, reason) => {
  const problem = problemOf(source);
  expect(problem.reason).toBe(reason);
});

test.each(["/\\\\1/", "/\\\\k<x>/", "/\\(\\?=/"])("takes %s, which only looks like it", async (pattern) => {
  await expect(evaluate(`$contains("x", ${pattern})`)).resolves.toBe(false);
});

test.each([
  ["(a+)+$", "a".repeat(50_000) + "!"],
  ["(a|aa)+$", "a".repeat(50_000) + "!"],
  ["(.*)*x", "a".repeat(50_000)],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(50_000)],
])("runs /%s/ in linear time", async (pattern, text) => {
  const started = performance.now();
  await expect(
    evaluate(`$contains(text, /${pattern}/)`, { text }, { monotonic: () => performance.now() }),
  ).resolves.toBe(false);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("stops searches that take long even so", async () => {
  const parts = { monotonic: () => performance.now(), limits: { timeMs: 100 } };
  const text = "ab".repeat(200_000);
  const limit = { code: "EXPRESSION_LIMIT", details: { limit: "timeMs" } };
  await expect(evaluate("$count($match(text, /a(.*c)?/))", { text }, parts)).rejects.toMatchObject(limit);
  await expect(evaluate("$contains(text, /((a{0,90}b?){0,9})*c/)", { text }, parts)).rejects.toMatchObject(
    limit,
  );
});

test("fails on matches of nothing, as JSONata does", async () => {
  await expect(evaluate('$replace("abc", /x*/, "-")')).rejects.toMatchObject({
    code: "EXPRESSION_FAILED",
    details: { reason: "Regular expression matches zero length string" },
  });
});

test("finds what JavaScript's engine finds", async () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    "[ab]",
    "(a|b)",
    "a+",
    "b*?",
    "\\d",
    "\\w",
    "(a)?",
    ".",
    "\\b",
    "[^a]",
    "x{1,2}",
  );
  const patterns = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(""));
  const texts = fc.string({ unit: fc.constantFrom("a", "b", "1", " ", "x", "\n"), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(patterns, texts, async (pattern, text) => {
      const [first] = text.matchAll(new RegExp(pattern, "g"));
      const found = await evaluate(`($m := text ~> /${pattern}/; $m ? [$m.match, $m.start])`, { text });
      expect(found).toEqual(first === undefined ? undefined : [first[0], first.index]);
    }),
    { numRuns: 300 },
  );
});
