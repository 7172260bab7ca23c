// Installs Stryker when it is not there yet, then runs it from the root of the repository, once for each folder.
// Folders of core limit it to them, and other arguments go to Stryker:
// npm run mutation -- run plan
// npm run mutation -- run --mutate packages/core/src/run/retry.ts
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const FOLDERS = ["run", "plan", "expression"];
const folder = path.resolve(import.meta.dirname, "..");
const root = path.resolve(folder, "../..");

installOnce();
const require = createRequire(import.meta.url);
const stryker = path.join(
  path.dirname(require.resolve("@stryker-mutator/core/package.json")),
  "bin/stryker.js",
);
const config = path.relative(root, path.join(folder, "stryker.config.mjs"));
const given = process.argv.slice(2);
const chosen = FOLDERS.filter((name) => given.includes(name));
const others = given.filter((argument) => !FOLDERS.includes(argument));
for (const name of chosen.length > 0 ? chosen : FOLDERS) {
  // Stryker's configuration and the runner read it.
  process.env.TUTTI_MUTATION_FOLDER = name;
  run(process.execPath, [stryker, "run", config, ...others], root);
}

/** `npm ci` takes its time, so it is left out while the lock file is the one that was installed. */
function installOnce() {
  const lock = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const installed = path.join(folder, "node_modules/.installed-lock.json");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  run("npm", ["ci", "--no-audit", "--no-fund"], folder);
  writeFileSync(installed, lock);
}

function run(program, args, cwd) {
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
