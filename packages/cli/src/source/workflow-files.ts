const TESTS = /\.workflow-test\.(?:ya?ml|json)$/;

/**
 * The files of workflows among these: `workflows/*.yaml` gives also the tests that stand beside them, which are
 * `tutti test`'s. Files that are all named like tests are taken as they are.
 */
export function workflowFiles(files: readonly string[]): readonly string[] {
  const workflows = files.filter((file) => !TESTS.test(file));
  return workflows.length === 0 ? files : workflows;
}
