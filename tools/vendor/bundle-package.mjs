// Makes one CommonJS file of each entry of a package, out of its sources (ADR 0021). Run in the package's folder,
// after tsc has written the declarations to dist.
import { readFile, rm, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import path from "node:path";
import { rolldown } from "rolldown";
import { collectLicences } from "./licences.mjs";

const manifest = JSON.parse(await readFile("package.json", "utf8"));
const target = path.resolve("dist");

const bundle = await rolldown({
  input: entries(manifest),
  platform: "node",
  tsconfig: path.resolve("tsconfig.build.json"),
  external: (id) => isInstalled(id) || id.includes("/vendor/"),
  logLevel: "warn",
});
const { output } = await bundle.write({
  dir: target,
  format: "cjs",
  exports: "named",
  sourcemap: true,
  // The folder next to dist has the sources, and the declarations stand in it by the same names.
  entryFileNames: "[name].js",
  chunkFileNames: "shared.js",
});
await bundle.close();

const inlined = output.flatMap(({ moduleIds = [] }) => moduleIds).filter((id) => id.includes("node_modules"));
const licences = path.join(target, "THIRD-PARTY-LICENSES.txt");
if (inlined.length > 0) await writeFile(licences, await collectLicences(inlined, "This folder"));
else await rm(licences, { force: true });

/** The sources of what can be imported, by the names of their files. */
function entries({ exports }) {
  const sources = Object.values(exports).flatMap((one) => one["@tutti/source"] ?? []);
  return Object.fromEntries(sources.map((source) => [path.basename(source, ".ts"), path.resolve(source)]));
}

/** Is it there when the package is? What is only needed to build it becomes a part of it. */
function isInstalled(id) {
  const { dependencies = {}, peerDependencies = {} } = manifest;
  const installed = [...Object.keys({ ...dependencies, ...peerDependencies }), ...builtinModules];
  return id.startsWith("node:") || installed.some((name) => id === name || id.startsWith(`${name}/`));
}
