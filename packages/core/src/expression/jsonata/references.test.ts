import * as fc from "fast-check";
import { compiled, evaluate, sampleData } from "../testing/scope";

/** References as they are written, required ones marked with "!". */
function references(source: string): string[] {
  return compiled(source).references.map(({ kind, name, path, required }) => {
    const text = [kind === "variable" ? `$${name}` : name, ...path].join(".");
    return required ? `${text}!` : text;
  });
}

test.each<[string, string[]]>([
  ["a", ["a!"]],
  ["a.b.c", ["a.b.c!"]],
  ["`a b`.`c d`", ["a b.c d!"]],
  ["$$.a.b", ["a.b!"]],
  ["$.a.b", ["a.b!"]],
  ["$item.name", ["$item.name!"]],
  ["$actions.fetch.status", ["$actions.fetch.status!"]],
  ["$error.message", ["$error.message!"]],
  ["5", []],
  ['"a.b"', []],
  ["a + b.c", ["a!", "b.c!"]],
  ['"Hi " & name', ["name!"]],
  ["[a, b]", ["a!", "b!"]],
  ['{"x": a.b, "y": $item}', ["a.b!", "$item!"]],
  ["{key: value}", ["key!", "value!"]],
  ["-a", ["a!"]],
  ["(a; b)", ["a!", "b!"]],
  ["a in b", ["a!", "b!"]],
  ["[a..b]", ["a!", "b!"]],
  ["a ~> $append(b)", ["a!", "b!"]],
])("finds what %s reads", (source, expected) => {
  expect(references(source)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["a.b[0].c", ["a.b!"]],
  ["a[0].c", ["a!"]],
  ["a[b = 1].c", ["a!"]],
  ["$item[0].c", ["$item!"]],
  ["a.b.*.c", ["a.b!"]],
  ["a.b^(c).d", ["a.b!"]],
  ["a.(b & c)", ["a!"]],
  ["a.b{c: d}", ["a.b!"]],
  ["a.$uppercase(b)", ["a!"]],
  ["a.[b, c]", ["a!"]],
  ['a.{"x": b}', ["a!"]],
  ["a ~> |b|{c: d}|", ["a!"]],
])("names in %s that are read from what comes before are no references", (source, expected) => {
  expect(references(source)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["a[b = $$.c]", ["a!", "c"]],
  ["a[id = $item.id]", ["a!", "$item.id"]],
  ["a.{x: $$.y.z}", ["a!", "y.z"]],
  ["a^(b + $$.c)", ["a!", "c"]],
  ["a{b: $$.c}", ["a!", "c"]],
  ["a@$x.b@$y[$x.id = $y.id]", ["a!", "b"]],
  ["a.%.b", ["a!", "b"]],
  ["a.b.%.%.c", ["a!", "c"]],
  ["a.(%.b)", ["a!", "b"]],
  ["$$[a = 1].b", ["a", "b"]],
])("finds what %s reads at the root from elsewhere", (source, expected) => {
  expect(references(source).toSorted()).toEqual(expected.toSorted());
});

test.each<[string, string[]]>([
  ["a ? b : c", ["a!", "b", "c"]],
  ["a ? b", ["a!", "b"]],
  ["a and b", ["a!", "b"]],
  ["a or b.c", ["a!", "b.c"]],
  ["a ?? b", ["a", "b"]],
  ["a.b ?? c.d ?? 1", ["a.b", "c.d"]],
  ["a ?: b", ["a", "b"]],
  ["$exists(a.b)", ["a.b"]],
  ["a.b ~> $exists()", ["a.b"]],
  ["$not($exists(a.b))", ["a.b"]],
  ["$count(a.b)", ["a.b!"]],
  ["$map(a, function($x) { $x.id & b })", ["a!", "b"]],
  ["($f := function() { a }; b)", ["a", "b!"]],
  ["a and a", ["a!"]],
  ["(a ?? 1) + a", ["a!"]],
  ["a = a.b ? a : a", ["a!", "a.b!"]],
])("knows what %s reads in any case", (source, expected) => {
  expect(references(source)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["($x := a; $x.b)", ["a!"]],
  ["($item := $item.name; $item)", ["$item.name!"]],
  ["$map(a, function($v, $i) { $v * $i })", ["a!"]],
  ["($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))", []],
  [
    "($even := function($n) { $n = 0 or $odd($n - 1) }; $odd := function($n) { $n > 0 and $even($n - 1) }; $even(4))",
    [],
  ],
  ["($x := 1; ($y := 2; $x + $y))", []],
  ["(($y := 2; 1); $y)", ["$y!"]],
  ["($x; $x := 1)", ["$x!"]],
  ["a#$i[$i > 0].b", ["a!"]],
  ["a@$x[$x.b = 1].$x", ["a!"]],
  ["(a#$i.b; $i)", ["a!", "$i!"]],
  ["$map(a, $uppercase)", ["a!"]],
  ["$now()", []],
  ["($sum := 5; $sum)", []],
  ["$error('no')", []],
  ["$error('no') & $error.code", ["$error.code!"]],
  ["(items[$found := 1]; $found)", ["items!"]],
])("tells variables of %s itself from those it reads", (source, expected) => {
  expect(references(source)).toEqual(expected);
});

test.each([
  "$$",
  "$",
  "$count($)",
  "$keys()",
  "$string()",
  '$lookup("a")',
  '$lookup($$, "a")',
  "*",
  "*.a",
  "**.a",
  "$$.*",
  "($r := $$; $r.a)",
  "a.%",
  "$ ~> |a|{}|",
  "($$).a.(%)",
])("tells that %s can read anything", (source) => {
  expect(compiled(source).wholeRoot).toBe(true);
});

test.each(["a.*", "a.**", "$$.a", "($$).a", "a.$", "a.$string()", "$keys(a)", "a[$ > 1]", "$now()", "a.b.%"])(
  "tells that %s can't",
  (source) => {
    expect(compiled(source).wholeRoot).toBe(false);
  },
);

const names = ["name", "age", "none", "address", "items", "nested", "one", "missing"];
const atom = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom(...names).map((name) => `$$.${name}`),
  fc.constantFrom("1", '"x"', "$v", "$i", "null"),
);
const grown = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const two = fc.tuple(inner, inner);
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      atom,
      two.map(([a, b]) => `(${a}).(${b})`),
      two.map(([a, b]) => `(${a})[${b}]`),
      two.map(([a, b]) => `(${a} & ${b})`),
      two.map(([a, b]) => `[${a}, ${b}]`),
      two.map(([a, b]) => `{"a": ${a}, "b": ${b}}`),
      two.map(([a, b]) => `(${a} ?? ${b})`),
      two.map(([a, b]) => `(${a} ? ${b} : name)`),
      two.map(([a, b]) => `($v := ${a}; ${b})`),
      two.map(([a, b]) => `$map(${a}, function($v) { ${b} })`),
      two.map(([a, b]) => `(${a})@$v.(${b})`),
      two.map(([a, b]) => `(${a})#$i.(${b})`),
      two.map(([a, b]) => `(${a})^($string(${b}))`),
      inner.map((a) => `(${a}).id`),
      inner.map((a) => `(${a}).%`),
    ),
  };
}).expression;

/** The value, or that there is an error: which of two errors comes first may depend on what is there. */
async function outcome(source: string, root: ReturnType<typeof sampleData>): Promise<unknown> {
  try {
    return await evaluate(source, root);
  } catch {
    return "error";
  }
}

test("nothing but what is referred to changes what an expression gives", async () => {
  await fc.assert(
    fc.asyncProperty(grown, async (source) => {
      let expression;
      try {
        expression = compiled(source);
      } catch {
        return;
      }
      if (expression.wholeRoot) return;
      const read = new Set(expression.references.map(({ kind, name }) => `${kind} ${name}`));
      const rest = Object.entries(sampleData()).filter(([name]) => read.has(`root ${name}`));
      expect(await outcome(source, Object.fromEntries(rest))).toEqual(await outcome(source, sampleData()));
    }),
    { numRuns: 800 },
  );
});
