import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { compileCondition } from "./expression";
import { compiled, evaluate, frozen, NOW, scopeOf, type ScopeParts } from "./testing/scope";

const root = frozen({
  name: "Ada",
  skipped: null,
  fetch: { status: 200, response: { items: [{ id: 1, tags: ["a"] }, { id: 2 }], note: null } },
});

test.each<[string, Json]>([
  ["name", "Ada"],
  ["fetch.status", 200],
  ["fetch.status = 200", true],
  ['"Hi " & name', "Hi Ada"],
  ["$sum(fetch.response.items.id)", 3],
  ["fetch.response.items[id = 2].id", 2],
  ["fetch.response.items[id > 1][]", [{ id: 2 }]],
  ["$map(fetch.response.items, function($i) { $i.id & name })", ["1Ada", "2Ada"]],
  ['{"ids": fetch.response.items.id, "by": name}', { ids: [1, 2], by: "Ada" }],
  ['fetch.response.items{$string(id): tags ?? "none"}', { 1: ["a"], 2: "none" }],
  ["fetch.response.note", null],
  ["$type(fetch.response)", "object"],
])("%s gives %j", async (source, expected) => {
  await expect(evaluate(source, root)).resolves.toEqual(expected);
});

test("reads variables", async () => {
  const variables = { item: { price: 3 }, index: 1, error: { message: "boom" } };
  await expect(evaluate("$item.price * $index", root, { variables })).resolves.toBe(3);
  await expect(evaluate('"failed: " & $error.message', root, { variables })).resolves.toBe("failed: boom");
  await expect(evaluate("$exists($error)", root)).resolves.toBe(false);
});

test("tells the variable $error from the function", async () => {
  const variables = { error: { message: "boom" } };
  await expect(evaluate('$error.message = "boom" ? "yes" : $error("no")', {}, { variables })).resolves.toBe(
    "yes",
  );
  await expect(evaluate('$error("stop: " & $error.message)', {}, { variables })).rejects.toMatchObject({
    code: "EXPRESSION_FAILED",
    message: expect.stringContaining("failed: stop: boom.") as string,
  });
  await expect(evaluate('($error("no")) ?? 1', {}, { variables })).rejects.toThrow("no");
});

describe("time and chance", () => {
  const parts: ScopeParts = { random: () => 0.25 };

  test.each<[string, Json]>([
    ["$now()", "2026-01-05T08:30:00.000Z"],
    ['$now("[D]/[M]/[Y]")', "5/1/2026"],
    ['$now("[H]:[m]", "+0200")', "10:30"],
    ["$millis()", NOW],
    ["$random()", 0.25],
    ["$shuffle([1, 2, 3, 4])", [3, 4, 2, 1]],
    // A time without a date is today's.
    ['$fromMillis($toMillis("09:15", "[H]:[m]"))', "2026-01-05T09:15:00.000Z"],
    ["$now() = $now() and $millis() = $millis()", true],
  ])("%s reads the scope", async (source, expected) => {
    await expect(evaluate(source, {}, parts)).resolves.toEqual(expected);
  });

  test("$now is one time in an evaluation, whenever it is read", async () => {
    let time = NOW;
    const now = (): number => time++;
    const expression = compiled("[$millis(), $map([1..3], function() { $millis() })]");
    await expect(expression.evaluate(scopeOf({}, { now }))).resolves.toEqual([NOW, NOW, NOW, NOW]);
    await expect(expression.evaluate(scopeOf({}, { now }))).resolves.toEqual([
      NOW + 1,
      NOW + 1,
      NOW + 1,
      NOW + 1,
    ]);
  });
});

describe("missing values", () => {
  test.each<[string, Record<string, unknown>]>([
    ["fetch.stats", { path: "fetch.stats", missing: "stats", available: ["status", "response"] }],
    [
      "fetch.response.itms.id",
      { path: "fetch.response.itms.id", missing: "itms", available: ["items", "note"] },
    ],
    ["fetch.response.note.text", { path: "fetch.response.note.text", missing: "text", available: [] }],
    ["name.first", { path: "name.first", missing: "first", available: [] }],
    ["$count(fetch.itms)", { path: "fetch.itms", missing: "itms", available: ["status", "response"] }],
    ["fetch.stats = 200", { path: "fetch.stats", missing: "stats", available: ["status", "response"] }],
    ["$item.nme", { path: "$item.nme", missing: "nme", available: ["name"] }],
    ["fetch.`no such`", { path: "fetch.`no such`", missing: "no such", available: ["status", "response"] }],
  ])("%s fails, and shows what is there", async (source, details) => {
    const outcome = (async () => evaluate(source, root, { variables: { item: { name: 1 } } }))();
    await expect(outcome).rejects.toMatchObject({ code: "MISSING_VALUE", details });
  });

  test("names at most twenty keys", async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, i]));
    const outcome = (async () => evaluate("many.key", { many }))();
    await expect(outcome).rejects.toMatchObject({ details: { available: Object.keys(many).slice(0, 20) } });
  });

  test("says what to do", async () => {
    await expect((async () => evaluate("fetch.stats", root))()).rejects.toMatchObject({
      message: 'Path "fetch.stats" has no value: "stats" is not there. Available: status, response.',
      fix: 'Correct the path, or make it optional: {{fetch.stats ?? "default"}}.',
    });
    await expect((async () => evaluate("name.length", root))()).rejects.toMatchObject({
      fix: "JSONata has no .length. Write $count(array) for how many items, $length(text) for how many characters.",
    });
  });

  test.each<[string, Json | undefined]>([
    // Arrays are mapped over: what only some items have is no mistake.
    ["fetch.response.items.tags", ["a"]],
    ["fetch.response.items.nothing", undefined],
    ["fetch.response.items[5]", undefined],
    ["fetch.response.items[id = 5].id", undefined],
    ["$count(fetch.response.items.nothing)", 0],
    ["absent", undefined],
    ["absent.a.b", undefined],
    ["$absent.a", undefined],
    ['fetch.stats ?? "default"', "default"],
    ["$exists(fetch.stats)", false],
    ["fetch.status = 404 ? fetch.reason : name", "Ada"],
    ["fetch.status = 404 and fetch.reason = 1", false],
    ['fetch.reason ?: "none"', "none"],
  ])("%s gives %j", async (source, expected) => {
    await expect(evaluate(source, root)).resolves.toEqual(expected);
  });
});

describe("a skipped action", () => {
  test.each<[string, Json]>([
    ["skipped", null],
    ["skipped.response", null],
    ["skipped.response.items[0].id", null],
    ["skipped.response ?? 1", 1],
    ["skipped ?? 1", 1],
    ["$$.skipped ?? 1", 1],
    ["(skipped ?? 1) + 1", 2],
    ["((skipped ?? absent) ?? 5) + 1", 6],
    ["skipped.count + 1", null],
    ["skipped = null", true],
    ["skipped.status = 200", false],
    ["fetch.response.note ?? 1", null],
    ['"got " & skipped.response', "got "],
    ["$count(skipped.items)", 0],
    ["[skipped, 1]", [null, 1]],
  ])("%s reads as null: %j", async (source, expected) => {
    await expect(evaluate(source, root)).resolves.toEqual(expected);
  });
});

describe("results", () => {
  test("are plain JSON, and share nothing with the input", async () => {
    const input = { items: [{ a: [1] }] };
    const result = await evaluate("$map(items, function($i) { $i })[]", input);
    expect(result).toEqual([{ a: [1] }]);
    expect(Object.keys(result as object)).toEqual(["0"]);
    (result as { a: number[] }[])[0]!.a.push(2);
    expect(input.items[0]?.a).toEqual([1]);
  });

  test("have ordinary prototypes, and keys of any name", async () => {
    const result = await evaluate('{"__proto__": {"x": 1}, "a": {"b": 1}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"x":1},"a":{"b":1}}');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test.each([
    ["$sum", "it gives a function, not a value"],
    ["function($x) { $x }", "it gives a function, not a value"],
    ['{"f": $sum}', "it gives a function, not a value"],
    ["[1, [$sum]]", "it gives a function, not a value"],
    ["$pad(?, 3)", "it gives a function, not a value"],
    ["/a/", "it gives a function, not a value"],
    ["1 / 0", "it gives Infinity, which JSON can't hold"],
    ["[0 / 0]", "it gives NaN, which JSON can't hold"],
    ['$parseInteger("x", "0")', "a number became NaN, which JSON can't hold"],
    ["name - 1", 'The left side of the "-" operator must evaluate to a number'],
    ['$number("x")', 'Unable to cast value to a number: "x"'],
    ['$assert(false, "no good")', "no good"],
    ["($f := name; $f(1))", "Attempted to invoke a non-function"],
  ])("%s fails: %s", async (source, reason) => {
    await expect(evaluate(source, root)).rejects.toMatchObject({
      code: "EXPRESSION_FAILED",
      details: { expression: source, reason },
    });
  });

  test("that look like JSONata's own functions are data", async () => {
    const data = { _jsonata_function: true, _jsonata_lambda: true, thunk: true, body: { procedure: {} } };
    await expect(evaluate("[a, 1]", { a: data })).resolves.toEqual([data, 1]);
    await expect(evaluate("($f := a; $f(1))", { a: data })).rejects.toMatchObject({
      code: "EXPRESSION_FAILED",
    });
  });
});

test("an error shortens what it quotes", async () => {
  const error = await evaluate("$number(text)", { text: "x".repeat(10_000) }).catch(
    (thrown: unknown) => thrown,
  );
  expect((error as TuttiError).message.length).toBeLessThan(500);
});

describe("conditions", () => {
  test.each([
    "fetch.status = 200",
    "{{fetch.status = 200}}",
    "  {{ fetch.status = 200 }}\n",
    'fetch.status = 200 and "{{" != ""',
  ])("%j is one", async (source) => {
    const condition = compileCondition(source);
    if (!condition.ok) throw new Error(condition.problem.reason);
    await expect(condition.value.evaluate(scopeOf(root))).resolves.toBe(true);
  });

  test("in several pairs of braces gets advice", () => {
    expect(compileCondition("{{a}} = {{b}}")).toMatchObject({
      problem: {
        expression: "{{a}} = {{b}}",
        hint: expect.stringMatching(/without braces.*\{\{a = b\}\}/) as string,
      },
    });
  });

  test.each([
    ["{{a}} = {{b}}", "a condition is one expression"],
    ["{{a}}{{b}}", "a condition is one expression"],
    ["{{a}}.b", "a condition is one expression"],
    ["{{a}} and b", "a condition is one expression"],
    ["{{a", "{{ is not closed with }}"],
    ["{{ a == b }}", 'unexpected "="'],
    ["", "it is empty"],
    ["{{ }}", "it is empty"],
    ["a =", "unexpected end of expression"],
  ])("%j is none", (source, reason) => {
    expect(compileCondition(source)).toMatchObject({ ok: false, problem: { path: [], reason } });
  });

  test("of nothing is undefined, which counts as false", async () => {
    const condition = compileCondition("fetch.response.items.nothing");
    if (!condition.ok) throw new Error(condition.problem.reason);
    expect(await condition.value.evaluate(scopeOf(root))).toBeUndefined();
  });
});

test.each([["$sum(a.b) + c"], ["a.b"], ["$item.a ?? b"], ["a[0].b"]])(
  "%s, compiled, is frozen data",
  (source) => {
    const { references, ...rest } = compiled(source);
    expect(rest.source).toBe(source);
    expect(Object.isFrozen(references)).toBe(true);
    expect(references.every(({ path }) => Object.isFrozen(path))).toBe(true);
    expect(references.every((reference) => Object.isFrozen(reference))).toBe(true);
  },
);

test("evaluations that run at once know nothing of each other", async () => {
  const expression = compiled(
    "($x := n; $f := function($i) { $i > 0 ? $f($i - 1) + $x : 0 }; [$f(20), $millis(), $random(), $item, $match(s, /[a-z]+/).match])",
  );
  const runs = Array.from({ length: 50 }, (_, n) => n);
  const results = await Promise.all(
    runs.map(async (n) =>
      expression.evaluate(
        scopeOf(
          { n, s: `1${"abc".repeat(n + 1)}2` },
          { now: () => n, random: () => n / 100, variables: { item: n } },
        ),
      ),
    ),
  );
  expect(results).toEqual(runs.map((n) => [20 * n, n, n / 100, n, "abc".repeat(n + 1)]));
});

test("an evaluation that fails leaves nothing behind", async () => {
  const expression = compiled("($x := n; n > 1 ? $error('no') : $x)");
  await expect(expression.evaluate(scopeOf({ n: 2 }))).rejects.toThrow(TuttiError);
  await expect(expression.evaluate(scopeOf({ n: 1 }))).resolves.toBe(1);
});
