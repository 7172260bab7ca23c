import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./shell.mjs";

export const root = path.resolve(import.meta.dirname, "../../..");
export const fixtures = path.resolve(import.meta.dirname, "../fixtures");

export function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

/** The folders of the packages that get published. */
export function publicPackages() {
  return ["packages", "plugins", "tools"]
    .flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => path.join(root, parent, name)))
    .filter((folder) => existsSync(path.join(folder, "package.json")) && !readManifest(folder).private);
}

/** The third-party plugins among the fixtures. */
export function fixturePlugins() {
  const parent = path.join(fixtures, "plugins");
  return readdirSync(parent).map((name) => path.join(parent, name));
}

/** Packs packages of the repository into a folder. Gives the tarballs by the packages' names. */
export async function pack(folders, target) {
  return Object.fromEntries(await Promise.all(folders.map((folder) => packOne(folder, target))));
}

async function packOne(folder, target) {
  const stdout = await run("npm", ["pack", "--json", "--pack-destination", target], { cwd: folder });
  const [{ name, filename }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  return [name, path.join(target, filename)];
}
