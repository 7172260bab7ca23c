import type { WorkflowTestResult } from "@tutti/testkit/workflow-tests";
import type { TestCoverage } from "./coverage";
import { lineOf, type LoadedTests } from "./load-tests";
import type { FileResult } from "./run-tests";
import type { TestSummary } from "./summary";

/** What a run came to, for {@link toDocument}. */
export interface Outcome {
  readonly success: boolean;
  readonly files: readonly FileResult[];
  readonly summary: TestSummary;
  readonly coverage: TestCoverage | undefined;
}

/** A run as the document that `--json` prints. */
export function toDocument({ coverage, files, success, summary }: Outcome): object {
  const { slowest, ...numbers } = summary;
  return {
    success,
    summary: {
      ...numbers,
      slowest: slowest.map(({ duration_ms, file, name }) => ({ file, name, duration_ms })),
    },
    files: files.map(({ notRun, results, tests }) => ({
      file: tests.name,
      workflow: tests.workflow.name,
      not_run: notRun,
      cases: results.map((one) => caseDocument(one, tests)),
    })),
    coverage: coverage ?? null,
    errors: [],
  };
}

function caseDocument(result: WorkflowTestResult, { source }: LoadedTests): object {
  const { category, duration_ms, line, message, mismatches, name, passed, snapshot, tags } = result;
  return {
    name,
    category,
    tags,
    line,
    passed,
    duration_ms,
    snapshot,
    mismatches: mismatches.map((one) => ({ ...one, line: lineOf(source, one.path) })),
    message,
  };
}
