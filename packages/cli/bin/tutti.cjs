#!/usr/bin/env node
// npm links a command only when its file is there at the time of the install, and dist is built later.
const { existsSync } = require("node:fs");
const path = require("node:path");

const command = path.join(__dirname, "../dist/bin.js");
const repository = path.join(__dirname, "../../..");

// In a fresh clone nothing is built yet; a package always has its dist.
if (!existsSync(command) && existsSync(path.join(repository, "nx.json"))) buildOnce();
require(command);

function buildOnce() {
  process.stderr.write("Building Tutti, once in a clone…\n");
  const { spawnSync } = require("node:child_process");
  const built = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: repository,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (built.status !== 0) process.exit(1);
}
