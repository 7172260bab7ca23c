const TESTS = ["\\.test\\.ts$", "/testing/"];

const generalRules = [
  {
    name: "no-circular",
    comment: "Files that need each other are one file, or there is a third one between them.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  {
    name: "no-undeclared-dependency",
    comment: "Whoever imports a library names it in package.json.",
    severity: "error",
    from: { path: "^(packages|plugins)/" },
    to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  },
  {
    name: "no-dev-dependency-in-production",
    comment: "A user who installs the package does not get its devDependencies.",
    severity: "error",
    from: { path: "^(packages|plugins)/", pathNot: TESTS },
    to: {
      dependencyTypes: ["npm-dev"],
      dependencyTypesNot: ["npm", "npm-peer", "npm-optional"],
      // es-toolkit becomes a part of the package (ADR 0021).
      pathNot: ["^(packages|plugins)/", "^node_modules/es-toolkit/"],
    },
  },
  {
    name: "no-test-code-in-production",
    severity: "error",
    from: { path: "^(packages|plugins)/", pathNot: TESTS },
    to: { path: TESTS },
  },
];

module.exports = { generalRules };
