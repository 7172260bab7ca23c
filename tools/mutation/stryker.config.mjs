// Paths are relative to the root of the repository, where bin/run.mjs starts Stryker.
const folder = process.env.TUTTI_MUTATION_FOLDER;
const output = `reports/mutation/${folder}`;

export default {
  packageManager: "npm",
  testRunner: "jest",
  // The one test file requires the others by itself, so Stryker can't tell which are related to a source.
  jest: {
    projectType: "custom",
    configFile: "tools/mutation/jest.mutation.cjs",
    enableFindRelatedTests: false,
  },
  coverageAnalysis: "perTest",
  // What runs only while a module loads can't be told apart by test; all tests would run for each such mutant.
  ignoreStatic: true,
  concurrency: 2,
  mutate: [
    `packages/core/src/${folder}/**/*.ts`,
    "!packages/core/src/**/*.test.ts",
    "!packages/core/src/**/testing/**",
  ],
  // Only what the tests of core need gets copied into the sandbox.
  ignorePatterns: [
    "**",
    "!package.json",
    "!packages/core/**",
    "!tools/checks/jest.preset.cjs",
    "!tools/mutation/*.cjs",
    "packages/core/dist",
  ],
  // Jest strips the types; nothing is gained by marking the sources as unchecked.
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: `${output}/incremental.json`,
  tempDirName: `${output}/sandbox`,
  reporters: ["clear-text", "html", "json", ...(process.stdout.isTTY ? ["progress"] : [])],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `${output}/index.html` },
  jsonReporter: { fileName: `${output}/mutation.json` },
  thresholds: { high: 90, low: 80, break: 80 },
  allowConsoleColors: false,
};
