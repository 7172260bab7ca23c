// The tests of core, as Stryker runs them. Not named jest.config.cjs: `npm test` leaves this file alone.
const path = require("node:path");
const projectPreset = require("../checks/jest.preset.cjs");

module.exports = {
  ...projectPreset(path.resolve(__dirname, "../../packages/core")),
  // A change has to be noticed by the tests that stand beside the code, not by chance and far away.
  testMatch: [path.join(__dirname, "all-tests.cjs")],
  roots: ["<rootDir>", __dirname],
  setupFiles: [path.join(__dirname, "jest.properties.cjs")],
  setupFilesAfterEnv: [path.join(__dirname, "jest.large-inputs.cjs")],
};
