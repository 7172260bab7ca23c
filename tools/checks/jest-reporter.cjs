// The reporter that users of the testkit have, from its source: so that it needs no build.
require("./run-source.cjs");

module.exports = require("../../packages/testkit/src/jest-reporter.ts");
