import { CATEGORIES, type Category } from "./category";
import type { TestRecord } from "./test-record";

/** How many tests passed, failed, and were skipped. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A run of tests in numbers. */
export interface RunSummary extends TestCounts {
  /** Files without a failure, and with one. */
  readonly files: { readonly passed: number; readonly failed: number };
  /** Those that have tests. */
  readonly categories: Readonly<Partial<Record<Category, TestCounts>>>;
  /** Slowest first. */
  readonly slowest: readonly TestRecord[];
  /** Real time. */
  readonly duration_ms: number;
}

/** What a summary is told besides the tests. */
export interface SummaryOptions {
  readonly durationMs: number;
  /** How many of the slowest tests to tell. Default 5. */
  readonly slowest?: number;
}

/** Sums a run of tests up. */
export function summarizeTests(
  tests: readonly TestRecord[],
  { durationMs, slowest = 5 }: SummaryOptions,
): RunSummary {
  const files = new Set(tests.map(({ file }) => file));
  const failed = new Set(tests.filter(({ status }) => status === "failed").map(({ file }) => file));
  const byCategory = CATEGORIES.map(
    (category) => [category, tests.filter((one) => one.category === category)] as const,
  );
  return {
    ...countsOf(tests),
    files: { passed: files.size - failed.size, failed: failed.size },
    categories: Object.fromEntries(
      byCategory.filter(([, of]) => of.length > 0).map(([category, of]) => [category, countsOf(of)]),
    ),
    slowest: tests.toSorted((a, b) => b.duration_ms - a.duration_ms).slice(0, slowest),
    duration_ms: durationMs,
  };
}

function countsOf(tests: readonly TestRecord[]): TestCounts {
  const count = (wanted: TestRecord["status"]): number =>
    tests.filter(({ status }) => status === wanted).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}
