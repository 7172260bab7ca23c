// Which package of this repository may import which.
const packageRules = [
  {
    name: "core-imports-no-other-package",
    comment: "Core knows none of the packages that build on it.",
    severity: "error",
    from: { path: "^packages/core/" },
    to: { path: "^(packages/(?!core/)|plugins/|tools/)" },
  },
  {
    name: "service-mesh-imports-only-core",
    severity: "error",
    from: { path: "^packages/service-mesh/" },
    to: { path: "^(packages/(?!service-mesh/|core/)|plugins/|tools/)" },
  },
  {
    name: "sqlite-imports-only-core",
    comment: "Its tests run the testkit's contracts.",
    severity: "error",
    from: { path: "^packages/sqlite/", pathNot: "\\.test\\.ts$" },
    to: { path: "^(packages/(?!sqlite/|core/)|plugins/|tools/)" },
  },
  {
    name: "testkit-imports-only-core-and-mesh",
    comment: "Its mock mesh keeps to the interface of the real one.",
    severity: "error",
    from: { path: "^packages/testkit/" },
    to: { path: "^(packages/(?!testkit/|core/|service-mesh/)|plugins/|tools/)" },
  },
  {
    name: "server-imports-only-core",
    comment: "Its tests may use the store, the plugins and the testkit.",
    severity: "error",
    from: { path: "^packages/server/", pathNot: "/testing/|\\.test\\.ts$" },
    to: { path: "^(packages/(?!server/|core/)|plugins/|tools/)" },
  },
  {
    name: "client-imports-no-other-package",
    comment: "It runs in browsers. Its tests speak to the real server.",
    severity: "error",
    from: { path: "^packages/client/", pathNot: "/testing/|\\.test\\.ts$" },
    to: { path: "^(packages/(?!client/)|plugins/|tools/)" },
  },
  {
    name: "plugins-import-only-core",
    comment: "A plugin depends on core alone, as one written elsewhere does.",
    severity: "error",
    from: {
      path: "^plugins/(?!service-call/)([^/]+)/",
      pathNot: ["^plugins/otel/src/testing/", "\\.test\\.ts$"],
    },
    to: { path: "^(packages/(?!core/)|plugins/|tools/)", pathNot: "^plugins/$1/" },
  },
  {
    name: "plugin-tests-import-only-core-and-testkit",
    comment: "So do those of a plugin written elsewhere.",
    severity: "error",
    from: {
      // The tests of otel trace what others do.
      path: "^plugins/(?!service-call/|otel/)([^/]+)/.*\\.test\\.ts$",
    },
    to: { path: "^(packages/(?!core/|testkit/)|plugins/|tools/)", pathNot: "^plugins/$1/" },
  },
  {
    name: "service-call-imports-only-core-and-mesh",
    severity: "error",
    from: { path: "^plugins/service-call/" },
    to: { path: "^(packages/(?!core/|service-mesh/)|plugins/(?!service-call/)|tools/)" },
  },
  {
    name: "packages-import-no-tools",
    comment: "What is published cannot depend on what is not.",
    severity: "error",
    from: { path: "^(packages|plugins)/" },
    to: { path: "^tools/(?!create-plugin/)" },
  },
  {
    name: "only-the-cli-imports-create-plugin",
    comment: "It writes projects; nothing that runs needs it.",
    severity: "error",
    from: { path: "^(packages|plugins)/(?!cli/)" },
    to: { path: "^tools/create-plugin/" },
  },
  {
    name: "no-deep-imports",
    comment: "Another package is entered through its exports, by its name.",
    severity: "error",
    from: { path: "^(packages|plugins)/([^/]+)/" },
    to: {
      path: "^(packages|plugins)/[^/]+/",
      pathNot: ["^$1/$2/", "/src/(index|plugin|runtime|workflow-tests/index)\\.ts$"],
    },
  },
  {
    name: "packages-by-name",
    comment: "Import @tutti/<name>, not a path that leaves the package.",
    severity: "error",
    from: { path: "^(packages|plugins)/([^/]+)/" },
    to: {
      path: "^(packages|plugins)/[^/]+/",
      pathNot: "^$1/$2/",
      dependencyTypesNot: ["aliased-workspace"],
    },
  },
];

module.exports = { packageRules };
