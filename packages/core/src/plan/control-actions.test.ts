import { z } from "zod";
import type { ActionDescriptor } from "../plugin/index";
import { actionCatalogue } from "./catalogue";
import { configIssues } from "./check-config";
import { type ControlActionType, controlActions, isControlAction } from "./control-actions";
import type { JsonObject } from "../json/json";
import { planOf, workflow } from "./testing/definitions";

function problemsOf(type: ControlActionType, config: JsonObject): string[] {
  const issues = [...configIssues(controlActions[type], { config, path: ["config"] })];
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

test("there are six control actions", () => {
  expect(actionCatalogue().types()).toEqual([
    "wait",
    "wait_for_signal",
    "wait_for_event",
    "emit_event",
    "run_workflow",
    "fail",
  ]);
  expect(["wait", "toString", "notification"].map(isControlAction)).toEqual([true, false, false]);
});

describe.each(Object.values<ActionDescriptor>(controlActions))("the catalogue's entry of $type", (entry) => {
  const { type, description, config, examples = [] } = entry;

  test("stands under its type", () => {
    expect(controlActions[type as ControlActionType]).toBe(entry);
  });

  test("says in sentences what the action does and what each field means", () => {
    const { properties = {} } = z.toJSONSchema(config, { io: "input" });
    const fields = Object.values(properties).map((field) => (field as { description?: string }).description);
    expect(fields).not.toHaveLength(0);
    for (const text of [description, ...fields]) expect(text).toMatch(/^[A-Z].+\.$/);
  });

  test("has examples that become plans", () => {
    expect(examples).not.toHaveLength(0);
    const parameters = ["document_url", "item", "order_id"].map((name) => ({ name, type: "string" }));
    for (const example of examples) {
      const action = { action_id: "a", action_type: type, config: example.config };
      expect(example.name).not.toBe("");
      expect(planOf(workflow([action], { parameters })).actions).toHaveLength(1);
    }
  });
});

test.each<[ControlActionType, string, JsonObject]>([
  ["wait", "seconds", {}],
  ["wait_for_signal", "timeout_seconds", { signal: "go" }],
  ["wait_for_event", "timeout_seconds", { event_type: "order.paid" }],
])("%s takes %s of at most 100 years, as every time span in a definition", (type, field, rest) => {
  const century = 100 * 365 * 24 * 3600;
  expect(problemsOf(type, { ...rest, [field]: century })).toEqual([]);
  expect(problemsOf(type, { ...rest, [field]: century + 1 })).toHaveLength(1);
});

test.each<[ControlActionType, string, JsonObject]>([
  ["wait", "until", {}],
  ["wait_for_signal", "signal", {}],
  ["wait_for_event", "event_type", {}],
  ["wait_for_event", "correlation", { event_type: "order.paid" }],
  ["emit_event", "event_type", {}],
  ["emit_event", "subject", { event_type: "order.paid" }],
  ["run_workflow", "workflow_id", {}],
  ["fail", "message", { code: "NO" }],
])("%s takes any text for %s but an empty one", (type, field, rest) => {
  expect(problemsOf(type, { ...rest, [field]: "x y" })).toEqual([]);
  expect(problemsOf(type, { ...rest, [field]: "" })).toEqual([
    `config.${field}: Config of ${type}: "${field}": expected at least 1 character, got string "".`,
  ]);
});

test.each([
  ["A", true],
  ["OUT_OF_STOCK_2", true],
  ["out", false],
  ["OUT_of", false],
  ["2X", false],
  ["_X", false],
  ["OUT OF", false],
])("%s as the code of fail is fine: %s", (code, isFine) => {
  expect(problemsOf("fail", { code, message: "x" }).length === 0).toBe(isFine);
});

test("run_workflow gives the child no parameters when none are written", () => {
  const { config } = controlActions.run_workflow;
  expect(config.parse({ workflow_id: "wf" })).toEqual({ workflow_id: "wf", parameters: {} });
});

test("the output of wait tells until when it waited", () => {
  const { output } = controlActions.wait;
  expect([{ until: "2026-01-05T08:30:00Z" }, {}].map((value) => output.safeParse(value).success)).toEqual([
    true,
    false,
  ]);
});

test.each<[ControlActionType, JsonObject, string[]]>([
  ["wait", { seconds: 0 }, []],
  ["wait", { seconds: "{{delay}}" }, []],
  ["wait", { until: "{{deadline}}" }, []],
  ["wait", {}, ['config: Config of wait: give either "seconds" or "until".']],
  [
    "wait",
    { seconds: 1, until: "{{deadline}}" },
    ['config.seconds: Config of wait: "seconds": give either "seconds" or "until".'],
  ],
  [
    "wait",
    { seconds: -1 },
    ['config.seconds: Config of wait: "seconds": expected at least 0, got number -1.'],
  ],
  [
    "wait",
    { seconds: 1e300 },
    ['config.seconds: Config of wait: "seconds": expected at most 3153600000, got number 1e+300.'],
  ],
  [
    "wait",
    { minutes: 5 },
    [
      'config.minutes: Config of wait: Unknown key "minutes": Known: seconds, until.',
      'config: Config of wait: give either "seconds" or "until".',
    ],
  ],
  [
    "wait",
    { minutes: "{{delay}}" },
    ['config.minutes: Config of wait: Unknown key "minutes": Known: seconds, until.'],
  ],
  ["wait_for_signal", { signal: "{{name}}" }, []],
  ["wait_for_signal", { signal: "go", payload_schema: { type: "{{kind}}" } }, []],
  ["wait_for_signal", {}, ['config.signal: Config of wait_for_signal: "signal" is required.']],
  [
    "wait_for_signal",
    { signal: "go", timeout_seconds: 0 },
    [
      'config.timeout_seconds: Config of wait_for_signal: "timeout_seconds": expected more than 0, got number 0.',
    ],
  ],
  ["wait_for_signal", { signal: "go", payload_schema: { type: "object" } }, []],
  ["run_workflow", { workflow_id: "wf_1", parameters: { url: "{{url}}" } }, []],
  [
    "run_workflow",
    { workflow_id: 5 },
    ['config.workflow_id: Config of run_workflow: "workflow_id": expected text, got number 5.'],
  ],
  ["fail", { code: "{{code}}", message: "No {{item}} left." }, []],
  [
    "fail",
    { code: "out of stock", message: "x" },
    ['config.code: Config of fail: "code": must be upper-case letters, digits and _.'],
  ],
])("%s with %j", (type, config, expected) => {
  expect(problemsOf(type, config)).toEqual(expected);
});

test("a payload_schema that is no JSON Schema is refused when the workflow is created", () => {
  const [problem] = problemsOf("wait_for_signal", { signal: "go", payload_schema: { type: "integral" } });
  expect(problem).toMatch(
    /^config\.payload_schema: Config of wait_for_signal: "payload_schema": is no JSON Schema: .*integral/,
  );
});

test("wait_for_event takes an expression as its filter, and says what is wrong with one that is none", () => {
  const problems = (filter: string): string[] => problemsOf("wait_for_event", { event_type: "e", filter });
  expect(problems("data.total > $values.least and $event.subject = 'x'")).toEqual([]);
  expect(problems("data.total ==")).toEqual([
    'config.filter: Config of wait_for_event: "filter": it is no expression: unexpected "=".',
  ]);
});

test("emit_event leaves the types of Tutti's own events alone", () => {
  expect(problemsOf("emit_event", { event_type: "order.paid", data: [1, null] })).toEqual([]);
  expect(problemsOf("emit_event", { event_type: "tutti.execution.completed" })).toEqual([
    expect.stringContaining("must not begin with tutti., as Tutti's own events do"),
  ]);
});
