import type { WorkflowDefinition } from "@tutti/core";
import { suggest } from "@tutti/core/plugin";
import { formatPath } from "@tutti/core/runtime";
import { type TestFileProblem, testFileProblem } from "./problem";
import type { Expectation } from "./schema/expectation";
import type { FaultSpec } from "./schema/mocks";
import type { WorkflowTestCase, WorkflowTests } from "./schema/file";

type Keys = readonly (string | number)[];
/** A name of an action, and where the file has it. */
type Named = readonly [path: Keys, id: string];

/** The names in a file of tests that no action of the workflow has. */
export function unknownActions(tests: WorkflowTests, definition: WorkflowDefinition): TestFileProblem[] {
  const all = [...definition.actions, ...(definition.on_failure ?? [])];
  const known = all.map(({ action_id }) => action_id);
  const undone = all.filter(({ compensate }) => compensate !== undefined).map(({ action_id }) => action_id);
  const named = [...mocked(tests, []), ...tests.cases.flatMap((one, at) => namesOf(one, ["cases", at]))];
  return named.flatMap(([path, id]) => {
    const isUndo = path.at(-2) === "compensations";
    const names = isUndo ? undone : known;
    return names.includes(id) ? [] : [unknown(path, id, { names, isUndo })];
  });
}

function unknown(
  path: Keys,
  id: string,
  { isUndo, names }: { readonly names: readonly string[]; readonly isUndo: boolean },
): TestFileProblem {
  const meant = suggest(id, names);
  const hint = meant === undefined ? "" : `did you mean "${meant}"? `;
  const what = isUndo ? "action with a compensation" : "action";
  const known = names.join(", ") || "none";
  const message = `The workflow has no ${what} "${id}": ${hint}Known: ${known}.`;
  const fix = meant === undefined ? "Name an action of the workflow." : `Write "${meant}".`;
  return testFileProblem(formatPath(path), message, fix);
}

function namesOf(one: WorkflowTestCase, at: Keys): Named[] {
  return [
    ...mocked(one, at),
    ...one.faults.flatMap((fault, index) => faulty(fault, [...at, "faults", index])),
    ...one.steps.flatMap((step, index) =>
      "expect" in step ? expected(step.expect, [...at, "steps", index, "expect"]) : [],
    ),
    ...expected(one.expect, [...at, "expect"]),
  ];
}

function mocked({ actions = {}, compensations = {} }: Partial<WorkflowTestCase>, at: Keys): Named[] {
  return [
    ...Object.keys(actions).map((id): Named => [[...at, "actions", id], id]),
    ...Object.keys(compensations).map((id): Named => [[...at, "compensations", id], id]),
  ];
}

function faulty(fault: FaultSpec, at: Keys): Named[] {
  if ("crash_after" in fault) return fault.action === undefined ? [] : [[[...at, "action"], fault.action]];
  if ("fail_action" in fault) return [[[...at, "fail_action"], fault.fail_action]];
  if ("slow_action" in fault) return [[[...at, "slow_action"], fault.slow_action]];
  if (!("duplicate_delivery" in fault) || fault.duplicate_delivery === true) return [];
  return [[[...at, "duplicate_delivery"], fault.duplicate_delivery]];
}

function expected({ actions = {}, order = [], skipped = [] }: Expectation, at: Keys): Named[] {
  return [
    ...Object.keys(actions).map((id): Named => [[...at, "actions", id], id]),
    ...order.flatMap((group, index): Named[] =>
      typeof group === "string"
        ? [[[...at, "order", index], group]]
        : group.map((id, inner): Named => [[...at, "order", index, inner], id]),
    ),
    ...skipped.map((id, index): Named => [[...at, "skipped", index], id]),
  ];
}
