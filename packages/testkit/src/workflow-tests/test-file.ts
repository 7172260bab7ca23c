import type { WorkflowDefinition } from "@tutti/core";
import type { WorkflowTestCase, WorkflowTests } from "./schema/file";

/** A file of tests with everything that it needs, read and checked. */
export interface WorkflowTestFile {
  /** Its path; snapshots are stored beside it. */
  readonly file: string;
  readonly tests: WorkflowTests;
  readonly workflow: { readonly file: string; readonly definition: WorkflowDefinition };
  /** The workflows that `run_workflow` starts, by the workflow_id that it names. */
  readonly children: ReadonlyMap<string, object>;
  /** The line of a path of the file, from 1; undefined: not known. */
  readonly lineOf: (path: string) => number | undefined;
}

/** One case of a file. */
export interface PlacedCase {
  readonly file: WorkflowTestFile;
  readonly index: number;
  readonly spec: WorkflowTestCase;
}

/** The cases of a file. */
export function casesOf(file: WorkflowTestFile): PlacedCase[] {
  return file.tests.cases.map((spec, index) => ({ file, index, spec }));
}
