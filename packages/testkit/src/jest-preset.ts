/**
 * A preset for jest, for `preset: "@tutti/testkit"`: the matchers, the reporter, and coverage as text, lcov, html
 * and cobertura with a threshold of 90 %. What a configuration sets itself wins.
 */
const preset: Readonly<Record<string, unknown>> = {
  setupFilesAfterEnv: ["@tutti/testkit/jest"],
  reporters: ["default", "@tutti/testkit/jest-reporter"],
  coverageReporters: ["text-summary", "lcov", "html", "cobertura"],
  coverageThreshold: { global: { statements: 90, branches: 90, functions: 90, lines: 90 } },
};

export = preset;
