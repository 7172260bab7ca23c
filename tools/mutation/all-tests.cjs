// All tests of a folder as one test file: what they import is loaded once for a mutant, not once for each file.
const { readdirSync } = require("node:fs");
const path = require("node:path");

const folder = path.resolve(__dirname, "../../packages/core/src", process.env.TUTTI_MUTATION_FOLDER);
const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".test.ts"));
for (const file of files.toSorted()) describe(file, () => void require(path.join(folder, file)));
