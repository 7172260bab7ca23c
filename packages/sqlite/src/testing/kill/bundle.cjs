// Bundles a program, so that a process that is to be killed is up in no time: node bundle.cjs <output> <source>
const path = require("node:path");
const { rolldown } = require("rolldown");

async function main() {
  const bundle = await rolldown({
    input: path.join(__dirname, process.argv[3]),
    platform: "node",
    resolve: { conditionNames: ["@tutti/source", "import", "node", "default"] },
    logLevel: "silent",
  });
  await bundle.write({ file: process.argv[2], format: "cjs" });
}

void main();
