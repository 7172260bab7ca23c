import { compilePlan } from "./compile";
import {
  actionTypes,
  definitionOf,
  errorsOf,
  notify,
  planOf,
  waitsOf,
  workflow,
} from "./testing/definitions";

const says = (message: string): Record<string, unknown> => ({ config: { message } });

describe("an action waits for", () => {
  test("what depends_on names, and then what its data shows, each once", () => {
    const c = notify("c", { depends_on: ["b"], ...says("{{a.x}} {{b.x}} {{a.y}}") });
    expect(waitsOf(workflow([notify("a"), notify("b"), c]))).toEqual({ a: [], b: [], c: ["b", "a"] });
  });

  test("the outcomes that depends_on names, whatever the data shows", () => {
    const { actions } = planOf(
      workflow([
        notify("a", { on_error: "continue" }),
        notify("b", { depends_on: { action: "a", on: ["failed"] }, ...says("{{a.x}}") }),
      ]),
    );
    expect(actions[1]?.waits_for).toEqual([{ action: 0, on: ["failed"] }]);
    expect(actions[0]?.dependents).toEqual([1]);
  });

  test("actions of its own stage only", () => {
    const on_failure = [notify("log"), notify("tell", says("{{a.x}} {{log.x}}"))];
    expect(waitsOf(workflow([notify("a")], { on_failure }))).toEqual({ a: [], log: [], tell: ["log"] });
  });

  test("what a field that is an expression reads, without braces", () => {
    const up = {
      action_id: "up",
      action_type: "transform",
      config: { transformation: "x", input_field: "a.text" },
    };
    expect(waitsOf(workflow([up, notify("a")]))).toEqual({ up: ["a"], a: [] });
    const braced = { ...up, config: { ...up.config, input_field: " {{a.text}}" } };
    expect(waitsOf(workflow([braced, notify("a")]))).toEqual({ up: ["a"], a: [] });
  });

  test.each(["{{$string($$)}}", "{{$keys($)}}", "{{$lookup($actions, 'a').status}}", "{{$count(*)}}"])(
    "all actions before it, when it reads %s",
    (message) => {
      const input = workflow(
        [notify("a"), notify("b", says(message)), notify("c"), notify("d", says(message)), notify("e")],
        {
          on_failure: [notify("log"), notify("tell", says(message))],
        },
      );
      // d waits for a through b, so that there are few edges.
      expect(waitsOf(input)).toEqual({
        a: [],
        b: ["a"],
        c: [],
        d: ["b", "c"],
        e: [],
        log: [],
        tell: ["log"],
      });
    },
  );

  test("all actions before it, also when its condition reads everything", () => {
    expect(waitsOf(workflow([notify("a"), notify("b", { condition: "$count(*) > 0" })]))).toEqual({
      a: [],
      b: ["a"],
    });
  });

  test("nothing, when what it reads is no action's", () => {
    const parameters = [
      { name: "url", type: "string" },
      { name: "actions", type: "string" },
    ];
    const b = notify("b", { for_each: "{{[1]}}", ...says("{{url}} {{actions}} {{$item}} {{$execution}}") });
    expect(waitsOf(workflow([notify("a"), b], { parameters }))).toEqual({ a: [], b: [] });
  });
});

describe("depends_on", () => {
  const errorsOfB = (depends_on: unknown, rest: object = {}): string[][] => {
    const input = workflow([notify("fetch"), notify("b", { depends_on })], rest);
    return compilePlan(definitionOf(input), actionTypes).errors.map(({ code, path, message, fix }) => [
      code,
      path,
      message,
      fix,
    ]);
  };

  test("names an action that is unknown", () => {
    expect(errorsOfB(["fecth"])).toEqual([
      [
        "UNKNOWN_DEPENDENCY",
        "actions[1].depends_on[0]",
        'Action "b" depends on unknown action "fecth": did you mean "fetch"? Actions: fetch, b.',
        "Name an action_id of this workflow in depends_on.",
      ],
    ]);
  });

  test("names an action of another stage", () => {
    expect(errorsOfB(["tell"], { on_failure: [notify("tell")] })).toEqual([
      [
        "UNKNOWN_DEPENDENCY",
        "actions[1].depends_on[0]",
        'Action "b" can\'t depend on action "tell", which is one of on_failure and runs only when all others have ended.',
        "Remove it from depends_on.",
      ],
    ]);
    expect(errorsOfB([], { on_failure: [notify("tell", { depends_on: "fetch" })] })[0]?.[2]).toBe(
      'Action "tell" can\'t depend on action "fetch", which has ended before any action of on_failure starts.',
    );
  });

  test("is offered the actions of its own stage", () => {
    const input = workflow([notify("fetch")], { on_failure: [notify("tell", { depends_on: "fetsh" })] });
    expect(errorsOf(input)[0]).toMatch(/depends on unknown action "fetsh": Actions: tell\.$/);
    expect(errorsOfB(["fecth"], { on_failure: [notify("tell")] })[0]?.[2]).toMatch(/ Actions: fetch, b\.$/);
  });

  test("tells what is unknown once, though it is named twice", () => {
    expect(errorsOfB(["fecth", "fecth"]).map(([, path]) => path)).toEqual(["actions[1].depends_on[0]"]);
  });

  test("may say the same twice, but not two things", () => {
    expect(errorsOfB(["fetch", "fetch"])).toEqual([]);
    expect(
      errorsOfB([
        { action: "fetch", on: ["failed", "skipped"] },
        { action: "fetch", on: ["skipped", "failed"] },
      ]),
    ).toEqual([]);
    expect(
      errorsOfB([
        { action: "fetch", on: ["failed"] },
        { action: "fetch", on: ["skipped"] },
      ]).map(([, path]) => path),
    ).toEqual(["actions[1].depends_on[1]"]);
    expect(errorsOfB(["fetch", { action: "fetch", on: ["failed"] }])).toEqual([
      [
        "INVALID_DEFINITION",
        "actions[1].depends_on[1]",
        'actions[1].depends_on[1] names "fetch" again, with other outcomes.',
        'Name "fetch" once, with all its outcomes: { action: fetch, on: [completed, failed] }.',
      ],
    ]);
  });
});

describe("a dependency cycle", () => {
  test.each([
    [
      "of depends_on",
      [notify("a", { depends_on: "c" }), notify("b", { depends_on: "a" }), notify("c", { depends_on: "b" })],
    ],
    ["of templates", [notify("a", says("{{c}}")), notify("b", says("{{a}}")), notify("c", says("{{b}}"))]],
  ])("%s is told along its way", (_name, actions) => {
    expect(errorsOf(workflow(actions))).toEqual([
      "DEPENDENCY_CYCLE actions[0]: Dependency cycle: a -> c -> b -> a.",
    ]);
  });

  test("may be one action that reads itself", () => {
    expect(errorsOf(workflow([notify("a", says("{{a.x}}"))]))).toEqual([
      "DEPENDENCY_CYCLE actions[0]: Dependency cycle: a -> a.",
    ]);
    expect(errorsOf(workflow([notify("a", { depends_on: "a" })]))).toEqual([
      "DEPENDENCY_CYCLE actions[0]: Dependency cycle: a -> a.",
    ]);
  });

  test("is told for each group of actions, also in on_failure", () => {
    const pair = (a: string, b: string): Record<string, unknown>[] => [
      notify(a, { depends_on: b }),
      notify(b, { depends_on: a }),
    ];
    expect(
      errorsOf(workflow([...pair("a", "b"), ...pair("c", "d")], { on_failure: pair("e", "f") })),
    ).toEqual([
      "DEPENDENCY_CYCLE actions[0]: Dependency cycle: a -> b -> a.",
      "DEPENDENCY_CYCLE actions[2]: Dependency cycle: c -> d -> c.",
      "DEPENDENCY_CYCLE on_failure[0]: Dependency cycle: e -> f -> e.",
    ]);
  });

  test.each([
    ["config", says("{{$string($$)}}")],
    ["condition", { condition: "$count(*) > 0" }],
  ])("through a %s that reads everything says so", (_place, rest) => {
    const input = workflow([notify("a", { depends_on: "b" }), notify("b", rest)]);
    expect(
      compilePlan(definitionOf(input), actionTypes).errors.map(({ message, fix }) => [message, fix]),
    ).toEqual([
      [
        "Dependency cycle: a -> b -> a.",
        'Name what "b" reads: an expression that reads everything waits for all actions before it.',
      ],
    ]);
  });

  test("is none between an action and its compensation", () => {
    const compensate = { action_type: "notification", config: { message: "{{a.x}} {{b.x}}" } };
    expect(errorsOf(workflow([notify("a", { compensate }), notify("b", says("{{a.x}}"))]))).toEqual([]);
  });
});
