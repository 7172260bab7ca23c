import type { Plugin } from "@tutti/core";
import {
  casesOf,
  type PlacedCase,
  runWorkflowTest,
  type WorkflowTestOptions,
  type WorkflowTestResult,
} from "@tutti/testkit/workflow-tests";
import type { LoadedTests } from "./load-tests";
import { quietNotifications } from "./quiet-notifications";

/** Which cases are run, and how. */
export interface RunWishes {
  /** Only cases whose name contains one of these; none: all. */
  readonly filters: readonly string[];
  /** Start no more cases after a failure. */
  readonly bail: boolean;
  readonly updateSnapshots: boolean;
  readonly ci: boolean;
  readonly plugins: readonly Plugin[];
  readonly root: string;
  /** Told of each file, in their order, as soon as its cases have ended. */
  readonly onFile: (result: FileResult) => void;
}

/** What came of a file's cases. */
export interface FileResult {
  readonly tests: LoadedTests;
  readonly results: readonly WorkflowTestResult[];
  /** How many cases were not run: they came after a failure. */
  readonly notRun: number;
}

/** So many cases run side by side: each has an orchestrator and a time of its own. */
const AT_ONCE = 8;

/** Runs the cases of all files, and tells of the files in their order. */
export async function runTests(files: readonly LoadedTests[], wishes: RunWishes): Promise<FileResult[]> {
  const groups = files
    .map((tests) => ({ tests, cases: casesOf(tests.file).filter((one) => isWanted(one, wishes.filters)) }))
    .filter(({ cases }) => cases.length > 0);
  const pool = new Pool(wishes);
  const running = groups.map(({ cases, tests }) => ({
    tests,
    cases: cases.map((one) => pool.add(one)),
  }));
  const done: FileResult[] = [];
  for (const { cases, tests } of running) {
    const ended = await Promise.all(cases);
    const results = ended.filter((result) => result !== undefined);
    const result = { tests, results, notRun: ended.length - results.length };
    done.push(result);
    wishes.onFile(result);
  }
  return done;
}

function isWanted({ spec }: PlacedCase, filters: readonly string[]): boolean {
  return filters.length === 0 || filters.some((text) => spec.name.includes(text));
}

/** Runs so many cases at once, in the order in which they were added. */
class Pool {
  private readonly queue: (() => Promise<void>)[] = [];
  private running = 0;
  private hasFailed = false;
  private readonly options: WorkflowTestOptions;

  constructor(private readonly wishes: RunWishes) {
    const { ci, plugins, root, updateSnapshots } = wishes;
    this.options = { ci, plugins, root, updateSnapshots, interceptors: [quietNotifications] };
  }

  /** What comes of a case; undefined: it was not run. */
  add(one: PlacedCase): Promise<WorkflowTestResult | undefined> {
    return new Promise((resolve) => {
      this.queue.push(async () => resolve(await this.run(one)));
      this.next();
    });
  }

  private async run(one: PlacedCase): Promise<WorkflowTestResult | undefined> {
    if (this.wishes.bail && this.hasFailed) return undefined;
    const result = await runWorkflowTest(one, this.options);
    if (!result.passed) this.hasFailed = true;
    return result;
  }

  private next(): void {
    if (this.running >= (this.wishes.bail ? 1 : AT_ONCE)) return;
    const work = this.queue.shift();
    if (work === undefined) return;
    this.running += 1;
    void work().finally(() => {
      this.running -= 1;
      this.next();
    });
  }
}
