// What `npm run demo` starts: builds the packages, unless they are built, and runs the demo.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");
const nx = createRequire(import.meta.url).resolve("nx/bin/nx.js");

const { status, stdout, stderr } = spawnSync(process.execPath, [nx, "build", "@tutti/cli"], {
  cwd: root,
  encoding: "utf8",
});
if (status === 0) await import("../src/main.ts");
else {
  process.stderr.write(`The packages could not be built.\n${stdout}${stderr}`);
  process.exitCode = 1;
}
