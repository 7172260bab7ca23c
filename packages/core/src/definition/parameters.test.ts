import * as fc from "fast-check";
import { checkParameters, compileParameters } from ".";
import type { ParameterDefinition } from "./schema/parameter";

const guide: ParameterDefinition[] = [
  { name: "user_name", type: "string", required: true },
  { name: "user_age", type: "integer", required: false, default_value: 25 },
  { name: "is_active", type: "boolean", required: false, default_value: true },
];

function one(rest: Partial<ParameterDefinition>): ParameterDefinition[] {
  return [{ name: "p", type: "string", required: true, ...rest }];
}

/** `path: message | fix` of every issue; all of them have the code INVALID_PARAMETERS. */
function issuesOf(...call: Parameters<typeof checkParameters>): string[] {
  const { errors } = checkParameters(...call);
  expect(errors.every(({ code }) => code === "INVALID_PARAMETERS")).toBe(true);
  return errors.map(({ path, message, fix }) => `${path}: ${message} | ${fix}`);
}

describe("sound parameters", () => {
  test("get their defaults", () => {
    expect(checkParameters(guide, { user_name: "Ada", is_active: false })).toEqual({
      success: true,
      values: { user_name: "Ada", user_age: 25, is_active: false },
      errors: [],
    });
  });

  test("may be left out altogether where none is required", () => {
    expect(checkParameters([], undefined)).toMatchObject({ success: true, values: {} });
    expect(checkParameters(one({ required: false }), {})).toMatchObject({ success: true, values: {} });
  });

  test("take a default even where one is required", () => {
    expect(checkParameters(one({ default_value: "d" }), {})).toMatchObject({ values: { p: "d" } });
  });

  test("are a frozen copy, which is sound again", () => {
    const given = { p: { list: [1] } };
    const { values } = checkParameters(one({ type: "object" }), given);
    expect(values).toEqual(given);
    expect(values?.["p"]).not.toBe(given.p);
    expect(Object.isFrozen(values) && Object.isFrozen(values?.["p"])).toBe(true);
    expect(checkParameters(one({ type: "object" }), values)).toMatchObject({ success: true, values: given });
  });

  test.each<[ParameterDefinition["type"], unknown[]]>([
    ["string", ["", "25", "{{x}}"]],
    ["integer", [0, -5, Number.MAX_SAFE_INTEGER, 1e3]],
    ["number", [0, 0.5, -1e300]],
    ["boolean", [true, false]],
    ["array", [[], [1, "a", null]]],
    ["object", [{}, { a: null, constructor: 1 }]],
  ])("of type %s", (type, values) => {
    for (const p of values) expect(checkParameters(one({ type }), { p })).toMatchObject({ values: { p } });
  });
});

describe("wrong parameters", () => {
  test("are told all together, each with its path", () => {
    expect(issuesOf(guide, { user_age: "25", is_active: 1, user_nme: "Ada" })).toEqual([
      'parameters.user_name: Parameter "user_name" (string) is required. | Give a value for "user_name".',
      'parameters.user_age: Parameter "user_age": expected an integer, got string "25". | Give an integer.',
      'parameters.is_active: Parameter "is_active": expected true or false, got number 1. | Give true or false.',
      'parameters.user_nme: Unknown parameter "user_nme": did you mean "user_name"? Parameters: user_name, user_age, is_active. | Rename "user_nme" to "user_name".',
    ]);
  });

  test("that are near no known one", () => {
    expect(issuesOf([], { x: 1 })).toEqual([
      'parameters.x: Unknown parameter "x": Parameters: none. | Remove "x".',
    ]);
  });

  test("that are unknown among many are told in short", () => {
    const many = Array.from({ length: 60 }, (_, index) => one({ name: `p${index}`, required: false })).flat();
    const { errors } = checkParameters(
      many,
      Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, i])),
    );
    expect(errors).toHaveLength(1001);
    expect(errors[999]?.message).toMatch(/^Unknown parameter "x999": Parameters: p0, p1, .*, p49, ….$/);
    expect(errors[1000]?.message).toBe("There are more problems than these 1000.");
  });

  test.each<[ParameterDefinition["type"], unknown[], string]>([
    ["string", [1, true, [], {}], "text"],
    ["integer", ["25", 1.5, true], "an integer"],
    ["integer", [2 ** 53, -1e300], "an integer between -9007199254740991 and 9007199254740991"],
    ["number", ["1", true, []], "a number"],
    ["boolean", ["true", 0], "true or false"],
    ["array", ["[]", { 0: 1, length: 1 }], "an array"],
    ["object", ["{}", [], 5], "an object"],
  ])("of another type than %s", (type, values, expected) => {
    for (const p of values) {
      const [issue, ...more] = issuesOf(one({ type }), { p });
      expect(more).toEqual([]);
      expect(issue).toContain(
        `parameters.p: Parameter "p": expected ${expected}, got ${Array.isArray(p) ? "array" : typeof p}`,
      );
      expect(issue).toContain(`| Give ${expected}.`);
    }
  });

  test("null is a wrong type, which an optional parameter need not have", () => {
    expect(issuesOf(one({}), { p: null })).toEqual([
      'parameters.p: Parameter "p": expected text, got null. | Give text.',
    ]);
    for (const rest of [{ required: false }, { default_value: "d" }]) {
      expect(issuesOf(one(rest), { p: null })).toEqual([
        'parameters.p: Parameter "p": expected text, got null. | Leave "p" out instead of giving null, or give text.',
      ]);
    }
  });

  test.each([
    [
      "null",
      null,
      'parameters: "parameters": expected an object, with a value per parameter, got null. | Give an object, with a value per parameter.',
    ],
    [
      "text, which is not told",
      "api_key=hunter2",
      'parameters: "parameters": expected an object, with a value per parameter, got string. | Give an object, with a value per parameter.',
    ],
    [
      "a Map",
      new Map(),
      'parameters: "parameters": a Map is not JSON. | Give text, a number, true, false, null, an array or a plain object.',
    ],
  ])("that are no object but %s", (_name, given, expected) => {
    expect(issuesOf(guide, given)).toEqual([expected]);
  });

  test("that are no JSON are told once", () => {
    expect(issuesOf(one({}), { p: undefined })).toEqual([
      'parameters.p: "p" of parameters: undefined is not JSON. | Leave it out, or give text, a number, true, false, null, an array or a plain object.',
    ]);
    expect(issuesOf(one({ type: "object" }), { p: { at: [new Date(0)] } })).toEqual([
      "parameters.p.at[0]: parameters.p.at[0]: a Date is not JSON. | Give text, a number, true, false, null, an array or a plain object.",
    ]);
  });

  test("never reach a prototype", () => {
    const given: unknown = JSON.parse('{ "__proto__": { "p": "x" }, "constructor": 1 }');
    expect(issuesOf(one({}), given).map((issue) => issue.split(":")[0])).toEqual([
      "parameters.__proto__",
      "parameters.p",
      "parameters.constructor",
    ]);
    expect(issuesOf(one({ name: "toString" }), {})).toHaveLength(1);
  });

  test("are refused over the limit of bytes", () => {
    const { errors } = checkParameters(one({}), { p: "é" }, { limits: { parameterBytes: 9 } });
    expect(errors).toEqual([
      {
        code: "LIMIT_EXCEEDED",
        path: "parameters",
        message: "The size of the parameters in bytes is over the limit: 10 > 9.",
        fix: "Make it smaller, or raise limits.parameterBytes in createOrchestrator().",
      },
    ]);
    expect(checkParameters(one({}), { p: "x".repeat(1024 * 1024) }).errors[0]?.code).toBe("LIMIT_EXCEEDED");
  });

  test("never tell a secret", () => {
    const secret = {
      secret: true,
      validation_rules: { min_length: 20, pattern: "^key-", format: "email" },
    } as const;
    for (const p of ["hunter2", 71077345, ["hunter2"], { hunter2: 1 }]) {
      const { errors } = checkParameters(one(secret), { p });
      expect(errors.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/hunter2|71077345/);
    }
    expect(issuesOf(one(secret), { p: "hunter2" })[0]).toBe(
      'parameters.p: Parameter "p": expected at least 20 characters, got string. | Give at least 20 characters.',
    );
  });

  test("never make it throw", () => {
    const checker = compileParameters(guide);
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }), (given) => {
        expect(typeof checker.check(given).success).toBe("boolean");
      }),
    );
  });
});

describe("rules", () => {
  const rule = (
    type: ParameterDefinition["type"],
    validation_rules: ParameterDefinition["validation_rules"],
  ) => compileParameters(one({ type, validation_rules: validation_rules ?? {} }));

  test.each<
    [
      ParameterDefinition["type"],
      NonNullable<ParameterDefinition["validation_rules"]>,
      unknown[],
      unknown[],
      string,
    ]
  >([
    ["string", { min_length: 2 }, ["ab", "𝒳𝒳"], ["a", "𝒳", ""], "at least 2 characters"],
    ["string", { max_length: 1 }, ["", "a", "𝒳"], ["ab", "e\u0301"], "at most 1 character"],
    ["string", { pattern: "b+" }, ["b", "abc"], ["", "a"], "text that matches b+"],
    ["string", { pattern: "^[a-z]+$" }, ["abc"], ["ABC", "abc\n", "ab c"], "text that matches ^[a-z]+$"],
    [
      "string",
      { pattern: "^\\p{L}\\u00e9\\d(?<rest>.)$" },
      ["𝒳é1a"],
      ["1é1a"],
      "text that matches ^\\p{L}\\u00e9\\d(?<rest>.)$",
    ],
    ["integer", { minimum: 18 }, [18, 19], [17], "at least 18"],
    ["number", { maximum: 0.5 }, [0.5, -1], [0.51], "at most 0.5"],
    ["array", { min_items: 1 }, [[0]], [[]], "at least 1 item"],
    ["array", { max_items: 2 }, [[], [1, 2]], [[1, 2, 3]], "at most 2 items"],
    [
      "string",
      { format: "email" },
      ["a.b+c@example.co.uk"],
      ["a", "a@b", "a b@c.de", "@c.de"],
      "an email address",
    ],
    [
      "string",
      { format: "uri" },
      ["https://example.com/a?b#c", "urn:isbn:1", "mailto:a@b.c"],
      ["example.com", "/a", " http://a", "http://a b"],
      "a URI such as https://example.com/a",
    ],
    [
      "string",
      { format: "uuid" },
      ["018f2e3a-7b1c-7def-8abc-1234567890ab"],
      ["018f2e3a7b1c7def8abc1234567890ab", "x"],
      "a UUID",
    ],
    [
      "string",
      { format: "date" },
      ["2024-02-29"],
      ["2023-02-29", "2024-2-9", "2024-02-29T00:00:00Z"],
      "a date such as 2026-12-31",
    ],
    [
      "string",
      { format: "date-time" },
      ["2026-12-31T09:00:00Z", "2026-12-31T09:00:00.5+02:00"],
      ["2026-12-31T09:00:00", "2026-12-31"],
      "a date and time with a zone, such as 2026-12-31T09:00:00Z",
    ],
    ["string", { format: "ipv4" }, ["127.0.0.1"], ["127.0.0.256", "1.2.3"], "an IPv4 address"],
    ["string", { format: "ipv6" }, ["::1", "2001:db8::ff"], ["127.0.0.1", ":::"], "an IPv6 address"],
    ["string", { format: "hostname" }, ["a", "example.com"], ["-a", "a_b", "a b"], "a host name"],
  ])("of type %s: %j", (...[type, rules, sound, wrong, expected]) => {
    const checker = rule(type, rules);
    for (const p of sound) expect(checker.check({ p }).errors).toEqual([]);
    for (const p of wrong) {
      const { errors } = checker.check({ p });
      expect(errors.map(({ fix }) => fix)).toEqual([`Give ${expected}.`]);
      expect(errors[0]?.message).toContain(`Parameter "p": expected ${expected}, got `);
    }
  });

  test("that are broken are told each", () => {
    expect(
      rule("string", { min_length: 3, pattern: "^x", format: "email" }).check({ p: "a" }).errors,
    ).toHaveLength(3);
  });

  test("patterns take linear time", () => {
    const checker = rule("string", { pattern: "^(a+)+$" });
    const start = performance.now();
    expect(checker.check({ p: `${"a".repeat(100_000)}!` }).success).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("allowed values", () => {
  test("are compared by value", () => {
    const checker = compileParameters(one({ type: "array", allowed_values: [[1, { a: 1, b: 2 }], []] }));
    expect(checker.check({ p: [1, { b: 2, a: 1 }] }).success).toBe(true);
    expect(checker.check({ p: [{ b: 2, a: 1 }, 1] }).errors[0]?.message).toBe(
      'Parameter "p": expected [1,{"a":1,"b":2}] or [], got array [{"b":2,"a":1},1].',
    );
  });

  test("are shown in part when they are many", () => {
    const allowed_values = Array.from({ length: 100 }, (_, index) => index);
    const { errors } = checkParameters(one({ type: "integer", allowed_values }), { p: 100 });
    expect(errors[0]?.message).toMatch(/expected 0, 1, .*, 18, 19 or one of 80 more, got number 100\.$/);
  });
});
