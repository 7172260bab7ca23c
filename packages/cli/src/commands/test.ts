import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { dropSnapshots, toJunit } from "@tutti/testkit/workflow-tests";
import { loadConfig } from "../config/load-config";
import { loadPlugins } from "../config/load-plugins";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { actionTypesIn, wantedTypes } from "../run/session";
import { coverageLines, coverageOf, percentText, type TestCoverage, writeCoverage } from "../test/coverage";
import { findTests } from "../test/find-tests";
import { failureLines, fileLines, summaryLines } from "../test/lines";
import { type LoadedTests, type LoadResult, loadTests } from "../test/load-tests";
import { toDocument } from "../test/document";
import { type FileResult, runTests } from "../test/run-tests";
import { recordsOf, summarize, type TestSummary } from "../test/summary";
import type { Line } from "../terminal/style";
import { type CommonOptions, type Look, lookOf, paintAll, refusedReport } from "./shared";

/** Options of `tutti test`. */
export interface TestOptions extends CommonOptions {
  readonly filter?: readonly string[];
  readonly bail?: boolean;
  readonly updateSnapshots?: boolean;
  readonly coverage?: boolean;
  readonly coverageDir?: string;
  readonly coverageThreshold?: string;
  /** True: into the file that is usual. */
  readonly junit?: string | true;
}

/** What a run of tests came to. */
interface TestRun {
  readonly files: readonly FileResult[];
  readonly summary: TestSummary;
  readonly coverage: TestCoverage | undefined;
  readonly threshold: number | undefined;
}

/**
 * Runs files of workflow tests, and tells of each file as soon as its cases have ended.
 *
 * Nothing is run when a file, or a workflow that it tests, is wrong.
 */
export async function test(patterns: readonly string[], options: TestOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const threshold = thresholdOf(options);
  const found = findTests(patterns, io.cwd);
  const results: LoadResult[] = [];
  for (const file of found) results.push(await loadTests(file, io));
  const wrong = results.flatMap(({ diagnostics }) => diagnostics);
  if (wrong.length > 0) return refusedReport(wrong, look);
  const loaded = results.flatMap((one) => (one.loaded === undefined ? [] : [one.loaded]));
  const run = { ...(await runAll(loaded, options, io)), threshold };
  await writeReports(run, options, io);
  return report(run, look);
}

type Ran = Omit<TestRun, "threshold">;

async function runAll(loaded: readonly LoadedTests[], options: TestOptions, io: Io): Promise<Ran> {
  const {
    bail = false,
    coverage,
    coverageThreshold,
    filter: filters = [],
    updateSnapshots = false,
  } = options;
  const look = lookOf(io, options);
  const write = (lines: readonly Line[]): void => {
    if (options.json !== true) io.stdout.write(`${paintAll(lines, look.out).join("\n")}\n`);
  };
  const begun = performance.now();
  const files = await runTests(loaded, {
    filters,
    bail,
    updateSnapshots,
    ci: isCi(io),
    plugins: await pluginsFor(loaded, options, io),
    root: io.cwd,
    onFile: (result) => write(fileLines(result, look)),
  });
  if (files.length === 0) throw noCases(filters);
  const removed = updateSnapshots && filters.length === 0 ? dropOld(loaded) : 0;
  const summary = summarize(files, { durationMs: performance.now() - begun, removed });
  const isCovered = coverage === true || coverageThreshold !== undefined;
  return { files, summary, coverage: isCovered ? coverageOf(files) : undefined };
}

async function pluginsFor(loaded: readonly LoadedTests[], { config }: TestOptions, io: Io) {
  const types = loaded.flatMap(({ file }) => [
    ...actionTypesIn([file.workflow.definition, ...file.children.values()]),
  ]);
  const wishes = { print: () => undefined, ...wantedTypes(new Set(types)) };
  return loadPlugins(await loadConfig(config, io), wishes, io);
}

function dropOld(loaded: readonly LoadedTests[]): number {
  return loaded.reduce((sum, { file }) => {
    const names = new Set(file.tests.cases.map(({ name }) => name));
    return sum + dropSnapshots(file.file, names).length;
  }, 0);
}

async function writeReports({ coverage, files, summary }: Ran, options: TestOptions, io: Io): Promise<void> {
  const { coverageDir = "coverage/workflows", junit } = options;
  if (coverage !== undefined) await writeCoverage(coverage, path.resolve(io.cwd, coverageDir));
  if (junit === undefined) return;
  const file = path.resolve(io.cwd, junit === true ? "test-results.xml" : junit);
  await mkdir(path.dirname(file), { recursive: true });
  const about = { name: "tutti test", durationMs: summary.duration_ms };
  await writeFile(file, toJunit(recordsOf(files), about));
}

function report(run: TestRun, look: Look): Report {
  const { coverage, files, summary, threshold } = run;
  const isBelow = coverage !== undefined && threshold !== undefined && coverage.percent < threshold;
  const below = isBelow
    ? [`The coverage of ${percentText(coverage.percent)} is below the threshold of ${threshold} %.`]
    : [];
  const failures = failureLines(files, look);
  return {
    exitCode: summary.failed > 0 || isBelow ? EXIT.failed : EXIT.ok,
    json: toDocument({ files, summary, coverage, success: summary.failed === 0 && !isBelow }),
    out: paintAll(
      [
        ...failures,
        ...(coverage === undefined ? [] : [[], ...coverageLines(coverage, look.columns)]),
        ...summaryLines(summary, look),
      ],
      look.out,
    ),
    err: below,
  };
}

function thresholdOf({ coverageThreshold: text }: TestOptions): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 100) return value;
  throw new CliError({
    code: "USAGE",
    message: `--coverage-threshold is no number from 0 to 100: "${text}".`,
    fix: "Give a number of percent, such as --coverage-threshold 90.",
  });
}

function noCases(filters: readonly string[]): CliError {
  return new CliError({
    code: "NO_TESTS",
    message: `No case has a name with ${filters.map((one) => `"${one}"`).join(" or ")}.`,
    fix: "Give another --filter, or leave it out.",
  });
}

function isCi({ env }: Pick<Io, "env">): boolean {
  const { CI = "" } = env;
  return CI !== "" && CI !== "0" && CI !== "false";
}
