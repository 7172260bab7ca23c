import { TestkitError } from "../errors";

/** The hooks of a test runner: those of jest, vitest and node:test fit. */
export interface RunnerHooks {
  readonly beforeEach: (hook: () => unknown) => unknown;
  readonly afterEach: (hook: () => unknown) => unknown;
}

/**
 * The hooks of the runner at hand: its globals (jest, vitest with `globals: true`), else those of node:test.
 *
 * @throws {TestkitError} `NO_TEST_HOOKS` in a jest or vitest without globals
 */
export function runnerHooks(): RunnerHooks {
  const { beforeEach, afterEach } = globalThis as Partial<RunnerHooks>;
  if (beforeEach !== undefined && afterEach !== undefined) return { beforeEach, afterEach };
  if (process.env.VITEST !== undefined) throw withoutGlobals("vitest");
  if (process.env.JEST_WORKER_ID !== undefined) throw withoutGlobals("jest");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only its own tests may start this runner
  return require("node:test") as RunnerHooks;
}

function withoutGlobals(runner: string): TestkitError {
  return new TestkitError("NO_TEST_HOOKS", `This ${runner} has no global beforeEach and afterEach.`);
}
