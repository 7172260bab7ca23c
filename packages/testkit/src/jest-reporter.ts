import { type JestResults, jestTests } from "./reporters/jest-results";
import { type ReporterOptions, reportRun } from "./reporters/run-report";

/**
 * A reporter for jest, beside its own: tests by category, the slowest ones, a JUnit report, and JSON.
 *
 * @example
 * // jest.config.js
 * module.exports = { reporters: ["default", ["@tutti/testkit/jest-reporter", { json: "test-results.json" }]] };
 */
class JestReporter {
  constructor(
    private readonly globalConfig: { readonly rootDir: string },
    private readonly options: ReporterOptions = {},
  ) {}

  /** Jest calls it once, at the end. */
  onRunComplete(_contexts: unknown, results: JestResults): void {
    const { rootDir: root } = this.globalConfig;
    const durationMs = Date.now() - results.startTime;
    const run = { runner: "jest", root, durationMs, tests: jestTests(results, root) };
    process.stdout.write(reportRun(run, this.options));
  }
}

export = JestReporter;
