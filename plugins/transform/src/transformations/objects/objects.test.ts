import { apply, failure, refusals } from "../../testing/run";

const POLLUTED = JSON.parse('{"__proto__":{"admin":true}}') as object;

describe("pick and omit", () => {
  it.each([
    [{ a: 0, b: null, c: 1 }, ["b", "a", "missing"], { pick: { a: 0, b: null }, omit: { c: 1 } }],
    [{ a: 1 }, ["toString", "__proto__"], { pick: {}, omit: { a: 1 } }],
    [{ "a.b": 1, a: { b: 2 } }, ["a.b"], { pick: { "a.b": 1 }, omit: { a: { b: 2 } } }],
    [{ "👨‍👩‍👧": 1, "": 2 }, ["👨‍👩‍👧"], { pick: { "👨‍👩‍👧": 1 }, omit: { "": 2 } }],
  ])("of %j, fields %j", async (input, fields, { pick, omit }) => {
    await expect(apply("pick", input, { fields })).resolves.toStrictEqual(pick);
    await expect(apply("omit", input, { fields })).resolves.toStrictEqual(omit);
  });
});

describe("rename", () => {
  it("keeps the order, and ignores what is not there", async () => {
    const result = await apply("rename", { a: 1, b: 2, c: 3 }, { fields: { b: "x", missing: "y" } });
    expect(Object.keys(result as object)).toEqual(["a", "x", "c"]);
  });

  it("does not take inherited properties for fields", async () => {
    await expect(apply("rename", { toString: 1 }, { fields: { a: "b" } })).resolves.toEqual({ toString: 1 });
  });

  it("refuses two fields of one name", async () => {
    const { code, message } = await failure("rename", { a: 1, b: 2 }, { fields: { a: "b" } });
    expect(code).toBe("INVALID_INPUT");
    expect(message).toBe(
      'rename: two fields would be named "b". Rename the other field too, or leave it out first with omit.',
    );
  });

  it("refuses __proto__ as a new name, and no names", async () => {
    const { code, message } = await failure("rename", { a: { admin: true } }, { fields: { a: "__proto__" } });
    expect(code).toBe("INVALID_RESULT");
    expect(message).toContain('the key "__proto__" is refused');
    expect(refusals({ transformation: "rename", input: {}, fields: {} })).toEqual([
      "fields: must name at least one field",
    ]);
  });
});

describe("merge", () => {
  it.each([
    [[], {}, {}],
    [{ a: 1 }, {}, { a: 1 }],
    [
      [
        { a: [1, 2], b: { c: 1, d: { e: 1 } } },
        { a: [3], b: { d: { f: 2 } } },
      ],
      {},
      { a: [3], b: { c: 1, d: { e: 1, f: 2 } } },
    ],
    [[{ a: { b: 1 } }, { a: null }], {}, { a: null }],
    [[{ a: null }, { a: { b: 1 } }], {}, { a: { b: 1 } }],
    [[{ a: { b: 1 } }, { a: [1] }, { a: { c: 2 } }], {}, { a: { c: 2 } }],
    [[{ a: 1 }, { a: { b: 1 } }, { a: { c: 2 } }], {}, { a: { b: 1, c: 2 } }],
    [[{ a: 1 }, { b: 2 }], { with: { a: 3 } }, { a: 3, b: 2 }],
    [[{ a: { b: 1 } }, { a: { c: 2 } }], { deep: false }, { a: { c: 2 } }],
  ])("of %j with %j", async (input, options, result) => {
    const before = structuredClone([input, options]);
    await expect(apply("merge", input, options)).resolves.toStrictEqual(result);
    expect([input, options]).toStrictEqual(before);
  });

  it.each([
    [[{ a: 1 }, POLLUTED], {}, "input[1]"],
    [{ a: 1 }, { with: { a: POLLUTED } }, "with.a"],
  ])("refuses __proto__ wherever it is (%#)", async (input, options, place) => {
    const { code, message } = await failure("merge", input, options);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toBe(`merge: the key "__proto__" is refused (at ${place}). Leave it out of the data.`);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it("merges the fields constructor and prototype as any others", async () => {
    const fields = { constructor: { prototype: { admin: true } }, prototype: 1 };
    await expect(apply("merge", [{ a: 1 }, fields, { constructor: { b: 2 } }])).resolves.toEqual({
      a: 1,
      constructor: { prototype: { admin: true }, b: 2 },
      prototype: 1,
    });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe("flatten", () => {
  it.each([
    [[], {}, []],
    [[[], [[]]], {}, [[]]],
    [[1, [2, [3, [4]]]], { depth: 99 }, [1, 2, 3, 4]],
    [{}, {}, {}],
    [{ a: { b: { c: 1 } }, d: null }, { separator: "_" }, { a_b_c: 1, d: null }],
    [{ a: {}, b: [], c: [{ d: 1 }] }, {}, { a: {}, b: [], "c.0.d": 1 }],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("flatten", input, options)).resolves.toEqual(result);
  });
});

describe.each([
  ["pick", { fields: ["a"] }],
  ["omit", { fields: ["a"] }],
  ["rename", { fields: { a: "b" } }],
])("%s", (transformation, options) => {
  it.each([
    [null, "null", "Give a default"],
    ['{"a":1}', 'text ("{\\"a\\":1}")', "Parse it first with the transformation parse_json."],
    [[{}], "a list of 1 item", "Run the action once per item with for_each, or use the transformation map."],
    [5, "the number 5", "Correct input or input_field."],
  ])("wants an object, not %j", async (input, got, advice) => {
    const { code, message } = await failure(transformation, input, options);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toContain(`${transformation}: wants an object, got ${got}. ${advice}`);
  });
});
