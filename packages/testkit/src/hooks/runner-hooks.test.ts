import * as nodeTest from "node:test";
import { runnerHooks } from "./runner-hooks";

const { beforeEach: before, afterEach: after } = globalThis as unknown as Record<string, unknown>;
const { JEST_WORKER_ID: worker } = process.env;

function withoutGlobals(environment: Record<string, string>): unknown {
  try {
    Object.assign(globalThis, { beforeEach: undefined, afterEach: undefined });
    delete process.env.JEST_WORKER_ID;
    Object.assign(process.env, environment);
    return runnerHooks();
  } catch (error) {
    return error;
  } finally {
    Object.assign(globalThis, { beforeEach: before, afterEach: after });
    delete process.env.VITEST;
    process.env.JEST_WORKER_ID = worker;
  }
}

describe("the hooks of the runner at hand", () => {
  it("are its globals", () => expect(runnerHooks()).toEqual({ beforeEach: before, afterEach: after }));

  it("are those of node:test where there are none", () => {
    const found = withoutGlobals({}) as { beforeEach: unknown };
    expect(found.beforeEach).toBe(nodeTest.beforeEach);
  });

  it.each([
    [{ VITEST: "true" }, "This vitest has no global beforeEach and afterEach."],
    [{ JEST_WORKER_ID: "1" }, "This jest has no global beforeEach and afterEach."],
  ])("have to be given with %j", (environment, problem) => {
    expect(withoutGlobals(environment)).toMatchObject({
      code: "NO_TEST_HOOKS",
      message: expect.stringContaining(problem) as string,
    });
  });
});
