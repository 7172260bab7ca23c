import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../peers");
const modules = path.join(folder, "node_modules");

/**
 * Installs the peers beside the workspaces, unless what the lock file names is there. All of them are optional
 * dependencies: npm leaves out what it can't get, and the run goes on with the others.
 */
export function installPeers() {
  const lock = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const installed = path.join(modules, ".installed-lock.json");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  console.error("Installing the peers: about 560 MB on disk, once.");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
  if (status === 0) writeFileSync(installed, lock);
}

/** Why a peer can't take part; undefined when it can. */
export function missing({ packages, program }) {
  const absent = packages.filter((name) => versionOf(name) === undefined);
  if (absent.length > 0) return `npm could not install ${absent.join(", ")}`;
  if (program !== undefined && !isOnPath(program.name)) {
    return `${program.name} is not on the PATH; \`${program.get}\` brings it`;
  }
  return undefined;
}

/** The installed version of a package; undefined when it is not there. */
export function versionOf(name) {
  const file = path.join(modules, name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}

function isOnPath(program) {
  return (process.env.PATH ?? "").split(path.delimiter).some((each) => {
    try {
      accessSync(path.join(each, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
