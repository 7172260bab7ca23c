// For `setupFilesAfterEnv` of jest, and `setupFiles` of a vitest with globals: registers the matchers, and
// stops what a test forgot to stop.
import { runnerHooks } from "./hooks/runner-hooks";
import { stopForgotten } from "./leaks/stop-forgotten";
import { matchers, type WorkflowMatchers } from "./matchers";

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- this is where jest's types look for matchers
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- so is jest's own
    interface Matchers<R, T = {}> extends WorkflowMatchers<R> {}
  }
}

const { expect } = globalThis as unknown as {
  readonly expect: { extend(added: typeof matchers): void };
};

expect.extend(matchers);
runnerHooks().afterEach(stopForgotten);
