import { parseDefinition } from ".";

const ACTION = { action_id: "a", action_type: "notification" };
const workflow = (rest: object): object => ({ name: "w", ...rest });
const withAction = (rest: object): object => workflow({ actions: [{ ...ACTION, ...rest }] });
const withParameter = (rest: object): object =>
  workflow({ parameters: [{ name: "p", type: "string", ...rest }] });
const withTrigger = (rest: object): object => workflow({ triggers: [rest] });

/** Path, message and fix of every issue of an input; all of them have the code INVALID_DEFINITION. */
function issuesOf(input: unknown): string[][] {
  const { errors } = parseDefinition(input);
  expect(errors.every(({ code }) => code === "INVALID_DEFINITION")).toBe(true);
  return errors.map(({ path, message, fix }) => [path, message, fix]);
}

const NAME_FORM = "a name of letters, digits and _ that does not start with a digit";
const NOT_RESERVED = "a name that is not reserved (__proto__, constructor, prototype, true, false, null)";

/** Each case: what is given, and the path, message and fix of the only issue. */
const invalid: [string, unknown, [path: string, message: string, fix: string]][] = [
  ["no object", [], ["", "The definition: expected an object, got array [].", "Give an object."]],
  ["null", null, ["", "The definition: expected an object, got null.", "Give an object."]],
  ["no name", {}, ["name", '"name" is required.', 'Add "name": text.']],
  [
    "an empty name",
    { name: "" },
    ["name", '"name": expected at least 1 character, got string "".', "Give at least 1 character."],
  ],
  [
    "a long name",
    { name: "é".repeat(201) },
    [
      "name",
      `"name": expected at most 200 characters, got string "${"é".repeat(116)}....`,
      "Give at most 200 characters.",
    ],
  ],
  [
    "a number as text",
    workflow({ timeout_seconds: "30" }),
    ["timeout_seconds", '"timeout_seconds": expected a number, got string "30".', "Give a number."],
  ],
  [
    "a time that is none",
    workflow({ timeout_seconds: 0 }),
    ["timeout_seconds", '"timeout_seconds": expected more than 0, got number 0.', "Give more than 0."],
  ],
  [
    "a time beyond all times",
    workflow({ timeout_seconds: 1e300 }),
    [
      "timeout_seconds",
      '"timeout_seconds": expected at most 3153600000, got number 1e+300.',
      "Give at most 3153600000.",
    ],
  ],
  [
    "an unknown key that is near a known one",
    withAction({ depend_on: [] }),
    [
      "actions[0].depend_on",
      'Unknown key "depend_on" of actions[0]: did you mean "depends_on"? Known: action_id, action_type, name, description, config, depends_on, condition, for_each, max_concurrency, retry, timeout_seconds, on_error, compensate.',
      'Rename "depend_on" to "depends_on", or remove it.',
    ],
  ],
  [
    "an unknown key that is near none",
    withParameter({ "x y": 1 }),
    [
      'parameters[0]["x y"]',
      'Unknown key "x y" of parameters[0]: Known: name, type, description, required, default_value, allowed_values, secret, validation_rules.',
      'Remove "x y".',
    ],
  ],
  [
    "a list of the wrong things",
    workflow({ actions: ["notify"] }),
    ["actions[0]", 'actions[0]: expected an object, got string "notify".', "Give an object."],
  ],
  [
    "an empty text",
    workflow({ tags: ["a", ""] }),
    ["tags[1]", 'tags[1]: expected at least 1 character, got string "".', "Give at least 1 character."],
  ],
  [
    "no action_id",
    workflow({ actions: [{ action_type: "x" }] }),
    ["actions[0].action_id", '"action_id" of actions[0] is required.', 'Add "action_id": text.'],
  ],
  [
    "an action_id that is no identifier",
    workflow({ on_failure: [{ action_id: "send-mail", action_type: "x" }] }),
    [
      "on_failure[0].action_id",
      `"action_id" of on_failure[0]: expected ${NAME_FORM}, got string "send-mail".`,
      `Give ${NAME_FORM}.`,
    ],
  ],
  ...["constructor", "prototype", "__proto__", "true", "false", "null"].map(
    (name): [string, unknown, [string, string, string]] => [
      `the reserved name ${name}`,
      withParameter({ name }),
      [
        "parameters[0].name",
        `"name" of parameters[0]: expected ${NOT_RESERVED}, got string "${name}".`,
        `Give ${NOT_RESERVED}.`,
      ],
    ],
  ),
  [
    "a type that is none",
    withParameter({ type: "int" }),
    [
      "parameters[0].type",
      '"type" of parameters[0]: expected "string", "integer", "number", "boolean", "array" or "object", got string "int".',
      'Give "string", "integer", "number", "boolean", "array" or "object".',
    ],
  ],
  [
    "a choice that is mistyped",
    withAction({ on_error: "contine" }),
    [
      "actions[0].on_error",
      '"on_error" of actions[0]: expected "fail" or "continue", got string "contine".',
      'Write "continue".',
    ],
  ],
  [
    "depends_on of a wrong type",
    withAction({ depends_on: 5 }),
    [
      "actions[0].depends_on",
      '"depends_on" of actions[0]: expected text, an object or an array, got number 5.',
      "Give text, an object or an array.",
    ],
  ],
  [
    "an entry of depends_on of a wrong type",
    withAction({ depends_on: ["b", null] }),
    [
      "actions[0].depends_on[1]",
      "actions[0].depends_on[1]: expected text or an object, got null.",
      "Give text or an object.",
    ],
  ],
  [
    "a branch without outcomes",
    withAction({ depends_on: { action: "b", on: [] } }),
    [
      "actions[0].depends_on.on",
      '"on" of actions[0].depends_on: expected at least 1 item, got array [].',
      "Give at least 1 item.",
    ],
  ],
  [
    "a branch on no outcome",
    withAction({ depends_on: [{ action: "b", on: ["done"] }] }),
    [
      "actions[0].depends_on[0].on[0]",
      'actions[0].depends_on[0].on[0]: expected "completed", "failed" or "skipped", got string "done".',
      'Give "completed", "failed" or "skipped".',
    ],
  ],
  [
    "a branch with a mistyped key",
    withAction({ depends_on: { action: "b", on: ["failed"], onn: 1 } }),
    [
      "actions[0].depends_on.onn",
      'Unknown key "onn" of actions[0].depends_on: did you mean "on"? Known: action, on.',
      'Rename "onn" to "on", or remove it.',
    ],
  ],
  [
    "a condition of a wrong type",
    withAction({ condition: 1 }),
    [
      "actions[0].condition",
      '"condition" of actions[0]: expected text or a boolean (true or false), got number 1.',
      "Give text or a boolean (true or false).",
    ],
  ],
  [
    "for_each without a template",
    withAction({ for_each: "items" }),
    [
      "actions[0].for_each",
      '"for_each" of actions[0]: expected a template such as "{{items}}", got string "items".',
      'Give a template such as "{{items}}".',
    ],
  ],
  [
    "for_each without items",
    withAction({ for_each: { max_concurrency: 2 } }),
    [
      "actions[0].for_each.items",
      '"items" of actions[0].for_each is required.',
      'Add "items": text or an array.',
    ],
  ],
  [
    "max_concurrency without for_each",
    withAction({ max_concurrency: 2 }),
    [
      "actions[0].max_concurrency",
      '"max_concurrency" of actions[0]: expected a for_each beside it, got number 2.',
      "Give a for_each beside it.",
    ],
  ],
  [
    "max_concurrency twice",
    withAction({ max_concurrency: 2, for_each: { items: [], max_concurrency: 2 } }),
    [
      "actions[0].max_concurrency",
      '"max_concurrency" of actions[0]: expected one place for it, in for_each or beside it, got number 2.',
      "Give one place for it, in for_each or beside it.",
    ],
  ],
  [
    "attempts that are no integer",
    withAction({ retry: { max_attempts: 1.5 } }),
    [
      "actions[0].retry.max_attempts",
      '"max_attempts" of actions[0].retry: expected an integer, got number 1.5.',
      "Give an integer.",
    ],
  ],
  [
    "attempts as text",
    workflow({ defaults: { retry: { max_attempts: "3" } } }),
    [
      "defaults.retry.max_attempts",
      '"max_attempts" of defaults.retry: expected an integer, got string "3".',
      "Give an integer.",
    ],
  ],
  [
    "retry intervals in the wrong order",
    withAction({ retry: { initial_interval_ms: 10, max_interval_ms: 5 } }),
    [
      "actions[0].retry.max_interval_ms",
      '"max_interval_ms" of actions[0].retry: expected at least initial_interval_ms (10), got number 5.',
      "Give at least initial_interval_ms (10).",
    ],
  ],
  [
    "a compensation without a type",
    withAction({ compensate: {} }),
    [
      "actions[0].compensate.action_type",
      '"action_type" of actions[0].compensate is required.',
      'Add "action_type": text.',
    ],
  ],
  [
    "no limit",
    workflow({ concurrency: {} }),
    ["concurrency.limit", '"limit" of concurrency is required.', 'Add "limit": an integer.'],
  ],
  [
    "a trigger without a type",
    withTrigger({}),
    [
      "triggers[0].type",
      '"type" of triggers[0] is required.',
      'Add "type": "schedule", "event" or "webhook".',
    ],
  ],
  [
    "a trigger of a mistyped type",
    withTrigger({ type: "webhok" }),
    [
      "triggers[0].type",
      '"type" of triggers[0]: expected "schedule", "event" or "webhook", got string "webhok".',
      'Write "webhook".',
    ],
  ],
  [
    "a key of another trigger",
    withTrigger({ type: "event", event_type: "e", cron: "* * * * *" }),
    [
      "triggers[0].cron",
      'Unknown key "cron" of triggers[0]: Known: type, event_type, filter, parameters.',
      'Remove "cron".',
    ],
  ],
  [
    "a cron expression that is none",
    withTrigger({ type: "schedule", cron: "daily" }),
    [
      "triggers[0].cron",
      '"cron" of triggers[0]: expected a cron expression of 5 fields (or 6, seconds first) such as "0 9 * * MON-FRI", got string "daily".',
      'Give a cron expression of 5 fields (or 6, seconds first) such as "0 9 * * MON-FRI".',
    ],
  ],
  [
    "a cron expression that never comes",
    withTrigger({ type: "schedule", cron: "0 0 30 2 *" }),
    [
      "triggers[0].cron",
      '"cron" of triggers[0]: expected a cron expression that comes at some time: this one never does, got string "0 0 30 2 *".',
      "Give a cron expression that comes at some time: this one never does.",
    ],
  ],
  [
    "an unknown overlap",
    withTrigger({ type: "schedule", cron: "@daily", overlap: "wait" }),
    [
      "triggers[0].overlap",
      '"overlap" of triggers[0]: expected "skip", "queue" or "allow", got string "wait".',
      'Give "skip", "queue" or "allow".',
    ],
  ],
  [
    "an unknown way to catch up",
    withTrigger({ type: "schedule", cron: "@daily", catch_up: true }),
    [
      "triggers[0].catch_up",
      '"catch_up" of triggers[0]: expected "none", "last" or "all", got boolean true.',
      'Give "none", "last" or "all".',
    ],
  ],
  [
    "a jitter of more than a day",
    withTrigger({ type: "schedule", cron: "@daily", jitter_seconds: 86_401 }),
    [
      "triggers[0].jitter_seconds",
      '"jitter_seconds" of triggers[0]: expected at most 86400, got number 86401.',
      "Give at most 86400.",
    ],
  ],
  [
    "a jitter below 0",
    withTrigger({ type: "schedule", cron: "@daily", jitter_seconds: -1 }),
    [
      "triggers[0].jitter_seconds",
      '"jitter_seconds" of triggers[0]: expected at least 0, got number -1.',
      "Give at least 0.",
    ],
  ],
  [
    "a misspelt key of a schedule",
    withTrigger({ type: "schedule", cron: "@daily", catchup: "none" }),
    [
      "triggers[0].catchup",
      'Unknown key "catchup" of triggers[0]: did you mean "catch_up"? Known: type, cron, timezone, parameters, overlap, catch_up, jitter_seconds.',
      'Rename "catchup" to "catch_up", or remove it.',
    ],
  ],
  [
    "an unknown time zone",
    withTrigger({ type: "schedule", cron: "@daily", timezone: "Vienna" }),
    [
      "triggers[0].timezone",
      '"timezone" of triggers[0]: expected an IANA time zone such as "Europe/Vienna", got string "Vienna".',
      'Give an IANA time zone such as "Europe/Vienna".',
    ],
  ],
  [
    "a webhook path with a slash in front",
    withTrigger({ type: "webhook", path: "/orders", secret: "{{$secrets.HOOK}}" }),
    [
      "triggers[0].path",
      '"path" of triggers[0]: expected a path such as orders/new, without a leading slash, got string "/orders".',
      "Give a path such as orders/new, without a leading slash.",
    ],
  ],
  [
    "a webhook secret in clear, which it does not tell",
    withTrigger({ type: "webhook", path: "orders", secret: "hunter2" }),
    [
      "triggers[0].secret",
      '"secret" of triggers[0]: expected a reference such as "{{$secrets.WEBHOOK_KEY}}", never the secret itself, got string.',
      'Give a reference such as "{{$secrets.WEBHOOK_KEY}}", never the secret itself.',
    ],
  ],
];

describe("a broken definition", () => {
  test.each(invalid)("with %s", (_name, given, expected) => {
    expect(parseDefinition(given)).toMatchObject({ success: false, definition: null });
    expect(issuesOf(given)).toEqual([expected]);
  });

  test("tells by its type only what may be a secret", () => {
    expect(issuesOf(withParameter({ secret: true, allowed_values: "hunter2" }))[0]?.[1]).toBe(
      '"allowed_values" of parameters[0]: expected an array, got string.',
    );
    expect(issuesOf(withParameter({ secret: "hunter2" }))[0]?.[1]).toBe(
      '"secret" of parameters[0]: expected a boolean (true or false), got string.',
    );
  });

  test("shows a long value only in part", () => {
    const [issue] = parseDefinition(workflow({ tags: { long: "x".repeat(1000) } })).errors;
    expect(issue?.message.length).toBeLessThan(200);
  });
});
