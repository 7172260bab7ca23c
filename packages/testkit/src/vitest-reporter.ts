import { type ReporterOptions, reportRun } from "./reporters/run-report";
import { type VitestModule, vitestTests } from "./reporters/vitest-modules";

/**
 * A reporter for vitest 3 and newer, beside its own: tests by category, the slowest ones, a JUnit report, and
 * JSON.
 *
 * @example
 * // vitest.config.ts
 * export default defineConfig({ test: { reporters: ["default", "@tutti/testkit/vitest-reporter"] } });
 */
class VitestReporter {
  private begun = performance.now();
  private root = process.cwd();

  constructor(private readonly options: ReporterOptions = {}) {}

  /** Vitest calls it once, at the beginning. */
  onInit(vitest: { readonly config: { readonly root: string } }): void {
    this.root = vitest.config.root;
  }

  /** Vitest calls it when a run begins; with --watch there are several. */
  onTestRunStart(): void {
    this.begun = performance.now();
  }

  /** Vitest calls it when a run has ended. */
  onTestRunEnd(modules: readonly VitestModule[]): void {
    const { root } = this;
    const durationMs = performance.now() - this.begun;
    const run = { runner: "vitest", root, durationMs, tests: vitestTests(modules, root) };
    process.stdout.write(reportRun(run, this.options));
  }
}

export = VitestReporter;
