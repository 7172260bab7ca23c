import { formatPath, schemaProblems } from "@tutti/core/runtime";
import { type TestFileProblem, testFileProblem } from "./problem";
import { type WorkflowTests, workflowTestsSchema } from "./schema/file";

/** Checked tests, or all that is wrong with them. */
export type CheckedTests =
  | { readonly ok: true; readonly tests: WorkflowTests }
  | { readonly ok: false; readonly problems: readonly TestFileProblem[] };

/**
 * Checks what a file of tests holds: everything that is wrong is told at once. What it says of actions is
 * checked against the workflow later.
 *
 * @example
 * checkWorkflowTests({ cases: [{ name: "works", expects: {} }] });
 * // { ok: false, problems: [{ path: "cases[0].expects", message: 'Unknown key "expects" …: did you mean "expect"? …' }] }
 */
export function checkWorkflowTests(value: unknown): CheckedTests {
  const problems = schemaProblems(workflowTestsSchema, value, { whole: "The file" }).map(
    ({ path, problem, fix }) => testFileProblem(formatPath(path), `${problem}.`, fix),
  );
  if (problems.length > 0) return { ok: false, problems };
  const tests = workflowTestsSchema.parse(value);
  const repeated = repeatedNames(tests);
  return repeated.length > 0 ? { ok: false, problems: repeated } : { ok: true, tests };
}

/** Snapshots and reports know a case by its name. */
function repeatedNames({ cases }: WorkflowTests): TestFileProblem[] {
  const first = new Map<string, number>();
  return cases.flatMap(({ name }, index) => {
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    const message = `The name "${name}" is that of cases[${before}], too.`;
    return [testFileProblem(`cases[${index}].name`, message, "Give each case a name of its own.")];
  });
}
