// got and jose are ESM only and our packages are CommonJS (ADR 0002), so each package that needs one
// carries it as one CommonJS file. Run in the package's folder, with the library's name; writes its vendor/ folder.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { rolldown } from "rolldown";
import { collectLicences } from "./licences.mjs";

const [name] = process.argv.slice(2);
const here = import.meta.dirname;
const target = path.resolve("vendor");

const bundle = await rolldown({
  input: path.join(here, `${name}.entry.mjs`),
  platform: "node",
  logLevel: "warn",
});
await mkdir(target, { recursive: true });
const { output } = await bundle.write({ file: path.join(target, `${name}.cjs`), format: "cjs" });
await bundle.close();

const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
await writeFile(path.join(target, "THIRD-PARTY-LICENSES.txt"), await collectLicences(modules, `${name}.cjs`));
await copyFile(path.join(here, `${name}.d.cts`), path.join(target, `${name}.d.cts`));
