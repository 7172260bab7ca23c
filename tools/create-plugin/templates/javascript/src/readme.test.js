const { readFileSync } = require("node:fs");
const path = require("node:path");
const { __actionName__Action, plugin } = require("./index");

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");
const { config, errors = [], output } = __actionName__Action.descriptor;

test.each([
  ...Object.keys(config.shape),
  ...Object.keys(output?.shape ?? {}),
  ...errors.map(({ code }) => code),
])("README.md tells of %s", (name) => {
  expect(readme).toContain(`\`${name}\``);
});

test("README.md tells how to install the package", () => {
  expect(readme).toContain(`npm install @tutti/core ${plugin().name}`);
});
