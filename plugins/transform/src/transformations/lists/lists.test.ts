import { fakeContext } from "../../testing/fake-context";
import { apply, failure, run } from "../../testing/run";

const FAMILY = "👨‍👩‍👧";

describe("map", () => {
  it.each([
    [[], "name", []],
    [[{ a: { b: 1 } }, { a: { b: null } }], "a.b", [1, null]],
    [["a", "ß", FAMILY], "$uppercase($)", ["A", "SS", FAMILY]],
    [[1, null, 2], "$ ?: 0", [1, 0, 2]],
    [[[1, 2], [3]], "$sum($)", [3, 3]],
    [[{ a: 1 }, {}], 'a ?? "none"', [1, "none"]],
    [[{ a: 0 }, { a: false }, { a: "" }, { a: [] }, { a: {} }], "a", [0, false, "", [], {}]],
    [[[1], [[2]]], "$", [[1], [[2]]]],
    [["a", { b: 1 }, null], "$index", [0, 1, 2]],
    [["a", { b: "c" }, ["d"]], "$item = $", [true, true, true]],
  ])("of %j with %s", async (input, expression, result) => {
    await expect(apply("map", input, { expression })).resolves.toEqual(result);
  });

  it("names the item and the expression of an error", async () => {
    const { code, message, cause } = await failure("map", [{ a: 1 }, { a: "x" }], { expression: "a * 2" });
    expect(code).toBe("EXPRESSION_FAILED");
    expect(message).toContain('map: item [1]: Expression "a * 2" ');
    expect(cause).toBeInstanceOf(Error);
  });

  it("takes a field that is not there for null, and a path that leads nowhere for a mistake", async () => {
    const input = [{ address: { city: "London" } }, { address: {} }, {}];
    await expect(apply("map", input, { expression: "addres" })).resolves.toEqual([null, null, null]);
    const { code, message } = await failure("map", input, { expression: "address.city" });
    expect(code).toBe("MISSING_VALUE");
    expect(message).toContain('map: item [1]: Path "address.city" ');
    await expect(apply("map", input, { expression: 'address.city ?? "?"' })).resolves.toEqual([
      "London",
      "?",
      "?",
    ]);
  });

  it("is quick for many objects", async () => {
    const start = performance.now();
    const input = Array.from({ length: 50_000 }, (_, index) => ({ id: index }));
    await expect(apply("map", input, { expression: "id" })).resolves.toHaveLength(50_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("lets other work run, and stops when the action is aborted", async () => {
    const heartbeat = jest.fn(() => Promise.resolve());
    const config = {
      transformation: "map",
      input: Array.from({ length: 1000 }, (_, index) => index),
      expression: "$",
    };
    await run(config, fakeContext({ heartbeat }));
    expect(heartbeat).toHaveBeenCalledTimes(5);
    const aborted = fakeContext({ heartbeat: () => Promise.reject(new Error("cancelled")) });
    await expect(run(config, aborted)).rejects.toThrow("cancelled");
  });
});

describe("filter and count", () => {
  it.each([
    [[], "$ > 1", []],
    [[0, 1, "", "a", null, true, false], "$", [1, "a", true]],
    [
      [
        { n: 1, ok: true },
        { n: 2, ok: false },
      ],
      "ok",
      [{ n: 1, ok: true }],
    ],
    [[{ tags: [] }, { tags: ["x"] }, { tags: [0] }], "tags", [{ tags: ["x"] }]],
    [[{ n: "ß" }, { n: FAMILY }], `n = "${FAMILY}"`, [{ n: FAMILY }]],
  ])("of %j with %s", async (input, expression, result) => {
    await expect(apply("filter", input, { expression })).resolves.toEqual(result);
    await expect(apply("count", input, { expression })).resolves.toBe(result.length);
  });

  it("name the item of an error", async () => {
    expect((await failure("filter", [1, "a"], { expression: "$ > 0" })).message).toContain(
      "filter: item [1]: ",
    );
    expect((await failure("count", [1, "a"], { expression: "$ > 0" })).message).toContain(
      "count: item [1]: ",
    );
  });
});

describe("sort", () => {
  it.each([
    [[], {}, []],
    [[10, 9, 100, -1], {}, [-1, 9, 10, 100]],
    [["b", "a", "Z", ""], {}, ["", "Z", "a", "b"]],
    [["b", "a", "Z"], { locale: "en" }, ["a", "b", "Z"]],
    [["ız", "iz", "hz"], { locale: "tr" }, ["hz", "ız", "iz"]],
    [[true, false], {}, [false, true]],
    [[null, 2, null, 1], {}, [1, 2, null, null]],
    [[null, 2, null, 1], { order: "desc" }, [2, 1, null, null]],
    [
      [
        { k: 1, n: "a" },
        { k: 0, n: "b" },
        { k: 1, n: "c" },
      ],
      { by: "k", order: "desc" },
      [
        { k: 1, n: "a" },
        { k: 1, n: "c" },
        { k: 0, n: "b" },
      ],
    ],
    [[2, 1], { locale: "de" }, [1, 2]],
  ])("of %j with %j", async (input, options, result) => {
    const before = structuredClone(input);
    await expect(apply("sort", input, options)).resolves.toEqual(result);
    expect(input).toEqual(before);
  });

  it.each([
    [[null, 3, "4"], {}, 'item [2] gives text ("4"), item [1] the number 3. Name the value to compare'],
    [
      [{ a: 1 }, { a: 2 }],
      {},
      'item [0] gives an object with "a". Name the value to compare with the option "by"',
    ],
    [[{ a: 1 }, { a: [2] }], { by: "a" }, "item [1] gives a list of 1 item, item [0] the number 1."],
  ])("refuses %j with %j", async (input, options, message) => {
    const error = await failure("sort", input, options);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });
});

describe("unique", () => {
  it.each([
    [[], {}, []],
    [[1, "1", true, null, null, 1], {}, [1, "1", true, null]],
    [
      [
        { a: 1, b: { c: 1, d: 2 } },
        { b: { d: 2, c: 1 }, a: 1 },
      ],
      {},
      [{ a: 1, b: { c: 1, d: 2 } }],
    ],
    [
      [
        [1, 2],
        [2, 1],
        [1, 2],
      ],
      {},
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [["e\u0301", "é"], {}, ["e\u0301", "é"]],
    [[{ id: 1 }, { id: "1" }, { id: 1 }], { by: "id" }, [{ id: 1 }, { id: "1" }]],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("unique", input, options)).resolves.toEqual(result);
  });

  it("is quick for many items", async () => {
    const start = performance.now();
    const input = Array.from({ length: 50_000 }, (_, index) => ({ id: index % 25_000 }));
    await expect(apply("unique", input)).resolves.toHaveLength(25_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("group_by", () => {
  it.each([
    [[], "a", {}],
    [[{ a: 1 }, { a: "1" }, { a: true }], "a", { "1": [{ a: 1 }, { a: "1" }], true: [{ a: true }] }],
    [["ab", "ac", "b"], "$substring($, 0, 1)", { a: ["ab", "ac"], b: ["b"] }],
    [[{ a: "constructor" }], "a", { constructor: [{ a: "constructor" }] }],
    [[{ a: "" }, { a: FAMILY }], "a", { "": [{ a: "" }], [FAMILY]: [{ a: FAMILY }] }],
  ])("of %j by %s", async (input, by, result) => {
    await expect(apply("group_by", input, { by })).resolves.toEqual(result);
  });

  it.each([
    [[{ a: null }], "item [0] gives null. Give a default for items without a value: by: 'a ?: \"none\"'."],
    [[{ a: "x" }, { a: {} }], "item [1] gives an empty object."],
  ])("refuses %j", async (input, message) => {
    const error = await failure("group_by", input, { by: "a" });
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });

  it("refuses a group named __proto__", async () => {
    expect((await failure("group_by", ["__proto__"], { by: "$" })).message).toContain(
      'the key "__proto__" is refused',
    );
  });
});

describe("sum and average", () => {
  it.each([
    [[1, 2], {}, { sum: 3, average: 1.5 }],
    [[0.5, -1], {}, { sum: -0.5, average: -0.25 }],
    [[{ a: 2 }, { a: 4 }], { by: "a * 10" }, { sum: 60, average: 30 }],
    [[], { by: "a" }, { sum: 0, average: null }],
  ])("of %j with %j", async (input, options, { sum, average }) => {
    await expect(apply("sum", input, options)).resolves.toBe(sum);
    await expect(apply("average", input, options)).resolves.toBe(average);
  });

  it.each([
    [[1, "2"], {}, 'wants numbers, item [1] gives text ("2"). Name the number with the option "by"'],
    [[null], {}, "item [0] gives null"],
    [[{ a: 1 }, { a: null }], { by: "a" }, "item [1] gives null"],
  ])("refuse %j with %j", async (input, options, message) => {
    for (const transformation of ["sum", "average"]) {
      const error = await failure(transformation, input, options);
      expect(error.code).toBe("INVALID_INPUT");
      expect(error.message).toContain(message);
    }
  });

  it("refuse a result that is no number", async () => {
    const { code, message } = await failure("sum", [Number.MAX_VALUE, Number.MAX_VALUE]);
    expect(code).toBe("INVALID_RESULT");
    expect(message).toBe(
      "sum: the result can't be used: Infinity is not a JSON number. Correct the input, or what makes this value of it.",
    );
  });
});

describe("min and max", () => {
  it.each([
    [[5], {}, { min: 5, max: 5 }],
    [[0, -1, 3], {}, { min: -1, max: 3 }],
    [["b", "a", "Z"], {}, { min: "Z", max: "b" }],
    [[{ a: 2 }, { a: 1 }], { by: "a" }, { min: 1, max: 2 }],
    [[], { by: "a" }, { min: null, max: null }],
  ])("of %j with %j", async (input, options, { min, max }) => {
    await expect(apply("min", input, options)).resolves.toBe(min);
    await expect(apply("max", input, options)).resolves.toBe(max);
  });

  it.each([
    [[1, "2"], 'item [1] gives text ("2"), item [0] the number 1'],
    [[1, null], "item [1] gives null, item [0] the number 1"],
    [[{}], "item [0] gives an empty object. "],
  ])("refuse %j", async (input, message) => {
    expect((await failure("min", input)).message).toContain(message);
    expect((await failure("max", input)).message).toContain(message);
  });
});

describe("first and last", () => {
  it.each([
    [[0, 1], 0, 1],
    [[null, ""], null, ""],
    [[false], false, false],
  ])("of %j", async (input, first, last) => {
    await expect(apply("first", input)).resolves.toBe(first);
    await expect(apply("last", input)).resolves.toBe(last);
  });
});

describe.each([
  ["map", { expression: "$" }],
  ["filter", { expression: "$" }],
  ["sort", {}],
  ["unique", {}],
  ["group_by", { by: "$" }],
  ["sum", {}],
  ["average", {}],
  ["min", {}],
  ["max", {}],
  ["count", {}],
  ["first", {}],
  ["last", {}],
])("%s", (transformation, options) => {
  it.each([
    [null, "null", "Give a default"],
    ["a,b", 'text ("a,b")', "Make it a list first with the transformation split, parse_json or parse_csv."],
    [
      { items: [] },
      'an object with "items"',
      "Name the field that holds the list, or put the object into one: [value].",
    ],
    [5, "the number 5", "Correct input or input_field."],
  ])("wants a list, not %j", async (input, got, advice) => {
    const { code, message } = await failure(transformation, input, options);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toContain(`${transformation}: wants a list, got ${got}. ${advice}`);
  });
});
