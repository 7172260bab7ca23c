import * as fc from "fast-check";
import type { Json } from "../json/json";
import { compileTemplate } from "./template";
import { frozen, resolved, scopeOf, template } from "./testing/scope";

const root = frozen({
  name: "Ada",
  age: 36,
  flag: false,
  none: null,
  list: [1, "two"],
  fetch: { status: 200, body: { id: 7, tags: ["a"] } },
});

describe("a string that is exactly one expression", () => {
  test.each<[string, Json]>([
    ["{{name}}", "Ada"],
    ["{{age}}", 36],
    ["{{flag}}", false],
    ["{{none}}", null],
    ["{{list}}", [1, "two"]],
    ["{{ fetch.body }}", { id: 7, tags: ["a"] }],
    ["{{fetch.body.tags}}", ["a"]],
    ["{{age > 30}}", true],
    ["{{list[0]}}", 1],
    ["{{5}}", 5],
    ['{{"text"}}', "text"],
    ['{{ {"id": fetch.body.id} }}', { id: 7 }],
  ])("%s keeps the type of its value: %j", async (source, expected) => {
    await expect(resolved(source, root)).resolves.toEqual(expected);
  });
});

describe("any other string", () => {
  test.each<[string, string]>([
    ["Hi {{name}}!", "Hi Ada!"],
    [" {{name}}", " Ada"],
    ["{{name}}\n", "Ada\n"],
    ["{{name}}{{age}}", "Ada36"],
    ["{{age}} years", "36 years"],
    ["flag: {{flag}}", "flag: false"],
    ["none: {{none}}.", "none: ."],
    ["path: {{none.a.b}}.", "path: ."],
    ["list: {{list}}", 'list: [1,"two"]'],
    ["body: {{fetch.body}}", 'body: {"id":7,"tags":["a"]}'],
    ["{{name & '!'}} {{$uppercase(name)}}", "Ada! ADA"],
    ['{{"{{"}}name}}', "{{name}}"],
    ['a {{"}}"}} b', "a }} b"],
    ["{{name}} costs $5 & more }}", "Ada costs $5 & more }}"],
    ["{name} {{ name }}", "{name} Ada"],
  ])("%j takes the values in: %j", async (source, expected) => {
    await expect(resolved(source, root)).resolves.toBe(expected);
  });
});

test("resolves a whole tree, and keeps the order of its keys", async () => {
  const source = {
    b: "{{name}}",
    a: [1, "{{age}}", { deep: ["{{$sum([1, 2])}}"] }],
    plain: { x: null, y: [true] },
    "{{key}}": "keys are no templates",
  };
  const result = await resolved(source, root);
  expect(result).toEqual({
    b: "Ada",
    a: [1, 36, { deep: [3] }],
    plain: source.plain,
    "{{key}}": source["{{key}}"],
  });
  expect(Object.keys(result as object)).toEqual(Object.keys(source));
});

test.each<[string, Json]>([
  ["a text", "no braces"],
  ["a number", 5],
  ["null", null],
  ["a tree", { a: [1, { b: "text" }], c: null }],
  ["an empty object", {}],
])("without templates, %s resolves to itself", (_, source) => {
  const compiled = template(source);
  expect(compiled).toMatchObject({ constant: true, references: [], wholeRoot: false });
  expect(compiled.resolve(scopeOf({}))).toBe(source);
});

test("parts without templates are shared, all else is new each time", () => {
  const source = { fixed: { a: 1 }, dynamic: { name: "{{name}}", list: [{ b: 1 }, "{{age}}"] } };
  const compiled = template(source);
  const [first, second] = [
    compiled.resolve(scopeOf(root)),
    compiled.resolve(scopeOf(root)),
  ] as (typeof source)[];
  expect(first?.fixed).toBe(source.fixed);
  expect(first?.dynamic.list[0]).toBe(source.dynamic.list[0]);
  expect(first).not.toBe(second);
  expect(first?.dynamic).not.toBe(second?.dynamic);
  expect(source.dynamic.name).toBe("{{name}}");
  expect(compiled.source).toBe(source);
});

test.each<[Json, boolean]>([
  ["{{name}}", true],
  ["Hi {{name}} {{fetch.body.id}}", true],
  [{ a: ["{{list[0]}}"], b: '{{fetch.nothing ?? "x"}}', c: "{{5}}" }, true],
  ["{{age + 1}}", false],
  [{ a: "{{name}}", b: ["{{age + 1}}"] }, false],
])("%j resolves at once: %s", async (source, atOnce) => {
  const result = template(source).resolve(scopeOf(root));
  expect(result instanceof Promise).toBe(!atOnce);
  await expect(Promise.resolve(result)).resolves.toBeDefined();
});

describe("a value that is not there", () => {
  test.each<[string, Record<string, unknown>]>([
    ["{{fetch.stats}}", { path: "fetch.stats", missing: "stats", available: ["status", "body"] }],
    ["Hi {{fetch.body.name}}", { path: "fetch.body.name", missing: "name", available: ["id", "tags"] }],
    ["{{nickname}}", { path: "nickname", missing: "nickname", available: ["name", "list"] }],
    ["{{$item}}", { path: "$item", missing: "$item", available: ["$index"] }],
    [
      "{{nickname & '' ? nickname : nickname}}",
      { path: "nickname", missing: "nickname", available: ["name", "list"] },
    ],
    ["{{list.id}}", { path: "list.id", missing: "id", available: ["x"] }],
    ["{{list[7]}}", { path: "list[7]", missing: "list[7]", available: [] }],
    ["{{list[x = 5]}}", { path: "list[x = 5]", missing: "list[x = 5]", available: [] }],
  ])("%s fails, and shows what is there", async (source, details) => {
    const scope = { name: "Ada", list: [{ x: 1 }], fetch: { status: 200, body: { id: 1, tags: [] } } };
    const outcome = (async () =>
      resolved(source, source.includes("fetch") ? scope : { name: "Ada", list: scope.list }, {
        variables: { index: 0 },
      }))();
    await expect(outcome).rejects.toMatchObject({ code: "MISSING_VALUE", details });
  });

  test("is an error wherever it stands", async () => {
    const outcome = (async () =>
      resolved({ a: [{ b: "{{nickname}}" }], c: "{{$sum(list[$ > 0])}}" }, { list: [1] }))();
    await expect(outcome).rejects.toMatchObject({ code: "MISSING_VALUE" });
  });

  test("can be given a default", async () => {
    await expect(resolved('{{nickname ?? "friend"}}', root)).resolves.toBe("friend");
    await expect(resolved("{{fetch.body.name ?? nickname ?? name}}", root)).resolves.toBe("Ada");
  });

  test("throws at once where the template resolves at once", () => {
    expect(() => template("{{fetch.stats}}").resolve(scopeOf(root))).toThrow(
      'Path "fetch.stats" has no value',
    );
  });
});

test("keys that would reach a prototype are only keys", async () => {
  const source = JSON.parse('{"__proto__": "{{name}}", "constructor": {"__proto__": ["{{age}}"]}}') as Json;
  const result = await resolved(source, root);
  expect(JSON.stringify(result)).toBe('{"__proto__":"Ada","constructor":{"__proto__":[36]}}');
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

describe("problems", () => {
  test("are all reported, each with its place", () => {
    const result = compileTemplate({
      a: "{{x ==}}",
      b: ["ok {{name}}", "{{ }} and {{(}}"],
      c: { d: "{{open" },
      e: "{{fine}}",
    });
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          expression: "x ==",
          path: ["a"],
          reason: 'unexpected "="',
          position: 4,
          hint: "JSONata compares with a single =: a = b.",
        },
        { expression: "", path: ["b", 1], reason: "it is empty" },
        { expression: "(", path: ["b", 1], reason: 'expected ")" before end of expression', position: 1 },
        {
          expression: "open",
          path: ["c", "d"],
          reason: "{{ is not closed with }}",
          hint: 'Close it with }}. For a literal {{ in the text write {{"{{"}}.',
        },
      ],
    });
  });

  test("of a tree that nests without end are reported, too", () => {
    let deep: Json = "{{name}}";
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(compileTemplate(deep)).toMatchObject({
      ok: false,
      problems: [{ reason: "the template nests deeper than 500" }],
    });
  });
});

test("collects the references of all its expressions, each once", () => {
  const compiled = template({
    a: "{{name ?? 1}} {{fetch.body}}",
    b: ["{{name}}", "{{$item.id}}"],
    c: "{{fetch.body}}",
  });
  expect(compiled.references).toEqual([
    { kind: "root", name: "name", path: [], required: true },
    { kind: "root", name: "fetch", path: ["body"], required: true },
    { kind: "variable", name: "item", path: ["id"], required: true },
  ]);
  expect(compiled.wholeRoot).toBe(false);
  expect(template({ a: "{{name}}", b: "{{$count($)}}" }).wholeRoot).toBe(true);
});

test("what has no template in it resolves to itself, whatever it is", () => {
  const text = fc.string().filter((candidate) => !candidate.includes("{{"));
  const trees = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("{{"));
  fc.assert(
    fc.property(fc.oneof(text, trees), (source) => {
      expect(template(source as Json).resolve(scopeOf({}))).toBe(source);
    }),
  );
});

test("a tree of expressions resolves to the tree of their values", async () => {
  const leaf = fc.constantFrom("name", "age", "list", "none", "fetch.body.id", "age + 1");
  const trees = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf.map((expression) => `{{${expression}}}`),
      fc.constantFrom<Json>(1, null, "text"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "__proto__", "constructor"), tie("tree"), {
        noNullPrototype: true,
      }),
    ),
  })).tree;
  const values: Record<string, Json> = {
    name: "Ada",
    age: 36,
    list: root.list,
    none: null,
    "fetch.body.id": 7,
    "age + 1": 37,
  };
  const expected = (tree: Json): Json =>
    JSON.parse(JSON.stringify(tree), (_key, value: unknown) =>
      typeof value === "string" && value.startsWith("{{") ? values[value.slice(2, -2)] : value,
    ) as Json;
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      expect(JSON.stringify(await resolved(tree, root))).toBe(JSON.stringify(expected(tree)));
    }),
  );
});
