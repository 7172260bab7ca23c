import { parseDefinition, type WorkflowDefinition } from "@tutti/core";
import { checkWorkflowTests, unknownActions, workflowTestsJsonSchema } from "./index";

function problemsOf(cases: readonly object[], rest: object = {}): string[] {
  const checked = checkWorkflowTests({ ...rest, cases });
  return checked.ok ? [] : checked.problems.map(({ fix, message, path }) => `${path}: ${message} ${fix}`);
}

const one = (rest: object) => [{ name: "a", ...rest }];

test.each([
  [[], {}, "cases:", "at least 1 item"],
  [one({ expects: {} }), {}, "cases[0].expects:", 'did you mean "expect"?'],
  [one({ expect: { status: "complete" } }), {}, "cases[0].expect.status:", 'Write "completed".'],
  [one({ steps: [{ advance: "soon" }] }), {}, "cases[0].steps[0].advance:", '"1 day"'],
  [one({ steps: [{ advnce: 5 }] }), {}, "cases[0].steps[0]", "advance"],
  [one({ services: { a: { "/x": { reply: 1 } } } }), {}, 'cases[0].services.a["/x"]', '"POST /analyze"'],
  [
    one({ services: { a: { "GET /x": { fail: 200 } } } }),
    {},
    'cases[0].services.a["GET /x"].fail',
    "at least 400",
  ],
  [one({ faults: [{ fail_action: "a", time: 2 }] }), {}, "cases[0].faults[0].time:", 'did you mean "times"?'],
  [one({ actions: { a: { outputs: 1 } } }), {}, "cases[0].actions.a", "outputs"],
  [one({}), { workflws: {} }, "workflws:", 'did you mean "workflows"?'],
])("%j with %j is refused", (cases, rest, place, hint) => {
  const problems = problemsOf(cases, rest);
  expect(problems).not.toEqual([]);
  expect(problems.map((problem) => problem.slice(0, place.length))).toContain(place);
  expect(problems.join()).toContain(hint);
});

test("names of cases are their own", () => {
  expect(problemsOf([{ name: "a" }, { name: "b" }, { name: "a" }])).toEqual([
    'cases[2].name: The name "a" is that of cases[0], too. Give each case a name of its own.',
  ]);
});

test("names of actions are those of the workflow", () => {
  const parsed = parseDefinition({
    name: "w",
    actions: [{ action_id: "pay", action_type: "x", compensate: { action_type: "y" } }],
    on_failure: [{ action_id: "tell", action_type: "x" }],
  });
  const unknown = {
    actions: { payy: { output: 1 }, tell: { output: 1 } },
    compensations: { tell: { output: 1 }, pay: { output: 1 } },
    faults: [
      { crash_after: "action.started", action: "p1" },
      { crash_after: "action.started" },
      { fail_action: "p2" },
      { slow_action: "p3", by: 5 },
      { duplicate_delivery: "p4" },
      { duplicate_delivery: true },
    ],
    steps: [{ expect: { actions: { p5: "completed" } } }, { advance: 5 }],
    expect: { order: ["pay", ["tell", "p6"], "p7"], skipped: ["p8"] },
  };
  const checked = checkWorkflowTests({ actions: { all: { output: 1 } }, cases: one(unknown) });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const problems = unknownActions(checked.tests, parsed.definition as WorkflowDefinition);
  expect(problems.map(({ path }) => path)).toEqual([
    "actions.all",
    "cases[0].actions.payy",
    "cases[0].compensations.tell",
    "cases[0].faults[0].action",
    "cases[0].faults[2].fail_action",
    "cases[0].faults[3].slow_action",
    "cases[0].faults[4].duplicate_delivery",
    "cases[0].steps[0].expect.actions.p5",
    "cases[0].expect.order[1][1]",
    "cases[0].expect.order[2]",
    "cases[0].expect.skipped[0]",
  ]);
  expect(problems[1]).toMatchObject({
    message: 'The workflow has no action "payy": did you mean "pay"? Known: pay, tell.',
    fix: 'Write "pay".',
  });
  expect(problems[2]?.message).toBe('The workflow has no action with a compensation "tell": Known: pay.');
});

test("the JSON Schema describes every field", () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    const { properties } = schema as { readonly properties?: Record<string, { description?: string }> };
    for (const [key, value] of Object.entries(properties ?? {}))
      if (value.description === undefined && !("$ref" in value)) undescribed.push(`${path}.${key}`);
    for (const [key, value] of Object.entries(schema)) visit(value, `${path}.${key}`);
  };
  const schema = workflowTestsJsonSchema();
  visit(schema, "");
  expect(undescribed).toEqual([]);
  expect(JSON.stringify(schema)).toContain("Let so much virtual time pass.");
});
