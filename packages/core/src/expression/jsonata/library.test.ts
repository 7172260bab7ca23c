import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import jsonata from "jsonata";
import type { Json } from "../../json/json";
import { evaluate, frozen, sampleData, scopeOf } from "../testing/scope";
import { evaluateExpression } from "../evaluate-expression";
import { compileExpression } from "../expression";
import { ALSO_VARIABLES, FUNCTION_NAMES } from "./functions";

test("knows every function of JSONata's library", () => {
  const source = readFileSync(require.resolve("jsonata"), "utf8");
  const names = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)'/g)].map(([, name]) => name);
  expect([...FUNCTION_NAMES].toSorted()).toEqual([...new Set(names)].toSorted());
  expect([...ALSO_VARIABLES].filter((name) => !FUNCTION_NAMES.has(name))).toEqual([]);
});

async function plainJsonata(source: string, input: unknown): Promise<unknown> {
  try {
    const value: unknown = await jsonata(source).evaluate(structuredClone(input));
    return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
  } catch {
    return "error";
  }
}

async function ours(source: string, input: Record<string, Json>): Promise<unknown> {
  const compiled = compileExpression(source);
  if (!compiled.ok) return "error";
  try {
    return await compiled.value.evaluate(scopeOf(frozen(structuredClone(input))));
  } catch {
    return "error";
  }
}

test.each([
  "items^(price).id",
  "items^(>price).id",
  "items^(owner.name, >id).id",
  "items^(owner.name).id",
  "items^(price)[0].id",
  "items^(price)[[0..1]].id",
  "items[id > 1]^(price)^(>id).id",
  "items^(price){$string(id): price}",
  "items^(price)[]",
  "items^(tags)",
  "items^(nothing).id",
  "items^(id = 1 ? 'x' : id)",
  "one^(id)",
  "one^(id).list",
  "empty^(id)",
  "missing^(id)",
  "name^($)",
  "age^($)",
  "[3, 1, 2]^($)",
  "[3, 1, 2]^(>$).($ + 1)",
  '["b", "a"]^($)',
  "[[3, 'c'], [1, 'a'], [2, 'b']]^($[0])",
  "items.[price, id]^($[0])",
  "one.[id, 1]^($)",
  "items.[city]^(id)[0]",
  "items.[id, price]^($[1])[0].$",
  "items.[id, price]^($[1])[[0..1]]",
  "items^(price)[0]",
  "items^(price)[id = 1]",
  "items^(price)[id = 9]",
  "items.tags^($)",
  "items.(tags^(>$))",
  "items^($$.age - price).id",
  "items@$x^($x.price).id",
  "items#$i^(price).[$i, id]",
  "items^(price)#$i.[$i, id]",
  "items^(%.age, id).id",
  "$sort([3, 1, 2])",
  "$sort(['b', 'a'])",
  "$sort([1, 'a'])",
  "$sort([true, false])",
  "$sort(items, function($a, $b) { $a.price > $b.price }).id",
  "$sort(items)",
  "$sort([1])",
  "$sort(missing)",
  "$distinct([1, 2, 1, '1', 1.0, true, null, null])",
  "$distinct([{'a': 1, 'b': 2}, {'b': 2, 'a': 1}, {'a': 1}, [1], [1], [[1]]])",
  "$distinct(items.tags)",
  "$distinct(name)",
  "$spread(items[0])",
  "$spread(items)",
  "$spread([items[0]])",
  "$spread(name)",
  "$spread([1, items[0], null])",
  "$spread(empty)",
  "$spread(none)",
  "address.*",
  "address.*[0]",
  "items.*",
  "items.*.name",
  "{'a': [1]}.*",
  "{'a': []}.*",
  "{'a': 1}.*",
  "{'a': 1, 'b': [[2], 3]}.*",
  "nested.*",
  "*",
  "*.city",
  "name.*",
  "empty.*",
  "items[]",
  "items[id = 1][]",
  "items[].id",
  "name[]",
  "empty[]",
  "missing[]",
  "items.tags[]",
  "items.[id][]",
  "items.id[][0]",
  "items{$string(price): id}",
  "empty{'x': 1}",
  "nested.{'n': $count(a)}",
  "empty.{'a': 1}",
  "items ~> |$|{'price': price * 2}, 'tags'|",
  "items ~> |owner|{'name': 'z'}|",
  "address ~> |$$.items|{'city': 'x'}|",
  "$map(items, $string)",
  "$map([1, 2], $power(?, 2))",
  "$map([1, 2], $power(2, ?))",
  "$reduce([1, 2, 3], $sum)",
  "$reduce([[1], [2]], $append)",
  "$filter([0, 1, 2], $boolean)",
  "$each(address, $type)",
  "$sift(address, $exists)",
  "($f := $substring(?, 0, 1); $map(['ab', 'cd'], $f))",
  "($f := $uppercase ~> $trim; $f(' a '))",
  "$uppercase ~> $lowercase ~> $type",
  "items.price ~> $sum() ~> $string()",
  "items.owner.name ~> $join(', ')",
  "$pad('x', 5)",
  "$pad('x', -5, '#')",
  "$formatNumber(1234.5, '#,##0.00')",
  "$formatInteger(2789, 'w')",
  "$fromMillis(1e12, '[D1o] [MNn] [Y0001] [H01]:[m01]')",
  "$toMillis('2026-01-05')",
  "$toMillis('05/01/2026', '[D01]/[M01]/[Y0001]')",
  "$toMillis('20260105093000', '[Y0001][M01][D01][H01][m01][s01]')",
  "$toMillis('Monday 5 January 2026', '[FNn] [D] [MNn] [Y]')",
  "$string(items, true)",
  "$merge(items)",
  "$zip(items.id, items.price)",
  "$lookup(items, 'id')",
  "$base64encode('héllo')",
  "$encodeUrlComponent('a b/c')",
  "$number('0x1F')",
  "$round(2.5)",
  "$single(items, function($i) { $i.id = 2 }).price",
  "$single(items)",
  "$length(name)",
  "$length(age)",
  "$substringBefore(address.city, 'd')",
  "$parseInteger('12,345', '#,##0')",
])("%s gives what it gives in JSONata", async (source) => {
  expect(await ours(source, sampleData())).toEqual(await plainJsonata(source, sampleData()));
});

const names = fc.constantFrom(
  "items",
  "address",
  "nested",
  "one",
  "empty",
  "name",
  "age",
  "none",
  "missing",
  "v",
);
const fields = fc.constantFrom("id", "price", "tags", "owner", "name", "a", "list", "city");
const expressions = fc.letrec<{ list: string }>((tie) => ({
  list: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    names,
    fc.tuple(tie("list"), fields).map(([list, field]) => `${list}.${field}`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list})^(${field})`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `((${list})^(>${field}, id)[0])`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list})[${field}]`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list}){$string(${field}): $}`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list}).{"f": ${field}}`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list}).[${field}]`),
    fc.tuple(tie("list"), fields).map(([list, field]) => `(${list} ~> |owner|{"${field}": 1}|)`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `$append(${a}, ${b})`),
    tie("list").map((list) => `(${list})[]`),
    tie("list").map((list) => `(${list}).*`),
    tie("list").map((list) => `(${list}).**`),
    tie("list").map((list) => `(${list})[0]`),
    tie("list").map((list) => `$distinct(${list})`),
    tie("list").map((list) => `$spread(${list})`),
    tie("list").map((list) => `$sort(${list})`),
    tie("list").map((list) => `(${list} ?? 1)`),
  ),
})).list;

/** Data without null at the root: there it means a skipped action, which JSONata knows nothing of. */
function rootWithoutNull(): Record<string, Json> {
  return Object.fromEntries(Object.entries(sampleData()).filter(([, value]) => value !== null));
}

test("anything gives what it gives in JSONata, and leaves its input as it was", async () => {
  await fc.assert(
    fc.asyncProperty(expressions, async (source) => {
      const value = await ours(source, rootWithoutNull());
      // A path that leads nowhere is an error of ours, and in JSONata an expression that has no value.
      expect(value).toEqual(value === "error" ? value : await plainJsonata(source, rootWithoutNull()));
    }),
    { numRuns: 800 },
  );
});

test("an expression never writes to its input, even to an array as the whole input", async () => {
  await expect(evaluateExpression('{"a": {"b": 1}}', frozen([]))).resolves.toEqual({ a: { b: 1 } });
  await expect(evaluateExpression('$.{"a": $}', frozen([[], [1]]))).resolves.toBeDefined();
});

test("bindings of an expression do not reach the library", async () => {
  await expect(evaluate("($sum := function() { 5 }; $sum())")).resolves.toBe(5);
  await expect(evaluate("$sum([1, 2])")).resolves.toBe(3);
});
