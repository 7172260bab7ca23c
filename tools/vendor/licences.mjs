import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The licence texts of every package that the given module files came from, as one text; `what` they are a part of. */
export async function collectLicences(moduleIds, what) {
  const folders = new Set(moduleIds.map(packageFolder).filter(Boolean));
  const sections = await Promise.all([...folders].map(section));
  return [`${what} contains parts of the packages below.`, ...sections.sort()].join(
    `\n\n${"-".repeat(80)}\n\n`,
  );
}

/** The folder of the package that holds a module: the part up to its name after node_modules. */
function packageFolder(moduleId) {
  const match = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId);
  return match?.[1];
}

async function section(folder) {
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((name) => LICENCE_FILE.test(name));
  if (files.length === 0) throw new Error(`${manifest.name} has no licence file: do not bundle it`);
  const texts = await Promise.all(files.sort().map((name) => readFile(path.join(folder, name), "utf8")));
  return [
    `${manifest.name} ${manifest.version} (${manifest.license})`,
    ...texts.map((text) => text.trim()),
  ].join("\n\n");
}
