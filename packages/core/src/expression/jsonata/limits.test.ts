import type { Json } from "../../json/json";
import { compiled, evaluate, scopeOf, type ScopeParts, template } from "../testing/scope";

const clock: ScopeParts = { monotonic: () => performance.now() };

function limit(name: "timeMs" | "depth" | "outputBytes", value: number): object {
  return { code: "EXPRESSION_LIMIT", details: { limit: name, value } };
}

const DOUBLED = "$double := function($n, $v) { $n = 0 ? $v : $double($n - 1, [[$v, $v]]) }";

describe("size", () => {
  test.each([
    ["a long range", "[1..10000000]"],
    ["a range that is only counted", "$count([1..10000000])"],
    ["a wide padding", '$pad("x", 1000000000)'],
    ["a wide padding to the left", '$pad("x", -1000000000, "ab")'],
    [
      "a doubled text",
      '($double := function($n, $v) { $n = 0 ? $v : $double($n - 1, $v & $v) }; $double(60, "ab"))',
    ],
    ["a joined text", '$join($map([1..200], $string), $pad("", 10000))'],
    ["a replaced text", '$replace(text, "a", text)'],
    ["a text split into characters", '$split(text & text & text & text & text & text, "")'],
    ["every item for every item", "$count(many.$$.many)"],
    ["many grouped tuples", "many@$a{$string($): $a}"],
    ["ranges in a list", "$map([1..1000], function() { [1..100000] })"],
    ["ranges that are dropped", "$count($map([1..1000], function() { $count([1..100000]) }))"],
    ["an array that shares its parts", `(${DOUBLED}; $double(60, 1))`],
    ["the text of an array that shares its parts", `(${DOUBLED}; $string($double(60, 1)))`],
    ["arrays compared that share their parts", `(${DOUBLED}; $double(60, 1) = $double(60, 1))`],
    ["an array as a key in a message", `(${DOUBLED}; {$double(60, 1): 1})`],
    ["many sorted tuples", "many#$i^($)"],
    ["a wide year", '$fromMillis(0, "[Y,1000000000-*]")'],
    ["a wide year with spaces", '$fromMillis(0, "[Y, 1 000 000 000-*]")'],
    ["a long picture", '$formatNumber(1, $pad("", 1000, "#,"))'],
    ["an ambiguous date", '$toMillis($pad("", 60, "a") & "!", "[Ya][Ma][Da][Ha][ma][sa]")'],
    ["a long date", '$toMillis($pad("", 300, "1"), "[Y]-[M]")'],
  ])("stops at %s", async (_, source) => {
    const root = { text: "a".repeat(100_000), many: Array.from({ length: 5000 }, (__, i) => i) };
    await expect(evaluate(source, root)).rejects.toMatchObject(limit("outputBytes", 1024 * 1024));
  });

  test.each<[string, number]>([
    ["[1..100]", 293],
    ['"aaaaaaaaaa" & ""', 12],
    ['"ééééé" & ""', 12],
    ['"€€€" & ""', 11],
    ['"😀" & ""', 6],
    ['$merge({"key": true, "b": [false, null]})', 29],
  ])("a result of %s takes %d bytes, and not one less", async (source, bytes) => {
    await expect(evaluate(source, {}, { limits: { outputBytes: bytes } })).resolves.toBeDefined();
    await expect(evaluate(source, {}, { limits: { outputBytes: bytes - 1 } })).rejects.toMatchObject(
      limit("outputBytes", bytes - 1),
    );
  });

  test("does not bound what a small result is made from by the size of the result", async () => {
    const parts: ScopeParts = { limits: { outputBytes: 20 } };
    await expect(evaluate("$sum($map([1..1000], function($i) { $i * 2 }))", {}, parts)).resolves.toBe(
      1_001_000,
    );
    await expect(evaluate("$length($pad('', 5000))", {}, parts)).resolves.toBe(5000);
  });

  test("bounds the text that a template makes", () => {
    const root = { text: "a".repeat(1000) };
    const filled = template("{{text}}{{text}}");
    expect(filled.resolve(scopeOf(root))).toHaveLength(2000);
    expect(() => filled.resolve(scopeOf(root, { limits: { outputBytes: 1999 } }))).toThrow(
      expect.objectContaining({ code: "EXPRESSION_LIMIT" }) as Error,
    );
  });
});

describe("depth", () => {
  test.each([
    ["endless recursion", "($f := function($n) { 1 + $f($n + 1) }; $f(1))"],
    ["endless recursion in both halves", "($f := function($n) { [$f($n + 1), $f($n + 1)] }; $f(1))"],
    ["endless recursion in an object", '($f := function($n) { {"a": $f($n + 1), "b": 1} }; $f(1))'],
    ["endless recursion of two", "($f := function() { 1 + $g() }; $g := function() { 1 + $f() }; $f())"],
    ["a deep result", "($f := function($n, $v) { $n = 0 ? $v : $f($n - 1, [[$v]]) }; $f(300, 1))"],
    ["deep data as text", "$string(deep)"],
    ["deep Roman numerals", '$formatInteger(1e12, "I")'],
  ])("stops at %s", async (_, source) => {
    let deep: Json = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    await expect(evaluate(source, { deep })).rejects.toMatchObject(limit("depth", 200));
  });

  test.each([
    [
      "as many nested calls as the limit",
      "($f := function($n) { $n <= 1 ? 1 : $n + $f($n - 1) }; $f(200))",
      20_100,
    ],
    ["many parts at once", `[${Array(1000).fill("a.b").join(", ")}] ~> $count()`, 1000],
    [
      "tail calls without end in sight",
      "($f := function($n, $v) { $n = 0 ? $v : $f($n - 1, $v + 1) }; $f(5000, 0))",
      5000,
    ],
  ])("bears %s", async (_, source, expected) => {
    await expect(evaluate(source, { a: { b: 1 } })).resolves.toBe(expected);
  });
});

describe("time", () => {
  const short: ScopeParts = { ...clock, limits: { timeMs: 50 } };
  const many = Array.from({ length: 50_000 }, (_, i) => ({ id: i, key: `k${i % 7}` }));

  test.each([
    ["a tail call without end", "($f := function() { $f() }; $f())"],
    ["a long map", "$map([1..500000], function($i) { $i * 2 })"],
    ["a long map of a library function", "$map([1..500000], $string)"],
    ["a long filter", "[1..500000][$ % 2 = 0]"],
    ["a slow comparator", "$sort(many, function($a, $b) { $a.id < $b.id })"],
    ["growing an array one by one", "$reduce([1..100000], $append, [])"],
    [
      "growing an object one by one",
      "$reduce([1..100000], function($o, $i) { $merge([$o, {$string($i): $i}]) }, {})",
    ],
    ["pairs", "many[key in $$.many.key]"],
  ])("stops %s", async (_, source) => {
    const started = performance.now();
    await expect(evaluate(source, { many }, short)).rejects.toMatchObject(limit("timeMs", 50));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.each([
    ["sorting", "$sort(many.id)[0]", 0],
    ["sorting by terms", "many^(key, >id)[0].id", 49_994],
    ["values without duplicates", "$count($distinct(many))", 50_000],
    ["spreading", "$count($spread(many))", 100_000],
    ["all values of an object", "$count(wide.*)", 20_000],
  ])("takes linear time for %s, where JSONata's own would take quadratic", async (_, source, expected) => {
    const wide = Object.fromEntries(many.slice(0, 20_000).map(({ id }) => [`k${id}`, [id]]));
    const parts: ScopeParts = { ...clock, limits: { timeMs: 5000 } };
    await expect(evaluate(source, { many, wide }, parts)).resolves.toBe(expected);
  });

  test("counts only what the evaluation itself takes", async () => {
    let time = 0;
    const pauses: number[] = [];
    const scope = scopeOf(
      {},
      {
        monotonic: () => (time += 1),
        pause: () => {
          pauses.push(time);
          time += 10_000;
          return Promise.resolve();
        },
        limits: { timeMs: 2000 },
      },
    );
    await expect(compiled("$sum($map([1..2000], function($i) { $i }))").evaluate(scope)).resolves.toBe(
      2_001_000,
    );
    expect(pauses.length).toBeGreaterThan(5);
  });

  test("lets the process run in between", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const pause = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
    const parts: ScopeParts = { ...clock, pause, limits: { timeMs: 10_000 } };
    // Two parts at once pause together.
    await evaluate(
      "[$count($map([1..30000], function($i) { $i })), $count($map([1..30000], function($i) { $i }))]",
      {},
      parts,
    );
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
