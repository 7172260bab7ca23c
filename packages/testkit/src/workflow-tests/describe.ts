import { AssertionError } from "node:assert";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { globalRunner } from "../contracts/describe-contract";
import { readWorkflowTests } from "./read";
import { runWorkflowTest, type WorkflowTestOptions } from "./run";
import { casesOf } from "./test-file";
import { isWorkflowTestFile } from "./workflow-files";

/** What {@link describeWorkflowTests} needs of a test runner: jest's, vitest's and node:test's functions fit. */
export interface WorkflowTestRunner {
  describe(title: string, body: () => void): unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
}

/** Options of {@link describeWorkflowTests}. */
export interface DescribeOptions extends WorkflowTestOptions {
  /** The runner's functions. Default: its global ones. */
  readonly runner?: WorkflowTestRunner;
}

/**
 * Registers a test for each case of a file, or of every `*.workflow-test.yaml`, `.yml` and `.json` in a folder
 * and below it: in jest, or vitest with `globals: true`; other runners give their functions.
 *
 * @throws {TestkitError} `INVALID_TEST_FILE`, when it is called, with everything that is wrong
 * @example
 * describeWorkflowTests(path.join(__dirname, "workflows"), { plugins: [serviceCall(), notification()] });
 */
export function describeWorkflowTests(target: string, options: DescribeOptions = {}): void {
  const { runner = globalRunner("describeWorkflowTests(target, { runner: { describe, test } })"), ...own } =
    options;
  for (const name of workflowTestFiles(target)) {
    const file = readWorkflowTests(name);
    runner.describe(path.relative(process.cwd(), name), () => {
      for (const placed of casesOf(file)) {
        runner.test(placed.spec.name, async () => {
          const { message, passed } = await runWorkflowTest(placed, own);
          if (!passed) throw new AssertionError({ message });
        });
      }
    });
  }
}

/** The files of tests in a folder and below it, sorted; a file is given back as it is. */
export function workflowTestFiles(target: string): string[] {
  if (!statSync(target).isDirectory()) return [target];
  const found = readdirSync(target, { withFileTypes: true }).flatMap((entry) => {
    const inner = path.join(target, entry.name);
    if (entry.isDirectory()) return isLookedInto(entry.name) ? workflowTestFiles(inner) : [];
    return isWorkflowTestFile(entry.name) ? [inner] : [];
  });
  return found.toSorted((a, b) => a.localeCompare(b));
}

function isLookedInto(folder: string): boolean {
  return folder !== "node_modules" && !folder.startsWith(".");
}
