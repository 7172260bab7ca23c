import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseDefinition } from "@tutti/core";
import {
  casesOf,
  percentOf,
  readWorkflowTests,
  runWorkflowTest,
  toLcov,
  workflowCoverage,
  type WorkflowCoverage,
} from "../index";

const DEFINITION = {
  name: "Everything",
  parameters: [
    { name: "list", type: "array", default_value: [] },
    { name: "big", type: "boolean", default_value: false },
  ],
  triggers: [
    { type: "event", event_type: "order.created" },
    { type: "schedule", cron: "@daily" },
  ],
  defaults: { retry: { max_attempts: 1 } },
  actions: [
    { action_id: "check", action_type: "x", condition: "big" },
    { action_id: "each", action_type: "x", for_each: "{{list}}" },
    {
      action_id: "pay",
      action_type: "x",
      retry: { max_attempts: 2, jitter: false },
      compensate: { action_type: "x" },
    },
    { action_id: "tell", action_type: "x", on_error: "continue", depends_on: ["pay"] },
    { action_id: "sorry", action_type: "x", depends_on: [{ action: "tell", on: ["failed"] }] },
    { action_id: "last", action_type: "x", depends_on: ["sorry"] },
  ],
  on_failure: [{ action_id: "clean", action_type: "x" }],
};

const MOCKS = Object.fromEntries(
  [...DEFINITION.actions, ...DEFINITION.on_failure].map(({ action_id: id }) => [id, { output: 1 }]),
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "coverage-"));
  writeFileSync(path.join(folder, "all.json"), JSON.stringify(DEFINITION, null, 2));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What cases have seen of the definition. */
async function coverageOf(...cases: object[]): Promise<WorkflowCoverage> {
  const name = path.join(folder, "all.workflow-test.json");
  const tests = { actions: MOCKS, compensations: { pay: { output: 1 } }, cases };
  writeFileSync(name, JSON.stringify(tests));
  const file = readWorkflowTests(name);
  const results = await Promise.all(casesOf(file).map((one) => runWorkflowTest(one)));
  expect(results.map(({ message }) => message)).toEqual(cases.map(() => ""));
  const { definition, file: workflow } = file.workflow;
  const lineOf = (at: string) => (at === "actions[0].action_id" ? 40 : undefined);
  return workflowCoverage(
    { definition, file: workflow, lineOf },
    results.flatMap(({ histories }) => histories),
  );
}

/** What was not covered: actions, and branches with their action. */
function missed({ actions, triggers }: WorkflowCoverage): string[] {
  return [
    ...actions.flatMap(({ action_id: id, branches, hits }) => [
      ...(hits === 0 ? [id] : []),
      ...branches.filter((branch) => branch.hits === 0).map(({ name }) => `${id}: ${name}`),
    ]),
    ...triggers.filter(({ hits }) => hits === 0).map(({ name }) => name),
  ];
}

test("one plain execution leaves every other way open", async () => {
  const coverage = await coverageOf({ name: "plain" });
  expect(missed(coverage)).toEqual([
    "check",
    "check: condition true",
    "each: for_each with items",
    "pay: retry",
    "pay: compensation",
    "tell: failure",
    "sorry",
    "clean",
    "event trigger",
    "schedule trigger",
  ]);
  expect(coverage.counts).toEqual({
    actions: { total: 7, covered: 4 },
    branches: { total: 10, covered: 3 },
  });
  expect(coverage.percent).toBeCloseTo((100 * 7) / 17);
  expect(coverage.actions[0]).toMatchObject({ path: "actions[0].action_id", line: 40, hits: 0 });
  expect(coverage.actions[2]?.branches[0]).toEqual({
    name: "retry",
    path: "actions[2].retry",
    line: null,
    hits: 0,
  });
});

test("tests that go every way cover everything", async () => {
  const coverage = await coverageOf(
    { name: "plain" },
    { name: "big", parameters: { big: true, list: [1, 2] }, faults: [{ fail_action: "pay", times: 1 }] },
    { name: "not told", faults: [{ fail_action: "tell" }] },
    {
      name: "fails",
      faults: [{ fail_action: "last" }],
      expect: { status: "failed", actions: { clean: "completed" } },
    },
    { name: "by an event", triggered: true, steps: [{ publish: "order.created" }] },
    { name: "by the clock", triggered: true, steps: [{ advance: "1 day" }] },
  );
  expect(missed(coverage)).toEqual([]);
  expect(coverage.percent).toBe(100);
});

test("lcov tells actions as functions, and ways as branches", async () => {
  const lines = toLcov([await coverageOf({ name: "plain" })]).split("\n");
  expect(lines.slice(0, 3)).toEqual(["TN:", `SF:${path.join(folder, "all.json")}`, "FN:40,check"]);
  expect(lines).toEqual(
    expect.arrayContaining([
      "FNDA:0,check",
      "FNDA:1,pay",
      "FNF:7",
      "FNH:4",
      "BRDA:1,0,0,0",
      "BRDA:1,0,1,1",
      "BRF:10",
      "BRH:3",
      "DA:40,0",
      "LF:2",
      "LH:1",
      "end_of_record",
    ]),
  );
});

test("a workflow without any parts is covered", () => {
  const parsed = parseDefinition({ name: "empty" });
  if (!parsed.success) throw new Error("refused");
  const subject = { file: "empty.yaml", definition: parsed.definition, lineOf: () => undefined };
  expect(workflowCoverage(subject, []).percent).toBe(100);
  expect(percentOf([])).toBe(100);
});
