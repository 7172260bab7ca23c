import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toJunit } from "./junit";
import { type RunSummary, summarizeTests, type TestCounts } from "./summary";
import type { TestRecord } from "./test-record";

/** Options of the reporters for jest, vitest and node:test. */
export interface ReporterOptions {
  /** The JUnit report, from the project's folder on. Default `test-results.xml`; false: none. */
  readonly junit?: string | false;
  /** The same as JSON. Default: none. */
  readonly json?: string | false;
  /** How many of the slowest tests to tell. Default 5. */
  readonly slowest?: number;
}

/** A run that has ended. */
export interface EndedRun {
  /** What ran the tests. */
  readonly runner: string;
  /** The project's folder. */
  readonly root: string;
  readonly durationMs: number;
  readonly tests: readonly TestRecord[];
}

/** Writes the files of a report, and gives what is to be printed. */
export function reportRun(
  { durationMs, root, runner, tests }: EndedRun,
  { json = false, junit = "test-results.xml", slowest = 5 }: ReporterOptions = {},
): string {
  const summary = summarizeTests(tests, { durationMs, slowest });
  if (junit !== false) save(path.resolve(root, junit), toJunit(tests, { name: runner, durationMs }));
  if (json !== false) save(path.resolve(root, json), `${JSON.stringify({ summary, tests }, null, 2)}\n`);
  return `${linesOf(summary).join("\n")}\n`;
}

function save(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The last line is one that any CI can read without a parser. */
function linesOf({ categories, failed, passed, slowest }: RunSummary): string[] {
  const all = Object.entries(categories);
  const width = Math.max(...all.map(([name]) => name.length), 0);
  return [
    "",
    "Categories:",
    ...all.map(([name, counts]) => `  ${name.padEnd(width)}  ${countsText(counts)}`),
    ...(slowest.length === 0 ? [] : ["", "Slowest:"]),
    ...slowest.map(({ duration_ms, file, name }) => `  ${timeText(duration_ms)}  ${file}: ${name}`),
    "",
    `${passed} passed, ${failed} failed`,
  ];
}

function countsText({ failed, passed, skipped }: TestCounts): string {
  const other = [
    [failed, "failed"],
    [skipped, "skipped"],
  ] as const;
  return [[passed, "passed"] as const, ...other.filter(([count]) => count > 0)]
    .map(([count, what]) => `${count} ${what}`)
    .join(", ");
}

function timeText(ms: number): string {
  return (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`).padStart(8);
}
