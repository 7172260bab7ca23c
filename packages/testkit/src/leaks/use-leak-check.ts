import { turn } from "../clock";
import { TestkitError } from "../errors";
import { type RunnerHooks, runnerHooks } from "../hooks/runner-hooks";
import { openOrchestrators } from "../orchestrator/open-orchestrators";
import { type OpenResource, watchResources } from "./watch-resources";

/** Closing a socket takes a few turns of the event loop. */
const MOST_TURNS = 20;

/**
 * Fails each test that leaves something open: a test orchestrator, a timer, a socket, a server. The error
 * names the line that made it.
 *
 * @throws {TestkitError} `NO_TEST_HOOKS`
 * @example
 * useLeakCheck();
 */
export function useLeakCheck({ hooks = runnerHooks() }: { readonly hooks?: RunnerHooks } = {}): void {
  let check: LeakCheck | undefined;
  hooks.beforeEach(() => {
    check = beginLeakCheck();
  });
  hooks.afterEach(async () => check?.end());
}

let checks = 0;

/** Is a check going on? */
export function isLeakChecked(): boolean {
  return checks > 0;
}

/** A check that is going on. */
export interface LeakCheck {
  /** Throws `LEAK` when something that was opened since is still open, and stops what it can. */
  end(): Promise<void>;
}

/**
 * The same without hooks: for a runner that has none, or for a part of a test.
 *
 * @example
 * const check = beginLeakCheck();
 * await work();
 * await check.end();
 */
export function beginLeakCheck(): LeakCheck {
  const before = new Set(openOrchestrators());
  const resources = watchResources();
  checks += 1;
  return {
    async end() {
      checks -= 1;
      for (let turns = 0; turns < MOST_TURNS; turns++) await turn();
      const left = [...openOrchestrators()].filter((one) => !one.isManaged && !before.has(one));
      const leaks: OpenResource[] = [
        ...left.map(({ where }) => ({ what: "a test orchestrator", where })),
        ...resources.end(),
      ];
      // What is left of this test must not fail the next one.
      await Promise.allSettled(left.map((one) => one.stop()));
      if (leaks.length > 0) throw new TestkitError("LEAK", `Still open after the test:\n${listed(leaks)}\n`);
    },
  };
}

function listed(leaks: readonly OpenResource[]): string {
  return leaks.map(({ what, where }) => `  ${what}, made at ${where}`).join("\n");
}
