// The tests of core, as Stryker runs them. Not named jest.config.cjs: `npm test` leaves this file alone.
const path = require("node:path");
const projectPreset = require("../checks/jest.preset.cjs");

module.exports = {
  ...projectPreset(path.resolve(__dirname, "../../packages/core")),
  setupFiles: [path.join(__dirname, "jest.setup.cjs")],
};
