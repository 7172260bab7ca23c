import { actionCatalogue } from "./catalogue";
import { checkDefinition } from "./check-definition";
import { actionTypes, notify, workflow } from "./testing/definitions";

const catalogue = actionCatalogue(actionTypes);

/** Code and path of each error, in the order of the answer. */
function errorsOf(input: unknown): string[] {
  return checkDefinition(input, catalogue).errors.map(({ code, path }) => `${code} ${path}`);
}

test("a definition without problems becomes a plan", () => {
  const checked = checkDefinition(JSON.stringify(workflow([notify("a")])), catalogue);
  expect(checked).toMatchObject({ success: true, errors: [], plan: { main: 1 } });
  expect(checkDefinition("{", catalogue)).toMatchObject({ success: false, plan: null });
});

test("problems of the schema and of the plan come in one answer, by their place in the document", () => {
  const input = {
    outputs: { text: "{{nobody.x}}" },
    actions: [
      { action_type: "notifcation", depend_on: [], action_id: "a", config: { message: "{{usr_name}}" } },
      {
        action_id: "b",
        config: { mesage: "x" },
        action_type: "notification",
        depends_on: "c",
        retry: { max_attempts: 0 },
      },
      { action_id: "a", action_type: "notification", config: { message: "{{b ==}}" } },
    ],
    parameters: [{ name: "user_name", type: "text" }],
    name: "",
  };
  expect(errorsOf(input)).toEqual([
    "UNKNOWN_REFERENCE outputs.text",
    "UNKNOWN_ACTION_TYPE actions[0].action_type",
    "INVALID_DEFINITION actions[0].depend_on",
    "UNKNOWN_REFERENCE actions[0].config.message",
    "INVALID_CONFIG actions[1].config.mesage",
    "INVALID_CONFIG actions[1].config.message",
    "UNKNOWN_DEPENDENCY actions[1].depends_on",
    "INVALID_DEFINITION actions[1].retry.max_attempts",
    "DUPLICATE_ACTION_ID actions[2].action_id",
    "INVALID_EXPRESSION actions[2].config.message",
    "INVALID_DEFINITION parameters[0].type",
    "INVALID_DEFINITION name",
  ]);
});

describe("a problem leads to no others", () => {
  const b = notify("b", { depends_on: ["a"], config: { message: "{{a.x}} {{$actions.a.status}}" } });

  test.each<[string, unknown, string[]]>([
    [
      "names of broken actions are known",
      workflow([notify("a", { retry: 5 }), b]),
      ["INVALID_DEFINITION actions[0].retry"],
    ],
    [
      "a name that is no identifier is known",
      workflow([notify("a-b"), notify("c", { config: { message: "{{`a-b`.x}}" } })]),
      ["INVALID_DEFINITION actions[0].action_id"],
    ],
    [
      "names of broken parameters are known",
      workflow([notify("c", { config: { message: "{{url}}" } })], {
        parameters: [{ name: "url", type: "uri" }],
      }),
      ["INVALID_DEFINITION parameters[0].type"],
    ],
    [
      "of two actions of one name no cycle is told",
      workflow([notify("a", { depends_on: "b" }), b, notify("a")]),
      ["DUPLICATE_ACTION_ID actions[2].action_id"],
    ],
    [
      "nor of an action with a parameter's name",
      workflow([notify("url", { config: { message: "{{url}}" } })], {
        parameters: [{ name: "url", type: "string" }],
      }),
      ["NAME_COLLISION actions[0].action_id"],
    ],
    [
      "an action without a name may be any",
      workflow([{ action_type: "wait", config: { seconds: 1 } }, b]),
      ["INVALID_DEFINITION actions[0].action_id"],
    ],
    [
      "an action whose name is no text may be any",
      workflow([{ action_id: 5, action_type: "wait", config: { seconds: 1 } }, b]),
      ["INVALID_DEFINITION actions[0].action_id"],
    ],
    ["what is no action at all may be any", workflow(["a" as never, b]), ["INVALID_DEFINITION actions[0]"]],
    [
      "a parameter without a name may be any",
      workflow([notify("c", { config: { message: "{{url}}" } })], {
        parameters: [{ nam: "url", type: "string" }],
      }),
      ["INVALID_DEFINITION parameters[0].nam", "INVALID_DEFINITION parameters[0].name"],
    ],
    [
      "parameters that are no list may be any",
      workflow([notify("c", { config: { message: "{{url}}" } })], { parameters: { url: "string" } }),
      ["INVALID_DEFINITION parameters"],
    ],
    [
      "a config that is none is not checked",
      workflow([notify("a", { config: "hi" })]),
      ["INVALID_DEFINITION actions[0].config"],
    ],
    [
      "a config with what is no JSON is not checked",
      workflow([notify("a", { config: { message: new Date(0) } })]),
      ["INVALID_DEFINITION actions[0].config.message"],
    ],
    [
      "an action_type that is missing is not unknown",
      workflow([{ action_id: "a", config: {} }]),
      ["INVALID_DEFINITION actions[0].action_type"],
    ],
    [
      "a for_each that is none still has items",
      workflow([
        notify("a", { for_each: 5, max_concurrency: 2, config: { message: "{{$item}} {{$index}}" } }),
      ]),
      ["INVALID_DEFINITION actions[0].for_each"],
    ],
    [
      "a trigger that is none is not looked into",
      workflow([], { triggers: [{ type: "event", filter: "a ==" }] }),
      ["INVALID_DEFINITION triggers[0].event_type"],
    ],
    [
      "outputs that are none are not looked into",
      workflow([], { outputs: ["{{x}}"] }),
      ["INVALID_DEFINITION outputs"],
    ],
    ["no document at all", "{", ["INVALID_DEFINITION "]],
    ["no object", 5, ["INVALID_DEFINITION "]],
    ["actions that are no list", { name: "w", actions: { a: b } }, ["INVALID_DEFINITION actions"]],
  ])("%s", (_name, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });
});

describe("what is sound beside a problem is checked", () => {
  test.each<[string, unknown, string[]]>([
    [
      "the rest of an action",
      workflow([notify("a", { on_error: "stop", condition: "x ==", config: {} })]),
      [
        "INVALID_CONFIG actions[0].config.message",
        "INVALID_DEFINITION actions[0].on_error",
        "INVALID_EXPRESSION actions[0].condition",
      ],
    ],
    [
      "an action without a name",
      workflow([notify("a"), { action_type: "notification", config: {}, depends_on: "aa" }]),
      ["INVALID_CONFIG actions[1].config.message", "INVALID_DEFINITION actions[1].action_id"],
    ],
    [
      "an action of on_failure",
      workflow([], { tags: 5, on_failure: [notify("a", { config: {} })] }),
      ["INVALID_DEFINITION tags", "INVALID_CONFIG on_failure[0].config.message"],
    ],
    [
      "the key beside a limit",
      workflow([], { concurrency: { limit: 0, key: "{{x}}" } }),
      ["INVALID_DEFINITION concurrency.limit", "UNKNOWN_REFERENCE concurrency.key"],
    ],
    [
      "a trigger beside another",
      workflow([], { triggers: [{ type: "evnt" }, { type: "event", event_type: "x", filter: "a ==" }] }),
      ["INVALID_DEFINITION triggers[0].type", "INVALID_EXPRESSION triggers[1].filter"],
    ],
    [
      "a cycle",
      workflow([notify("a", { depends_on: ["b"], tags: [] }), notify("b", { depends_on: ["a"] })]),
      ["DEPENDENCY_CYCLE actions[0]", "INVALID_DEFINITION actions[0].tags"],
    ],
    [
      "a cycle of which an action has no name",
      workflow([
        { action_type: "notification", config: { message: "hi" }, depends_on: ["b"] },
        notify("b", { config: { message: "{{$string($$)}}" } }),
      ]),
      ["DEPENDENCY_CYCLE actions[0]", "INVALID_DEFINITION actions[0].action_id"],
    ],
    [
      "an unknown dependency of an action whose name is none",
      workflow([notify("a-b", { depends_on: ["c"] })]),
      ["INVALID_DEFINITION actions[0].action_id", "UNKNOWN_DEPENDENCY actions[0].depends_on[0]"],
    ],
  ])("%s", (_name, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });
});

test("an action without a name is called by its place", () => {
  const nameless = { action_type: "notification", config: { message: "hi" }, depends_on: ["b"] };
  const reader = notify("b", { config: { message: "{{$string($$)}}" } });
  const { errors } = checkDefinition(workflow([nameless, reader]), catalogue);
  expect(errors[0]?.message).toBe("Dependency cycle: actions[0] -> b -> actions[0].");
});

describe("paths are those of the document", () => {
  test("when depends_on is no list", () => {
    expect(errorsOf(workflow([notify("a", { depends_on: "x" })]))).toEqual([
      "UNKNOWN_DEPENDENCY actions[0].depends_on",
    ]);
    expect(errorsOf(workflow([notify("a", { depends_on: ["x"] })]))).toEqual([
      "UNKNOWN_DEPENDENCY actions[0].depends_on[0]",
    ]);
  });

  test("when for_each is an object", () => {
    expect(errorsOf(workflow([notify("a", { for_each: { items: "{{x}}" } })]))).toEqual([
      "UNKNOWN_REFERENCE actions[0].for_each.items",
    ]);
    expect(errorsOf(workflow([notify("a", { for_each: { items: ["{{x}}"] } })]))).toEqual([
      "UNKNOWN_REFERENCE actions[0].for_each.items[0]",
    ]);
    expect(errorsOf(workflow([notify("a", { for_each: [1, "{{x}}"] })]))).toEqual([
      "UNKNOWN_REFERENCE actions[0].for_each[1]",
    ]);
  });

  test("when something else has a member called items", () => {
    expect(errorsOf(workflow([notify("a", { config: { message: "{{x}}", items: [] } })]))).toEqual([
      "UNKNOWN_REFERENCE actions[0].config.message",
      "INVALID_CONFIG actions[0].config.items",
    ]);
  });
});

test("a definition over a limit is not looked into", () => {
  const input = workflow([notify("a", { config: {} }), notify("b", { config: {} })]);
  const check = (limits: object): string[] =>
    checkDefinition(input, catalogue, { limits }).errors.map(({ code }) => code);
  expect(check({ actions: 1 })).toEqual(["LIMIT_EXCEEDED"]);
  expect(check({ definitionBytes: 20 })).toEqual(["LIMIT_EXCEEDED"]);
});

test("there are at most 1000 errors, and a last one that says so", () => {
  const many = (count: number, broken: object): string[] =>
    errorsOf(workflow(Array.from({ length: count }, (_, i) => notify(`a${i}`, { ...broken, config: {} }))));
  expect(many(1500, {})).toHaveLength(1001);
  expect(many(800, { tags: 1 }).slice(0, 2)).toEqual([
    "INVALID_CONFIG actions[0].config.message",
    "INVALID_DEFINITION actions[0].tags",
  ]);
  expect(many(800, { tags: 1 }).at(-1)).toBe("INVALID_DEFINITION ");
});
