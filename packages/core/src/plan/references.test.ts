import { compilePlan } from "./compile";
import { actionTypes, definitionOf, errorsOf, notify, waitsOf, workflow } from "./testing/definitions";

const says = (message: string, rest: object = {}): object => ({ config: { message }, ...rest });
const parameters = [
  { name: "user_name", type: "string" },
  { name: "token", type: "string", secret: true },
];

describe("a name that is known", () => {
  test.each<[string, object]>([
    ["a parameter", says("{{user_name}}")],
    ["an action", says("{{a.message}}")],
    [
      "a $variable",
      says("{{$execution.execution_id}} {{$workflow.name}} {{$actions.a.status}} {{$secrets.KEY}}"),
    ],
    ["a function and a name of the expression's own", says("{{($x := user_name; $uppercase($x))}}")],
    ["the item of a for_each", says("{{$item.id}} {{$index}}", { for_each: "{{[1]}}" })],
    [
      "the item in compensate",
      {
        for_each: "{{[1]}}",
        compensate: {
          action_type: "notification",
          config: { message: "{{$item}} {{$error.message}} {{b.message}}" },
        },
      },
    ],
  ])("is %s", (_name, rest) => {
    expect(
      errorsOf(workflow([notify("a"), notify("b", rest as Record<string, unknown>)], { parameters })),
    ).toEqual([]);
  });

  test("is any action and $error in on_failure", () => {
    const on_failure = [
      notify("tell", says("{{$error.code}} {{a.message}} {{log.message}}") as Record<string, unknown>),
      notify("log"),
    ];
    expect(errorsOf(workflow([notify("a")], { on_failure }))).toEqual([]);
  });

  test("is a secret parameter, alone or with everything else, where what is read is not stored", () => {
    const texts = ["{{token}}", "{{$string($$)}}"];
    for (const text of texts)
      expect(errorsOf(workflow([notify("a", { config: { message: text } })], { parameters }))).toEqual([]);
  });
});

/** The errors of an action `b` beside an action `a`, one after the other. */
function errorsOfB(rest: object, more: object = {}): string[][] {
  const input = workflow([notify("a"), notify("b", rest as Record<string, unknown>)], {
    parameters,
    ...more,
  });
  const { errors } = compilePlan(definitionOf(input), actionTypes);
  return errors.map(({ path, message, fix }) => [path, message, fix]);
}

const ANY_NAME = "Refer to a parameter, an action_id or one of the $variables.";
const ROOTS = "user_name, token, a, b";
const IN_ITEM = "known only in config and compensate of an action with for_each.";

describe("an unknown name", () => {
  test.each<[string, object, string[]]>([
    [
      "is told where it stands, with the one that is meant",
      says("Hi {{usr_name}}"),
      [
        "actions[1].config.message",
        `Unknown name "usr_name" in "Hi {{usr_name}}": did you mean "user_name"? Known here: ${ROOTS}.`,
        ANY_NAME,
      ],
    ],
    [
      "in a condition",
      { condition: "fetch.status = 200" },
      [
        "actions[1].condition",
        `Unknown name "fetch" in "fetch.status = 200": Known here: ${ROOTS}.`,
        ANY_NAME,
      ],
    ],
    [
      "in for_each",
      { for_each: "{{rows}}" },
      ["actions[1].for_each", `Unknown name "rows" in "{{rows}}": Known here: ${ROOTS}.`, ANY_NAME],
    ],
    [
      "in a field that is an expression",
      { action_type: "transform", config: { transformation: "x", input_field: "user_nme.first" } },
      [
        "actions[1].config.input_field",
        `Unknown name "user_nme" in "user_nme.first": did you mean "user_name"? Known here: ${ROOTS}.`,
        ANY_NAME,
      ],
    ],
    [
      "deep in a config",
      { config: { message: "x", channels: ["log", "{{chanel}}"] } },
      [
        "actions[1].config.channels[1]",
        `Unknown name "chanel" in "{{chanel}}": Known here: ${ROOTS}.`,
        ANY_NAME,
      ],
    ],
    [
      "as an action of $actions",
      says("{{$actions.c.status}}"),
      [
        "actions[1].config.message",
        'Unknown name "$actions.c" in "{{$actions.c.status}}": Known here: $actions.a, $actions.b.',
        ANY_NAME,
      ],
    ],
    [
      "as a variable",
      says("{{$exection.execution_id}}"),
      [
        "actions[1].config.message",
        'Unknown name "$exection" in "{{$exection.execution_id}}": did you mean "$execution"? Known here: $execution, $workflow, $actions, $secrets.',
        ANY_NAME,
      ],
    ],
    [
      "which is a variable without its $",
      says("{{item.id}}", { for_each: "{{[1]}}" }),
      [
        "actions[1].config.message",
        `Unknown name "item" in "{{item.id}}": did you mean "$item"? Known here: ${ROOTS}.`,
        ANY_NAME,
      ],
    ],
    [
      "$item without a for_each",
      says("{{$item.id}}"),
      [
        "actions[1].config.message",
        'Unknown name "$item" in "{{$item.id}}": Known here: $execution, $workflow, $actions, $secrets.',
        `$item is ${IN_ITEM}`,
      ],
    ],
    [
      "$index in the for_each itself",
      { for_each: "{{[$index]}}" },
      [
        "actions[1].for_each",
        'Unknown name "$index" in "{{[$index]}}": Known here: $execution, $workflow, $actions, $secrets.',
        `$index is ${IN_ITEM}`,
      ],
    ],
    [
      "$error in an action",
      says("{{$error.code}}"),
      [
        "actions[1].config.message",
        'Unknown name "$error" in "{{$error.code}}": Known here: $execution, $workflow, $actions, $secrets.',
        "$error is known only in on_failure actions and in compensate.",
      ],
    ],
    [
      "$item in the compensation of an action without a for_each",
      { compensate: { action_type: "notification", config: { message: "{{$item}}" } } },
      [
        "actions[1].compensate.config.message",
        'Unknown name "$item" in "{{$item}}": Known here: $execution, $workflow, $actions, $secrets, $error.',
        `$item is ${IN_ITEM}`,
      ],
    ],
  ])("%s", (_name, rest, expected) => {
    expect(errorsOfB(rest)).toEqual([expected]);
  });

  test("that is an on_failure action's has its own advice", () => {
    expect(
      errorsOfB(says("{{tell.x}} {{$actions.tell.status}}"), { on_failure: [notify("tell")] }).map(
        ([, , fix]) => fix,
      ),
    ).toEqual(Array(2).fill("An on_failure action runs only after this, so its output can't be read here."));
  });

  test("in outputs and in on_failure", () => {
    expect(
      errorsOfB(
        {},
        {
          outputs: { none: null, all: ["{{c}}"] },
          on_failure: [notify("tell", says("{{$item}}") as Record<string, unknown>)],
        },
      ).map(([path, , fix]) => [path, fix]),
    ).toEqual([
      ["outputs.all[0]", ANY_NAME],
      ["on_failure[0].config.message", `$item is ${IN_ITEM}`],
    ]);
  });

  test("is told once for each text that has it", () => {
    expect(
      errorsOfB({ config: { message: "{{x}} {{x}}", channels: ["{{x}}"] } }).map(([path]) => path),
    ).toEqual(["actions[1].config.message", "actions[1].config.channels[0]"]);
  });

  test("is told beside an expression that can't be read", () => {
    expect(errorsOfB({ config: { message: "{{a ==}}", channels: ["{{x}}"] } }).map(([path]) => path)).toEqual(
      ["actions[1].config.message", "actions[1].config.channels[0]"],
    );
  });
});

test.each(["{{$secrets}}", "{{$secrets[name]}}", "{{$lookup($secrets, user_name)}}", "{{$secrets.*}}"])(
  "%s names no secret",
  (message) => {
    const [error] = errorsOfB(says(message));
    expect(error).toEqual([
      "actions[1].config.message",
      `Invalid expression "${message}": $secrets is read without a name, but a secret is fetched by its name before the expression is evaluated.`,
      "Write the secret's name after it: $secrets.NAME.",
    ]);
  },
);

describe("concurrency.key", () => {
  const keyed = (key: string): string[][] => errorsOfB({}, { concurrency: { limit: 1, key } });

  test("reads parameters", () => {
    expect(keyed("{{user_name}}")).toEqual([]);
  });

  test.each(["a", "$execution.execution_id", "$item", "$secrets.KEY"])("does not read %s", (expression) => {
    const [error] = keyed(`{{${expression}}}`);
    expect(error?.[0]).toBe("concurrency.key");
    expect(error?.[1]).toMatch(/^Unknown name "/);
    expect(error?.[2]).toBe(
      "A concurrency key is made of parameters only, as it is needed before anything runs.",
    );
  });

  test("does not read a secret, as it is stored", () => {
    expect(keyed("{{token}}")).toEqual([
      [
        "concurrency.key",
        'Invalid expression "{{token}}": it reads the secret parameter "token", and its value would be stored in plain text.',
        "Use parameters that are not secret.",
      ],
    ]);
    expect(keyed("{{$string($$)}}")[0]?.[1]).toMatch(/it reads everything, and its value would be stored/);
  });

  test("may read everything where nothing is secret", () => {
    expect(errorsOf(workflow([], { concurrency: { limit: 1, key: "{{$string($$)}}" } }))).toEqual([]);
  });
});

test("only what is read before the action runs implies that it waits", () => {
  const compensate = { action_type: "notification", config: { message: "{{d.x}}" } };
  expect(
    waitsOf(
      workflow([
        notify("a"),
        notify("b"),
        notify("c"),
        notify("d"),
        notify("e", {
          condition: "a.ok",
          for_each: "{{b.rows}}",
          config: { message: "{{$actions.c.status}}" },
          compensate,
        }),
      ]),
    ),
  ).toEqual({
    a: [],
    b: [],
    c: [],
    d: [],
    e: ["c", "a", "b"],
  });
});
