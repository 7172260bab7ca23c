import { existsSync } from "node:fs";
import path from "node:path";
import { isWorkflowTestFile, workflowTestFiles } from "@tutti/testkit/workflow-tests";
import { CliError } from "../diagnostics/diagnostic";

/**
 * The files of tests that patterns mean, as absolute paths. A pattern is a file, a folder, or a part of the
 * paths below the working directory; without any, all of them are meant.
 *
 * Throws a `CliError` when there are none.
 */
export function findTests(patterns: readonly string[], cwd: string): readonly string[] {
  const wanted = patterns.length === 0 ? ["."] : patterns;
  const found = wanted.flatMap((pattern) => matching(pattern, cwd));
  if (found.length > 0) return [...new Set(found)];
  const what = patterns.length === 0 ? "below here" : `for ${patterns.map((one) => `"${one}"`).join(", ")}`;
  throw new CliError({
    code: "NO_TESTS",
    message: `There is no file of tests ${what}.`,
    fix: "Their names end with .workflow-test.yaml, .workflow-test.yml or .workflow-test.json.",
  });
}

function matching(pattern: string, cwd: string): readonly string[] {
  const target = path.resolve(cwd, pattern);
  if (existsSync(target)) return workflowTestFiles(target).filter(isWorkflowTestFile);
  return workflowTestFiles(cwd).filter((file) => path.relative(cwd, file).includes(pattern));
}
