import { type RunSummary, summarizeTests, type TestRecord } from "@tutti/testkit/workflow-tests";
import type { FileResult } from "./run-tests";

/** A run of tests in numbers. */
export interface TestSummary extends RunSummary {
  readonly not_run: number;
  readonly snapshots: { readonly written: number; readonly updated: number; readonly removed: number };
}

/** The cases as reports of other test runners have them. */
export function recordsOf(files: readonly FileResult[]): TestRecord[] {
  return files.flatMap(({ results, tests }) =>
    results.map(({ category, duration_ms, line, message, name, passed }) => ({
      file: tests.name,
      name,
      category,
      status: passed ? "passed" : "failed",
      duration_ms,
      // Its first line names the case again.
      message: message.split("\n").slice(1).join("\n"),
      line,
    })),
  );
}

/** Sums a run up. */
export function summarize(
  files: readonly FileResult[],
  { durationMs, removed }: { readonly durationMs: number; readonly removed: number },
): TestSummary {
  const all = files.flatMap(({ results }) => results);
  const snapshots = (outcome: string): number => all.filter(({ snapshot }) => snapshot === outcome).length;
  return {
    ...summarizeTests(recordsOf(files), { durationMs }),
    not_run: files.reduce((sum, { notRun }) => sum + notRun, 0),
    snapshots: { written: snapshots("written"), updated: snapshots("updated"), removed },
  };
}
