// Run by npm in a package's folder before it packs: a tarball has to carry its licence.
const { copyFileSync } = require("node:fs");
const path = require("node:path");

copyFileSync(path.resolve(__dirname, "../../../LICENSE"), "LICENSE");
