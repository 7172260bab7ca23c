// Paths are relative to the root of the repository, where bin/run.mjs starts Stryker.
const folder = process.env.TUTTI_MUTATION_FOLDER;
const output = `reports/mutation/${folder}`;

export default {
  packageManager: "npm",
  plugins: ["./tools/mutation/runner/in-process.mjs"],
  testRunner: "in-process",
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Loops without end are found by counting; time only ends what hangs otherwise, however busy the machine is.
  timeoutMS: 20_000,
  timeoutFactor: 2,
  mutate: [
    `packages/core/src/${folder}/**/*.ts`,
    "!packages/core/src/**/*.test.ts",
    "!packages/core/src/**/testing/**",
  ],
  // Only what the tests of core need gets copied into the sandbox.
  ignorePatterns: ["**", "!package.json", "!packages/core/**", "packages/core/dist"],
  // The runner strips the types; nothing is gained by marking the sources as unchecked.
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
