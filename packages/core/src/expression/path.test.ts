import * as fc from "fast-check";
import jsonata from "jsonata";
import type { Json } from "../json/json";
import { compileFast } from "./fast";
import type { Node } from "./jsonata/ast";
import { compiled, evaluate, frozen, sampleData, scopeOf } from "./testing/scope";

async function jsonataOf(
  source: string,
  root: unknown,
  variables: Record<string, unknown> = {},
): Promise<unknown> {
  const value: unknown = await jsonata(source).evaluate(structuredClone(root), structuredClone(variables));
  // JSONata's arrays carry marks; as JSON they are what they mean.
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** The value of the direct read alone; fails when there is none. */
function read(source: string, root: Record<string, Json>, variables: Record<string, Json> = {}): unknown {
  const direct = compileFast(jsonata(source).ast() as Node);
  if (direct === undefined) throw new Error(`${source} is not read directly`);
  return direct(scopeOf(root, { variables }));
}

test.each([
  "name",
  "none",
  "none.a",
  "address.city",
  "address.lines",
  "address.lines.x",
  "address.`city`",
  'address."city"',
  "$$.address.city",
  "$.name",
  "items",
  "items.id",
  "items.tags",
  "items.owner.name",
  "items.owner",
  "items[0]",
  "items[0].tags",
  "items[-1].id",
  "items[7].id",
  "items.tags[0]",
  "items.tags[-1]",
  "items[1].tags[0]",
  "items[0][0].id",
  "items[1.9].id",
  "name[0]",
  "name[1]",
  "empty",
  "empty[0]",
  "empty.a",
  "nested.a",
  "nested[0].a",
  "nested[0]",
  "nested[2]",
  "nested[0][1].a",
  "one",
  "one.id",
  "one.list",
  "one.list[0]",
  "one[0].list[0][1]",
  "missing",
  "missing.a.b",
  "missing[0]",
  "$v.id",
  "$v[0]",
  "$v[0].id",
  "$v.list[0]",
  "$v",
  "$missing.id",
  "missing ?? name",
  "items.x ?? items.id",
  'none.a ?? "default"',
  "missing ?? none",
  "5",
  '"text"',
  "-1.5",
  "null",
  "true",
])("reads %s directly, as JSONata does", async (source) => {
  const root = sampleData();
  const variables = { v: root.one ?? null };
  expect(read(source, root, variables)).toEqual(await jsonataOf(source, root, variables));
});

// Few names, so that most paths lead somewhere.
const name = fc.constantFrom("a", "b", "c");
const index = fc.integer({ min: -3, max: 3 });
const step = fc.tuple(name, fc.array(index, { maxLength: 2 }));
const data = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<Json>(null, 0, 1, "x", "", false),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const roots = fc.dictionary(name, data, { maxKeys: 3, noNullPrototype: true });

function pathOf(steps: readonly (readonly [string, readonly number[]])[]): string {
  return steps.map(([key, indexes]) => key + indexes.map((position) => `[${position}]`).join("")).join(".");
}

test("reads every path of names and positions as JSONata does", async () => {
  const paths = fc.array(step, { minLength: 1, maxLength: 5 }).map(pathOf);
  const starts = fc.constantFrom("", "$$.", "$v.", "$v[0].");
  await fc.assert(
    fc.asyncProperty(fc.tuple(starts, paths), roots, data, async (parts, root, v) => {
      const source = parts.join("");
      expect(read(source, frozen(root), frozen({ v }))).toEqual(await jsonataOf(source, root, { v }));
    }),
    { numRuns: 2000 },
  );
});

test("reads every default as JSONata does, but for bare names that are null", async () => {
  const paths = fc.array(step, { minLength: 2, maxLength: 3 }).map(pathOf);
  await fc.assert(
    fc.asyncProperty(fc.array(paths, { minLength: 2, maxLength: 4 }), roots, async (alternatives, root) => {
      const source = alternatives.join(" ?? ");
      expect(read(source, root)).toEqual(await jsonataOf(source, root));
    }),
    { numRuns: 500 },
  );
});

test.each(["a.b", "$item.name", "a", "$item", "a.b.c_1._x", "$$.a.b"])("answers at once for %s", (source) => {
  const root = { a: { b: { c_1: { _x: 1 } } } };
  const value = compiled(source).evaluate(scopeOf(root, { variables: { item: { name: 2 } } }));
  expect(value).not.toBeInstanceOf(Promise);
  expect(value).toBeDefined();
});

test.each([
  "__proto__",
  "constructor",
  "toString",
  "a.__proto__",
  "a.constructor.name",
  "a.toString",
  "items.constructor",
  "$v.constructor",
  "text.length",
  "items.length",
])("sees own properties only: %s has no value", async (source) => {
  const root = { a: {}, items: [{}], text: "abc" };
  const { references } = compiled(source);
  expect(references).toHaveLength(1);
  expect(read(source, root, { v: {} })).toBeUndefined();
  expect(await jsonataOf(source, root, { v: {} })).toBeUndefined();
});

test("reads an own property of any name", async () => {
  const root = JSON.parse('{"__proto__": {"constructor": 1}, "and": {"in": 2}}') as Record<string, Json>;
  await expect(evaluate("__proto__.constructor", root)).resolves.toBe(1);
  await expect(evaluate("and.in", root)).resolves.toBe(2);
  await expect(evaluate("$lookup(`__proto__`, 'constructor')", root)).resolves.toBe(1);
});

test("gives the value itself, not a copy", () => {
  const root = { fetch: { response: { items: [1] } } };
  expect(compiled("fetch.response").evaluate(scopeOf(root))).toBe(root.fetch.response);
});

test("stops in time when arrays nest too deeply", () => {
  let deep: Json = 1;
  for (let i = 0; i < 5000; i++) deep = [deep];
  expect(() => compiled("deep.a").evaluate(scopeOf({ deep }))).toThrow(
    expect.objectContaining({ code: "EXPRESSION_LIMIT" }) as Error,
  );
});
