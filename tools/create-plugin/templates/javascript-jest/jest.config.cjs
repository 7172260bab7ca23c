module.exports = {
  testMatch: ["<rootDir>/src/**/*.test.js"],
  transform: {},
  // Stops what a test forgot to stop, and adds matchers such as toHaveCompleted().
  setupFilesAfterEnv: ["@tutti/testkit/jest"],
};
