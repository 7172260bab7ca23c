import path from "node:path";
import { type TestFileProblem, testFileProblem } from "./problem";
import type { WorkflowTests } from "./schema/file";

/** What the name of a file of tests ends with. */
const ENDING = /\.workflow-test\.(?:ya?ml|json)$/;

/** Is this the name of a file of tests: `*.workflow-test.yaml`, `.yml` or `.json`? */
export function isWorkflowTestFile(file: string): boolean {
  return ENDING.test(file);
}

/** The workflow that a file of tests is about: the one it names, else the one beside it with its name. */
export function workflowFileOf(
  file: string,
  { workflow }: WorkflowTests,
  exists: (file: string) => boolean,
): string | TestFileProblem {
  const folder = path.dirname(file);
  const base = file.replace(ENDING, "");
  const candidates =
    workflow === undefined
      ? ["yaml", "yml", "json"].map((extension) => `${base}.${extension}`)
      : [path.join(folder, workflow)];
  const found = candidates.find(exists);
  if (found !== undefined) return found;
  const message = `There is no workflow ${candidates.map((one) => path.basename(one)).join(" or ")} in ${folder}.`;
  const fix = "Name its file: workflow: flows/review.yaml, from the folder of the tests on.";
  return testFileProblem(workflow === undefined ? "" : "workflow", message, fix);
}

/** The files of the workflows that `run_workflow` starts, by the workflow_id that it names. */
export function childFilesOf(
  file: string,
  { workflows = {} }: WorkflowTests,
): (readonly [id: string, file: string])[] {
  return Object.entries(workflows).map(([id, child]) => [id, path.join(path.dirname(file), child)] as const);
}
