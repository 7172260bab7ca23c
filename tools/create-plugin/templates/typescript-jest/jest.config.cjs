const typescript = { jsc: { target: "es2022", parser: { syntax: "typescript" } } };

module.exports = {
  testMatch: ["<rootDir>/src/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", typescript] },
  // Stops what a test forgot to stop, and adds matchers such as toHaveCompleted().
  setupFilesAfterEnv: ["@tutti/testkit/jest"],
};
