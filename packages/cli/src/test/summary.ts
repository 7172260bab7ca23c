import { CATEGORIES, type Category, type WorkflowTestResult } from "@tutti/testkit/workflow-tests";
import type { FileResult } from "./run-tests";

/** How many tests passed, and how many did not. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** A run of tests in numbers. */
export interface TestSummary extends Counts {
  readonly not_run: number;
  readonly files: Counts;
  /** Those that have tests. */
  readonly categories: Readonly<Partial<Record<Category, Counts>>>;
  readonly snapshots: { readonly written: number; readonly updated: number; readonly removed: number };
  /** The slowest tests, slowest first. */
  readonly slowest: readonly WorkflowTestResult[];
  /** Real time. */
  readonly duration_ms: number;
}

const SLOWEST = 5;

/** Sums a run up. */
export function summarize(
  files: readonly FileResult[],
  { durationMs, removed }: { readonly durationMs: number; readonly removed: number },
): TestSummary {
  const all = files.flatMap(({ results }) => results);
  const snapshots = (outcome: string): number => all.filter(({ snapshot }) => snapshot === outcome).length;
  const failedFiles = files.filter(({ results }) => results.some(({ passed }) => !passed)).length;
  return {
    ...countsOf(all),
    not_run: files.reduce((sum, { notRun }) => sum + notRun, 0),
    files: { passed: files.length - failedFiles, failed: failedFiles },
    categories: Object.fromEntries(
      CATEGORIES.map((category) => [category, all.filter((one) => one.category === category)] as const)
        .filter(([, tests]) => tests.length > 0)
        .map(([category, tests]) => [category, countsOf(tests)]),
    ),
    snapshots: { written: snapshots("written"), updated: snapshots("updated"), removed },
    slowest: all.toSorted((a, b) => b.duration_ms - a.duration_ms).slice(0, SLOWEST),
    duration_ms: durationMs,
  };
}

function countsOf(tests: readonly WorkflowTestResult[]): Counts {
  const passed = tests.filter((one) => one.passed).length;
  return { passed, failed: tests.length - passed };
}
