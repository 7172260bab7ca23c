const core = "^packages/core/src";
// Tests and their support may reach upwards: they build their fixtures with the real thing.
const TESTS = ["\\.test\\.ts$", "/testing/"];

// The layers of core, and what each may import besides itself and the JSON types that all data is made of.
const layers = {
  json: [],
  errors: [],
  ports: ["errors"],
  http: [],
  expression: ["errors"],
  definition: ["errors", "expression"],
  plugin: ["errors", "ports"],
  plan: ["errors", "expression", "definition", "plugin"],
  run: ["errors", "definition", "plan"],
  engine: ["errors", "ports", "expression", "definition", "plugin", "plan", "run"],
  events: ["errors", "ports", "run"],
  memory: ["errors", "ports"],
  trigger: ["errors", "http", "ports", "expression", "definition", "plan", "run", "engine", "events"],
  service: ["errors", "ports", "expression", "definition", "plugin", "plan", "run", "engine", "events"],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `core-${layer}-layer`,
  comment: `${layer} may import only: ${allowed.join(", ") || "nothing of core"}.`,
  severity: "error",
  from: { path: `${core}/${layer}/`, pathNot: TESTS },
  to: { path: `${core}/`, pathNot: `${core}/(${["json", layer, ...allowed].join("|")})/` },
}));

// Which folders of core may import each library.
const libraries = {
  tsyringe: ["di"],
  "reflect-metadata": ["di"],
  croner: ["definition"],
  jsonata: ["expression"],
  re2js: ["expression", "definition"],
  zod: ["definition", "plugin", "plan", "service"],
};

const libraryRules = Object.entries(libraries).map(([library, folders]) => ({
  name: `core-${library}-only-in-its-place`,
  comment: `Only ${folders.join(", ")} may import ${library}.`,
  severity: "error",
  from: { path: `${core}/`, pathNot: [`${core}/(${folders.join("|")})/`, ...TESTS] },
  to: { path: `(^|/)node_modules/${library}/` },
}));

const coreRules = [
  ...layerRules,
  ...libraryRules,
  {
    name: "core-layers-not-from-entry",
    comment: "Entry points are for users of the package; inside it, import the folder that has it.",
    severity: "error",
    from: { path: `${core}/[^/]+/`, pathNot: TESTS },
    to: { path: `${core}/[^/]+[.]ts$` },
  },
  {
    name: "core-only-known-libraries",
    comment: "Core stays small: a new library is a decision, recorded in boundaries/core.cjs.",
    severity: "error",
    from: { path: `${core}/`, pathNot: TESTS },
    to: { path: "(^|/)node_modules/", pathNot: `(^|/)node_modules/(${Object.keys(libraries).join("|")})/` },
  },
  {
    name: "core-known-folders",
    comment: "A new folder of core needs a place among the layers in boundaries/core.cjs.",
    severity: "error",
    from: {
      path: `${core}/[^/]+/`,
      pathNot: `${core}/(${[...Object.keys(layers), "di", "testing"].join("|")})/`,
    },
    to: {},
  },
  {
    name: "core-pure-folders",
    comment: "These folders compute: they touch no file, network, clock or process.",
    severity: "error",
    from: { path: `${core}/(json|errors|expression|definition|plan|run)/`, pathNot: TESTS },
    to: { dependencyTypes: ["core"] },
  },
];

module.exports = { coreRules };
