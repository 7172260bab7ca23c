import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globals: true,
    include: ["src/**/*.test.js"],
    // Stops what a test forgot to stop, and adds matchers such as toHaveCompleted().
    setupFiles: ["@tutti/testkit/jest"],
  },
});
