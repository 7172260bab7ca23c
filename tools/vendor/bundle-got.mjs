// got is ESM only and our packages are CommonJS (ADR 0002), so each package that calls HTTP
// carries got as one CommonJS file. Run in the package's folder; writes its vendor/ folder.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { rolldown } from "rolldown";
import { collectLicences } from "./licences.mjs";

const here = import.meta.dirname;
const target = path.resolve("vendor");

const bundle = await rolldown({
  input: path.join(here, "got.entry.mjs"),
  platform: "node",
  logLevel: "warn",
});
await mkdir(target, { recursive: true });
const { output } = await bundle.write({ file: path.join(target, "got.cjs"), format: "cjs" });
await bundle.close();

const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
await writeFile(path.join(target, "THIRD-PARTY-LICENSES.txt"), await collectLicences(modules, "got.cjs"));
await copyFile(path.join(here, "got.d.cts"), path.join(target, "got.d.cts"));
