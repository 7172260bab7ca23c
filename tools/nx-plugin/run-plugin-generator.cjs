// What fills the templates is TypeScript, which nx can't read and the repository's hooks can.
require("../checks/run-source.cjs");

module.exports = require("./plugin-generator.cjs");
