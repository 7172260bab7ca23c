const { coreRules } = require("./boundaries/core.cjs");
const { generalRules } = require("./boundaries/general.cjs");
const { packageRules } = require("./boundaries/packages.cjs");

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...generalRules, ...packageRules, ...coreRules],
  options: {
    doNotFollow: { path: "node_modules|/dist/|/vendor/" },
    // An import of a type couples two files as much as an import of a value.
    tsPreCompilationDeps: true,
    // Packages of the workspace resolve to their sources, so nothing has to be built first.
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@tutti/source", "require", "node", "default", "types"],
    },
    combinedDependencies: true,
  },
};
