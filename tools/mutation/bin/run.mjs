// Installs Stryker when it is not there yet, then runs it from the root of the repository.
// Folders of core limit it to them, and other arguments go to Stryker:
// npm run mutation -- run plan
// npm run mutation -- --mutate packages/core/src/run/retry.ts
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const FOLDERS = new Set(["run", "plan", "expression"]);
const folder = path.resolve(import.meta.dirname, "..");
const root = path.resolve(folder, "../..");

installOnce();
const require = createRequire(import.meta.url);
const stryker = path.join(
  path.dirname(require.resolve("@stryker-mutator/core/package.json")),
  "bin/stryker.js",
);
const config = path.relative(root, path.join(folder, "stryker.config.mjs"));
run(process.execPath, [stryker, "run", config, ...strykerArguments(process.argv.slice(2))], root);

function strykerArguments(given) {
  const folders = given.filter((argument) => FOLDERS.has(argument));
  const others = given.filter((argument) => !FOLDERS.has(argument));
  if (folders.length === 0) return others;
  const patterns = folders.map((name) => `packages/core/src/${name}/**/*.ts`);
  return [...others, "--mutate", [...patterns, "!**/*.test.ts", "!**/testing/**"].join(",")];
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
