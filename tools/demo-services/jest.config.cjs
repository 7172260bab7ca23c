const preset = require("../checks/jest.preset.cjs")(__dirname);
const [[, swc]] = Object.entries(preset.transform);
// Some libraries come as ES modules only, which Jest's CommonJS cannot load: they are compiled like our own files.
const modulesOnly = [
  "domelementtype",
  "domhandler",
  "domutils",
  "dom-serializer",
  "entities",
  "htmlparser2",
  "syllable",
];

module.exports = {
  ...preset,
  transform: { "^.+\\.[cm]?[jt]s$": swc },
  transformIgnorePatterns: [`/node_modules/(?!(${modulesOnly.join("|")})/)`],
};
