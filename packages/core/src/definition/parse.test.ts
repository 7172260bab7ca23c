import * as fc from "fast-check";
import { parseDefinition, type ParseResult } from ".";
import { guideWorkflows } from "./testing/guide-workflows";

const ACTION = { action_id: "a", action_type: "notification" };
const workflow = (rest: object): object => ({ name: "w", ...rest });
const withAction = (rest: object): object => workflow({ actions: [{ ...ACTION, ...rest }] });
const withParameter = (rest: object): object =>
  workflow({ parameters: [{ name: "p", type: "string", ...rest }] });

/** The definition that an input gives; fails the test when there are errors. */
function definitionOf(input: unknown): NonNullable<ParseResult["definition"]> {
  const parsed = parseDefinition(input);
  expect(parsed.errors).toEqual([]);
  return parsed.definition!;
}

/** Code, path, message and fix of every issue of an input. */
function issuesOf(...input: Parameters<typeof parseDefinition>): string[][] {
  return parseDefinition(...input).errors.map(({ code, path, message, fix }) => [code, path, message, fix]);
}

describe("a sound definition", () => {
  test.each(Object.entries(guideWorkflows))("of the guide: %s", (_name, given) => {
    const definition = definitionOf(given);
    expect(definition).toMatchObject(given);
    expect(definitionOf(JSON.stringify(given))).toEqual(definition);
  });

  test("may be empty: lists default to none", () => {
    expect(definitionOf({ name: "w" })).toEqual({ name: "w", parameters: [], actions: [] });
  });

  test("keeps every key of the format", () => {
    const given = {
      $schema: "https://unpkg.com/@tutti/core/workflow.schema.json",
      name: "w",
      description: "d",
      parameters: [
        {
          name: "p",
          type: "string",
          description: "d",
          required: true,
          default_value: "abc",
          allowed_values: ["abc", "abd"],
          secret: false,
          validation_rules: { min_length: 1, max_length: 9, pattern: "^a", format: "hostname" },
        },
        { name: "n", type: "number", required: true, validation_rules: { minimum: 0, maximum: 9 } },
        { name: "l", type: "array", required: true, validation_rules: { min_items: 0, max_items: 9 } },
      ],
      actions: [
        {
          ...ACTION,
          name: "n",
          description: "d",
          config: { message: "{{p}}", nested: [{ deep: null }] },
          depends_on: ["b", { action: "c", on: ["completed", "failed", "skipped"] }],
          condition: "p = 'abc'",
          for_each: "{{l}}",
          max_concurrency: 4,
          retry: {
            max_attempts: 3,
            initial_interval_ms: 100,
            backoff_coefficient: 2,
            max_interval_ms: 1000,
            jitter: false,
            non_retryable_codes: ["X"],
          },
          timeout_seconds: 0.5,
          on_error: "continue",
          compensate: { action_type: "notification", config: { message: "undone" } },
        },
      ],
      outputs: { all: "{{a}}", constant: 5 },
      tags: ["t"],
      timeout_seconds: 60,
      defaults: { retry: { max_attempts: 1 }, timeout_seconds: 5 },
      on_failure: [{ action_id: "f", action_type: "notification", condition: true }],
      triggers: [
        { type: "schedule", cron: "0 9 * * MON-FRI", timezone: "Europe/Vienna", parameters: { n: 1, l: [] } },
        {
          type: "event",
          event_type: "order.created",
          filter: "total > 5",
          parameters: { p: "{{$event.p}}" },
        },
        { type: "webhook", path: "orders/new", secret: "{{$secrets.HOOK}}", parameters: { l: ["{{x}}"] } },
      ],
      concurrency: { limit: 1, key: "{{p}}" },
    };
    expect(definitionOf(given)).toEqual(given);
  });

  test.each([
    ["without a default", {}, true],
    ["with a default", { default_value: "x" }, false],
    ["that says so, with a default", { default_value: "x", required: true }, true],
    ["that says no, without a default", { required: false }, false],
  ])("fills in required of a parameter %s", (_name, rest, required) => {
    expect(definitionOf(withParameter(rest)).parameters[0]).toMatchObject({ ...rest, required });
  });

  test.each([
    ["a lone name", "b", ["b"]],
    ["a lone branch", { action: "b", on: ["failed"] }, [{ action: "b", on: ["failed"] }]],
    ["a list", ["b", { action: "c", on: ["failed"] }], ["b", { action: "c", on: ["failed"] }]],
    ["an empty list", [], []],
  ])("gives depends_on as a list, from %s", (_name, depends_on, expected) => {
    expect(definitionOf(withAction({ depends_on })).actions[0]?.depends_on).toEqual(expected);
  });

  test.each([
    ["a template", { for_each: "{{items}}" }, { for_each: "{{items}}" }],
    ["a list", { for_each: [1, "a"], max_concurrency: 2 }, { for_each: [1, "a"], max_concurrency: 2 }],
    ["an object", { for_each: { items: "{{items}}" } }, { for_each: "{{items}}" }],
    [
      "an object with max_concurrency",
      { for_each: { items: [1], max_concurrency: 2 } },
      { for_each: [1], max_concurrency: 2 },
    ],
  ])("gives for_each beside max_concurrency, from %s", (_name, given, expected) => {
    expect(definitionOf(withAction(given)).actions[0]).toEqual({ ...ACTION, ...expected });
  });

  test("is a deep-frozen copy: the input is neither kept nor changed", () => {
    const given = withAction({ config: { list: [{ a: 1 }] }, depends_on: "b" });
    const before = structuredClone(given);
    const definition = definitionOf(given);
    expect(given).toEqual(before);
    expect(Object.isFrozen(given)).toBe(false);
    const seen: unknown[] = [];
    (function visit(value: unknown): void {
      if (typeof value !== "object" || value === null) return;
      seen.push(value);
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(visit);
    })(definition);
    expect(seen.length).toBeGreaterThan(5);
  });

  test("parses to itself", () => {
    fc.assert(
      fc.property(soundWorkflow(), (given) => {
        const definition = definitionOf(given);
        expect(definitionOf(definition)).toEqual(definition);
        expect(definitionOf(JSON.stringify(definition))).toEqual(definition);
      }),
    );
  });
});

describe("a broken definition", () => {
  test("tells all problems in one answer, of every kind", () => {
    const given = {
      nam: "w",
      parameters: [
        { name: "p", type: "integer", default_value: "5" },
        { name: "p", type: "text" },
      ],
      actions: [
        { action_id: "p", action_type: "x", on_eror: "fail" },
        { action_id: "a", action_type: "x" },
        { action_id: "a", action_type: 5 },
      ],
      triggers: [{ type: "schedule", cron: 5 }],
      outputs: { bad: undefined },
    };
    expect(issuesOf(given).map(([code, path]) => `${code} ${path}`)).toEqual([
      "INVALID_DEFINITION outputs.bad",
      "INVALID_DEFINITION name",
      "INVALID_DEFINITION parameters[1].type",
      "INVALID_DEFINITION actions[0].on_eror",
      "INVALID_DEFINITION actions[2].action_type",
      "INVALID_DEFINITION triggers[0].cron",
      "INVALID_DEFINITION nam",
      "NAME_COLLISION parameters[1].name",
      "NAME_COLLISION actions[0].action_id",
      "DUPLICATE_ACTION_ID actions[2].action_id",
      "INVALID_DEFINITION parameters[0].default_value",
    ]);
  });

  test("never throws, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }), (input) => {
        expect(parseDefinition(input).success).toBe(false);
      }),
    );
  });

  test("never throws, whatever stands in a workflow, and tells where", () => {
    const keys = fc.constantFrom(
      "name",
      "parameters",
      "actions",
      "triggers",
      "on_failure",
      "outputs",
      "tags",
    );
    const parts = fc.dictionary(
      fc.constantFrom("name", "type", "action_id", "for_each", "retry", "default_value", "validation_rules"),
      fc.jsonValue(),
    );
    const input = fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.array(fc.oneof(parts, fc.jsonValue()))));
    fc.assert(
      fc.property(input, (given) => {
        const parsed = parseDefinition(given);
        expect(parsed.success).toBe(parsed.errors.length === 0);
        for (const { code, message, path, fix } of parsed.errors) {
          expect([code, message, path, fix].every((text) => typeof text === "string")).toBe(true);
          expect(message).not.toMatch(/Invalid input|undefined|\[object/);
        }
      }),
    );
  });
});

/** JSON without the one key that is refused everywhere. */
const jsonValue = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__"));

function soundWorkflow(): fc.Arbitrary<object> {
  const optional = { requiredKeys: ["action_type"] as "action_type"[] };
  const action = fc.record(
    {
      action_type: fc.string({ minLength: 1 }),
      config: fc.dictionary(fc.constantFrom("a", "b c", "constructor"), jsonValue),
      depends_on: fc.constantFrom("x", ["x", "y"], { action: "x", on: ["failed"] }),
      for_each: fc.constantFrom("{{x}}", [1], { items: "{{x}}" }, { items: [1], max_concurrency: 2 }),
      retry: fc.record({ max_attempts: fc.integer({ min: 1 }) }),
    },
    optional,
  );
  return fc.record({
    name: fc.string({ minLength: 1, maxLength: 50 }),
    parameters: fc
      .array(
        fc.record({
          type: fc.constant("number"),
          default_value: fc.double({ noNaN: true, noDefaultInfinity: true }),
        }),
      )
      .map((all) => all.map((one, index) => ({ name: `p${index}`, ...one }))),
    actions: fc.array(action).map((all) => all.map((one, index) => ({ action_id: `a${index}`, ...one }))),
  });
}
