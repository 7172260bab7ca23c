import { actionCatalogue } from "./catalogue";
import { configIssues } from "./check-config";
import { type ControlActionType, controlActions, isControlAction } from "./control-actions";
import type { JsonObject } from "../json/json";

function problemsOf(type: ControlActionType, config: JsonObject): string[] {
  const issues = [...configIssues(controlActions[type], { config, path: ["config"] })];
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

test("there are four control actions", () => {
  expect(actionCatalogue().types()).toEqual(["wait", "wait_for_signal", "run_workflow", "fail"]);
  expect(["wait", "toString", "notification"].map(isControlAction)).toEqual([true, false, false]);
});

test.each(Object.entries(controlActions))("the examples of %s are valid", (type, { examples }) => {
  for (const { config } of examples) expect(problemsOf(type as ControlActionType, config)).toEqual([]);
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
  ["wait_for_signal", { signal: "{{name}}" }, []],
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
