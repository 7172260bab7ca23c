import { parseDefinition } from "./parse";

/** `code path: message | fix` of every issue of an input. */
function issuesOf(...input: Parameters<typeof parseDefinition>): string[] {
  return parseDefinition(...input).errors.map(
    ({ code, path, message, fix }) => `${code} ${path}: ${message} | ${fix}`,
  );
}

const action = (action_id: unknown): object => ({ action_id, action_type: "x" });

describe("names", () => {
  test("an action_id used twice", () => {
    const actions = ["notify", "other", "third", "notify"].map(action);
    expect(issuesOf({ name: "w", actions })).toEqual([
      'DUPLICATE_ACTION_ID actions[3].action_id: Duplicate action_id "notify" (actions[0] and actions[3]): each action_id must be unique. | Rename all but one of the actions called "notify".',
    ]);
  });

  test("an action_id used three times, also in on_failure", () => {
    const input = { name: "w", actions: ["a", "a"].map(action), on_failure: [action("a")] };
    expect(parseDefinition(input).errors.map(({ message }) => message)).toEqual([
      'Duplicate action_id "a" (actions[0] and actions[1]): each action_id must be unique.',
      'Duplicate action_id "a" (actions[0] and on_failure[0]): each action_id must be unique.',
    ]);
  });

  test("a parameter and an action of one name", () => {
    const input = {
      name: "w",
      parameters: [{ name: "a", type: "string" }],
      actions: [action("a")],
      on_failure: [action("a")],
    };
    expect(issuesOf(input)).toEqual([
      'NAME_COLLISION actions[0].action_id: Name "a" is used twice (parameters[0] and actions[0]): templates could not tell them apart. | Rename one of the two called "a".',
      'NAME_COLLISION on_failure[0].action_id: Name "a" is used twice (parameters[0] and on_failure[0]): templates could not tell them apart. | Rename one of the two called "a".',
    ]);
  });

  test("two parameters of one name", () => {
    const parameters = [
      { name: "a", type: "string" },
      { name: "a", type: "integer" },
    ];
    expect(issuesOf({ name: "w", parameters })).toEqual([
      'NAME_COLLISION parameters[1].name: Name "a" is used twice (parameters[0] and parameters[1]): templates could not tell them apart. | Rename one of the two called "a".',
    ]);
  });

  test("names of Object.prototype are names like any other", () => {
    expect(issuesOf({ name: "w", actions: [action("toString"), action("hasOwnProperty")] })).toEqual([]);
  });
});

describe("a parameter's own values and rules", () => {
  const cases: [string, object, string[]][] = [
    [
      "a default of another type",
      { type: "integer", default_value: "25" },
      [
        'default_value: "default_value" of parameters[0]: expected an integer, got string "25". | Give an integer.',
      ],
    ],
    [
      "a default that breaks several rules",
      { type: "string", default_value: "é", validation_rules: { min_length: 2, pattern: "^[a-z]+$" } },
      [
        'default_value: "default_value" of parameters[0]: expected at least 2 characters, got string "é". | Give at least 2 characters.',
        'default_value: "default_value" of parameters[0]: expected text that matches ^[a-z]+$, got string "é". | Give text that matches ^[a-z]+$.',
      ],
    ],
    [
      "a default that is not allowed",
      { type: "object", default_value: { a: 1 }, allowed_values: [{ a: 2 }, {}] },
      [
        'default_value: "default_value" of parameters[0]: expected {"a":2} or {}, got object {"a":1}. | Give {"a":2} or {}.',
      ],
    ],
    [
      "allowed values of another type",
      { type: "boolean", allowed_values: [true, "no", null] },
      [
        'allowed_values[1]: parameters[0].allowed_values[1]: expected true or false, got string "no". | Give true or false.',
        "allowed_values[2]: parameters[0].allowed_values[2]: expected true or false, got null. | Give true or false.",
      ],
    ],
    [
      "no allowed values",
      { type: "string", allowed_values: [] },
      [
        'allowed_values: "allowed_values" of parameters[0]: expected at least 1 item, got array. | Give at least 1 item.',
      ],
    ],
    [
      "rules of another type",
      { type: "integer", default_value: 1, validation_rules: { min_length: 1, minimum: 1, min_items: 1 } },
      ["min_length", "min_items"].map(
        (rule) =>
          `validation_rules.${rule}: Validation rule "${rule}" of parameters[0] does not apply to type integer. | Remove it. Rules for type integer: minimum, maximum.`,
      ),
    ],
    [
      "rules of a type without rules",
      { type: "boolean", validation_rules: { format: "email" } },
      [
        'validation_rules.format: Validation rule "format" of parameters[0] does not apply to type boolean. | Remove it. Rules for type boolean: none.',
      ],
    ],
    [
      "bounds in the wrong order",
      { type: "string", validation_rules: { min_length: 3, max_length: 2 } },
      [
        'validation_rules.max_length: "max_length" of parameters[0].validation_rules: expected at least min_length (3), got number 2. | Give at least min_length (3).',
      ],
    ],
    [
      "a pattern with look-ahead",
      { type: "string", validation_rules: { pattern: "^(?=a)b" } },
      [
        'validation_rules.pattern: Pattern "^(?=a)b" can\'t be used: invalid or unsupported Perl syntax: `(?=`. | Write it in RE2 syntax, which has no look-around and no back-references (https://github.com/google/re2/wiki/Syntax).',
      ],
    ],
    [
      "an unknown format",
      { type: "string", validation_rules: { format: "e-mail" } },
      [
        'validation_rules.format: "format" of parameters[0].validation_rules: expected "email", "uri", "uuid", "date", "date-time", "ipv4", "ipv6" or "hostname", got string "e-mail". | Write "email".',
      ],
    ],
    [
      "a secret in clear, which is not told",
      { type: "integer", secret: true, default_value: "hunter2", allowed_values: ["hunter2"] },
      ["default_value", "allowed_values"].map(
        (key) =>
          `${key}: Secret parameter "p" has ${key}, which anyone who reads the definition could see. | Remove ${key}: give the value when an execution starts, or read it in a config as {{$secrets.NAME}}.`,
      ),
    ],
  ];

  test.each(cases)("%s", (_name, rest, expected) => {
    expect(issuesOf({ name: "w", parameters: [{ name: "p", ...rest }] })).toEqual(
      expected.map((text) => `INVALID_DEFINITION parameters[0].${text}`),
    );
  });
});

describe("a trigger's parameters", () => {
  const parameters = [
    { name: "count", type: "integer", validation_rules: { maximum: 9 } },
    { name: "text", type: "string", default_value: "x" },
    { name: "key", type: "string", secret: true, required: false },
  ];
  const issuesOfTrigger = (trigger: object): string[] =>
    issuesOf({ name: "w", parameters, triggers: [trigger] });
  const schedule = { type: "schedule", cron: "@daily" };
  const event = { type: "event", event_type: "e" };

  test("fit, or hold templates", () => {
    const given = { count: "{{$event.count}}", text: "a", key: "{{$secrets.KEY}}" };
    expect(issuesOfTrigger({ ...schedule, parameters: given })).toEqual([]);
    expect(issuesOfTrigger(event)).toEqual([]);
  });

  test("must not be unknown, wrong, or secret in clear", () => {
    expect(issuesOfTrigger({ ...event, parameters: { coun: 1, count: 10, key: "hunter2" } })).toEqual([
      'INVALID_DEFINITION triggers[0].parameters.coun: Unknown parameter "coun": did you mean "count"? Parameters: count, text, key. | Rename "coun" to "count".',
      'INVALID_DEFINITION triggers[0].parameters.count: Parameter "count": expected at most 9, got number 10. | Give at most 9.',
      'INVALID_DEFINITION triggers[0].parameters.key: Parameter "key": expected a reference such as "{{$secrets.NAME}}", got string. | Give a reference such as "{{$secrets.NAME}}".',
    ]);
  });

  test("must all be there when only a clock starts the execution", () => {
    expect(issuesOfTrigger(schedule)).toEqual([
      'INVALID_DEFINITION triggers[0].parameters.count: Parameter "count" (integer) is required. | Give a value for "count".',
    ]);
  });

  test("are not checked against broken parameters", () => {
    const triggers = [{ ...schedule, parameters: { other: 1 } }];
    const paths = (broken: unknown): string[] =>
      parseDefinition({ name: "w", parameters: broken, triggers }).errors.map(({ path }) => path);
    expect(paths([{ name: "count" }])).toEqual(["parameters[0].type"]);
    expect(paths([{ name: "count", type: "integer", default_value: "" }])).toEqual([
      "parameters[0].default_value",
    ]);
    expect(paths({})).toEqual(["parameters"]);
  });
});

describe("limits", () => {
  const many = (count: number): object[] => Array.from({ length: count }, (_, index) => action(`a${index}`));

  test("10,000 actions are allowed, and parsed in a moment", () => {
    const input = { name: "w", actions: many(9_999), on_failure: [action("f")] };
    const start = performance.now();
    const { errors } = parseDefinition(input);
    // About 80 ms on its own; the bound only has to tell linear from quadratic.
    expect(performance.now() - start).toBeLessThan(3000);
    expect(errors).toEqual([]);
  });

  test("more actions are not, also not in on_failure", () => {
    expect(
      issuesOf({ name: "w", actions: many(3), on_failure: [action("f")] }, { limits: { actions: 3 } }),
    ).toEqual([
      "LIMIT_EXCEEDED actions: The number of actions is over the limit: 4 > 3. | Make it smaller, or raise limits.actions in createOrchestrator().",
    ]);
  });

  test.each([
    ["text", (name: string) => JSON.stringify({ name })],
    ["long text", (name: string) => JSON.stringify({ name }).padEnd(40)],
    ["data", (name: string) => ({ name })],
  ])("bytes of %s", (_kind, make) => {
    const [only, ...more] = parseDefinition(make("éé€𝒳"), { limits: { definitionBytes: 21 } }).errors;
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: "LIMIT_EXCEEDED", path: "" });
    expect(only?.message).toMatch(/^The size of the definition in bytes is over the limit: (22|40) > 21\.$/);
    expect(only?.fix).toContain("limits.definitionBytes");
  });

  test("bytes are those of compact JSON in UTF-8", () => {
    const input = {
      name: 'é€𝒳"\n',
      description: "",
      tags: ["a", "b"],
      outputs: { x: [1.5, -0, true, false, null] },
    };
    const bytes = new TextEncoder().encode(JSON.stringify(input)).length;
    expect(issuesOf(input, { limits: { definitionBytes: bytes } })).toEqual([]);
    expect(issuesOf(input, { limits: { definitionBytes: bytes - 1 } })).toHaveLength(1);
  });

  test("a thousand problems are enough", () => {
    const tags = Array.from({ length: 2000 }, () => 5);
    const { errors } = parseDefinition({ name: "w", tags });
    expect(errors).toHaveLength(1001);
    expect(errors.at(-1)).toEqual({
      code: "INVALID_DEFINITION",
      path: "",
      message: "There are more problems than these 1000.",
      fix: "Correct these first.",
    });
  });
});

test("text that is no JSON is told with its place", () => {
  expect(issuesOf('{\n  "name": "w",\n}')).toEqual([
    'INVALID_DEFINITION : Invalid JSON at line 3, column 1: expected a key in double quotes, got "}". | Correct the JSON there; YAML is read by the CLI and the server.',
  ]);
});

test("what is no JSON is told once, beside the other problems", () => {
  const input = {
    name: "w",
    actions: [action(() => "a")],
    tags: [5],
    parameters: [{ name: "p", type: "string", default_value: new Date(0) }],
  };
  expect(issuesOf(input).map((text) => text.split(" | ")[0])).toEqual([
    'INVALID_DEFINITION actions[0].action_id: "action_id" of actions[0]: a function is not JSON.',
    'INVALID_DEFINITION parameters[0].default_value: "default_value" of parameters[0]: a Date is not JSON.',
    "INVALID_DEFINITION tags[0]: tags[0]: expected text, got number 5.",
  ]);
});
