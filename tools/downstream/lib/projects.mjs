import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fixtures, readManifest, root } from "./packages.mjs";
import { run } from "./shell.mjs";

const INSTALL = [
  "install",
  "--prefer-offline",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
];

const { devDependencies: tools, overrides } = readManifest(root);

/** The versions of tools that the repository itself has, so that npm finds them in its cache. */
export function versionsOf(...names) {
  return Object.fromEntries(names.map((name) => [name, tools[name]]));
}

/** Makes a project as a user has it: the sources of `fixtures/app`, and everything from tarballs. */
export async function makeProject(folder, { tarballs, dependencies = {} }) {
  mkdirSync(folder);
  cpSync(path.join(fixtures, "app"), folder, { recursive: true });
  const packed = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
  const { zod } = readManifest(path.join(root, "packages/core")).dependencies;
  writeManifest(folder, { dependencies: { ...packed, zod, ...dependencies }, overrides });
  await run("npm", [...INSTALL, "--strict-peer-deps"], { cwd: folder });
}

/** Puts a second copy of core, with its own zod, beside the plugin that is to meet one. */
export function addForeignCore(folder) {
  const modules = path.join(folder, "node_modules");
  const copy = path.join(modules, "acme-plugin-foreign/node_modules/@tutti/core");
  cpSync(path.join(modules, "@tutti/core"), copy, { recursive: true });
  cpSync(path.join(modules, "zod"), path.join(copy, "node_modules/zod"), { recursive: true });
}

/** Installs a Node.js of another major version. Gives its program. */
export async function installNode(folder, major) {
  const args = INSTALL.filter((argument) => argument !== "--ignore-scripts");
  await installInto(folder, { dependencies: { node: major }, allowScripts: { node: true } }, args);
  return path.join(folder, "node_modules/node/bin/node");
}

/** Installs what only one row needs, in a folder of its own. */
export async function installTools(folder, dependencies) {
  await installInto(folder, { dependencies }, INSTALL);
}

async function installInto(folder, manifest, args) {
  mkdirSync(folder);
  writeManifest(folder, manifest);
  await run("npm", args, { cwd: folder });
}

function writeManifest(folder, manifest) {
  const whole = { name: "downstream", version: "1.0.0", private: true, ...manifest };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(whole, null, 2));
}
