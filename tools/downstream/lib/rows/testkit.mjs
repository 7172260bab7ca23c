import { pathWith } from "../nodes.mjs";
import { Failure, run } from "../shell.mjs";

const JEST = "node_modules/jest/bin/jest.js";
const VITEST = "node_modules/vitest/vitest.mjs";
const MODULES = ["--experimental-vm-modules", "--no-warnings"];

const NODE_REPORTER = ["--test-reporter=@tutti/testkit/node-reporter", "--test-reporter-destination=stdout"];
const VITEST_REPORTER = ["--reporter=default", "--reporter=@tutti/testkit/vitest-reporter"];
const JEST_REPORTER = ["--reporters=default", "--reporters=@tutti/testkit/jest-reporter"];

/** The testkit under each test runner, with its reporter, by the name of the row. */
const RUNNERS = [
  ["node:test", ["--test", ...NODE_REPORTER, "testkit/node.mjs"]],
  [
    "jest CJS with @swc/jest",
    [JEST, "--config", "testkit/jest.cjs.config.cjs", "--runInBand", ...JEST_REPORTER],
  ],
  ["jest ESM", [...MODULES, JEST, "--config", "testkit/jest.esm.config.cjs", "--runInBand"]],
  ["vitest", [VITEST, "run", "testkit/vitest.test.mjs", ...VITEST_REPORTER]],
];

/** Further transformers of jest. */
export const MORE_RUNNERS = [
  ["jest CJS with babel-jest", [JEST, "--config", "testkit/jest.babel.config.cjs", "--runInBand"]],
  ["jest CJS with ts-jest", [JEST, "--config", "testkit/jest.ts.config.cjs", "--runInBand"]],
];

/** vitest and what it is built on want a newer one. */
const OLDEST_FOR_VITEST = 22;

/** The same tests under every runner; each brings the hooks, or the testkit finds them. */
export async function testkitRows(report, project, { node, more = [] }) {
  const major = Number(/\d+/.exec(node.name)?.[0]);
  for (const [name, args] of [...RUNNERS, ...more]) {
    if (name === "vitest" && major < OLDEST_FOR_VITEST) continue;
    await report.row(`the testkit under ${name} [${node.name}]`, async () => {
      const stdout = await run(node.program, args, { cwd: project, env: { PATH: pathWith(node) } });
      const isReported = args.some((arg) => arg.includes("-reporter"));
      if (isReported && !/^\d+ passed, 0 failed$/m.test(stdout))
        throw new Failure(`the reporter's last line is missing in:\n${stdout}`);
    });
  }
}
