import type { ContractCase } from "./contract";

/** What {@link describeContract} needs of a test runner: jest's, vitest's and node:test's functions fit. */
export interface TestRunner {
  describe(title: string, body: () => void): unknown;
  readonly test: ((name: string, body: () => Promise<void>) => unknown) & {
    skip(name: string, body: () => Promise<void>): unknown;
  };
}

/**
 * Registers the cases of a contract with the test runner: with its global `describe` and `test`, or with
 * those that are given. A case that does not apply is listed as skipped, with the reason in its name.
 *
 * @example
 * describeContract("my storage: the storage contract", storageContract(subject));
 */
export function describeContract(
  title: string,
  cases: readonly ContractCase[],
  runner: TestRunner = globalRunner("describeContract(title, cases, { describe, test })"),
): void {
  runner.describe(title, () => {
    for (const [group, members] of grouped(cases)) {
      runner.describe(group, () => {
        for (const one of members) register(one, runner.test);
      });
    }
  });
}

function register(one: ContractCase, test: TestRunner["test"]): void {
  const run = (): Promise<void> => one.run();
  if (one.notApplicable === undefined) test(one.name, run);
  else test.skip(`${one.name} (not applicable: ${one.notApplicable})`, run);
}

function grouped(cases: readonly ContractCase[]): Map<string, ContractCase[]> {
  const groups = new Map<string, ContractCase[]>();
  for (const one of cases) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

/** The global `describe` and `test`. Throws where there are none, and shows the call that brings them. */
export function globalRunner(call: string): TestRunner {
  const { describe, test } = globalThis as Partial<TestRunner>;
  if (describe !== undefined && test !== undefined) return { describe, test };
  throw new Error(
    "There are no global describe and test. Give your runner's: " +
      `import { describe, test } from "node:test" (or "vitest") and call ${call}.`,
  );
}
