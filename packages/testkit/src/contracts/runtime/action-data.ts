import { contains, matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const strict = (config: object, rest: object = {}): object => ({
  action_id: "s",
  action_type: "strict",
  config,
  ...rest,
});

/** The config of an action. */
export const givenData = group("what an action is given", [
  scenario("is checked once more when its templates are resolved", async (given) => {
    const { execute, script } = await given.orchestrator();
    const parameters = [{ name: "count", type: "string" }];
    const { execution } = await execute(
      workflow([strict({ count: "{{count}}" }, { retry: { max_attempts: 3 } })], { parameters }),
      { count: "many" },
    );
    matches(execution.error, {
      code: "INVALID_CONFIG",
      action_id: "s",
      attempt: 1,
      message: /count/,
    });
    same(script.calls, []);
  }),
  scenario("fails the action when a path is missing, with the keys that were there", async (given) => {
    const { execute } = await given.orchestrator();
    const { execution } = await execute(
      workflow([action("a", { config: { returns: { x: 1 } } }), action("b", { config: { y: "{{a.y}}" } })]),
    );
    matches(execution.error, { code: "MISSING_VALUE", action_id: "b" });
    contains(execution.error?.message, "x");
  }),
]);

/** The output of an action. */
export const outputData = group("what an action gives", [
  ...(
    [
      ["a bigint", { count: 1n }],
      ["a bigint inside", { count: 1, list: [{ big: 2n }] }],
      ["a function", () => 1],
      ["a symbol", Symbol("x")],
      [
        "a getter that throws",
        {
          get count(): number {
            throw new Error("never");
          },
        },
      ],
      [
        "a toJSON that throws text",
        {
          toJSON() {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a careless plugin may do
            throw "text";
          },
        },
      ],
    ] as const
  ).map(([what, output]) =>
    scenario(`can't be ${what}`, async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("a", () => output);
      const { execution } = await execute(workflow([action("a", { retry: { max_attempts: 3 } })]));
      matches(execution.error, { code: "INVALID_OUTPUT", attempt: 1 });
      same(execution.actions.a?.output, null);
    }),
  ),
  scenario("can't hold itself", async (given) => {
    const { execute, script } = await given.orchestrator();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    script.on("a", () => cyclic);
    same((await execute(workflow([action("a")]))).execution.error?.code, "INVALID_OUTPUT");
  }),
  scenario("has to fit the output schema", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("s", () => ({ count: "one" }));
    const { execution } = await execute(workflow([strict({ count: 1 })]));
    matches(execution.error, {
      code: "INVALID_OUTPUT",
      message: /count/,
    });
  }),
  scenario("may be as big as the limit says, and not a byte more", async (given) => {
    const { execute, script } = await given.orchestrator({ limits: { outputBytes: 20 } });
    script.on(
      "a",
      () => "é".repeat(9),
      () => `${"é".repeat(9)}x`,
    );
    same((await execute(workflow([action("a")]))).execution.actions.a?.output, "é".repeat(9));
    const { execution } = await execute(workflow([action("a")]));
    matches(execution.error, {
      code: "LIMIT_EXCEEDED",
      message: /21/,
    });
    same(execution.actions.a?.output, null);
  }),
  scenario("is what a restarted process would read: dates are text, undefined is null", async (given) => {
    const { execute, script } = await given.orchestrator();
    script
      .on("a", () => ({ at: new Date(0), gone: undefined, list: [undefined, Number.NaN] }))
      .on("b", () => undefined);
    const { execution } = await execute(workflow([action("a"), action("b")]));
    same(
      [execution.actions.a?.output, execution.actions.b?.output],
      [{ at: "1970-01-01T00:00:00.000Z", list: [null, null] }, null],
    );
  }),
  scenario("shares nothing with what the executor keeps", async (given) => {
    const { execute, script, get } = await given.orchestrator();
    const kept = { list: [1] };
    script.on("a", () => kept);
    const { execution } = await execute(workflow([action("a")]));
    kept.list.push(2);
    same((await get(execution.execution_id)).actions.a?.output, { list: [1] });
  }),
  scenario("can't poison prototypes", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("a", () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown);
    const { execution } = await execute(workflow([action("a"), action("b", { config: { all: "{{a}}" } })]));
    same([execution.status, ({} as { polluted?: boolean }).polluted], ["completed", undefined]);
  }),
]);
