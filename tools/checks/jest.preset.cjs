const path = require("node:path");

const swcOptions = {
  swcrc: false,
  jsc: {
    target: "es2022",
    keepClassNames: true,
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
  },
  module: { type: "commonjs", ignoreDynamic: true },
};

// What one project needs. Reporters, thresholds and coverage formats belong to the root run.
module.exports = function projectPreset(directory) {
  return {
    rootDir: directory,
    displayName: path.basename(directory),
    testEnvironment: "node",
    // Tests read the sources of the other packages, so they need no build.
    testEnvironmentOptions: { customExportConditions: ["@tutti/source", "require", "node", "default"] },
    testMatch: ["<rootDir>/src/**/*.test.ts"],
    transform: { "^.+\\.[cm]?ts$": ["@swc/jest", swcOptions] },
    coveragePathIgnorePatterns: ["/node_modules/", "/dist/", "/vendor/"],
  };
};
