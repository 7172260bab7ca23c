const preset = require("../checks/jest.preset.cjs")(__dirname);
const [[, swc]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  testMatch: ["<rootDir>/lib/**/*.test.mjs"],
  transform: { "^.+\\.mjs$": swc },
};
