const path = require("node:path");
const { typeOnlyFiles } = require("./type-only-files.cjs");

const root = path.resolve(__dirname, "../..");

// The whole repository in one process: one merged coverage report and one JUnit file.
module.exports = {
  rootDir: root,
  projects: [
    "<rootDir>/packages/*/jest.config.cjs",
    "<rootDir>/plugins/*/jest.config.cjs",
    "<rootDir>/tools/*/jest.config.cjs",
  ],
  collectCoverageFrom: [
    "packages/*/src/**/*.ts",
    "plugins/*/src/**/*.ts",
    "tools/create-plugin/src/**/*.ts",
    "!**/*.test.ts",
    "!**/testing/**",
    // A file of types only has nothing to run, and V8 would count it as uncovered.
    ...typeOnlyFiles(root).map((file) => `!${file}`),
  ],
  // V8 counts what every earlier test of its process has loaded, so a process that grows old grows slow.
  maxWorkers: "100%",
  workerIdleMemoryLimit: "250MB",
  // Coverage on a small, busy machine is slow; a test that hangs is still found.
  testTimeout: 30_000,
  coverageProvider: "v8",
  coverageDirectory: "coverage",
  coverageReporters: ["text-summary", "lcov", "cobertura", "html", "json-summary"],
  coverageThreshold: { global: { statements: 90, branches: 90, functions: 90, lines: 90 } },
  reporters: [
    "default",
    [path.join(__dirname, "jest-reporter.cjs"), { junit: "reports/test-results.xml", slowest: 10 }],
  ],
};
