import { checkTypes } from "./compile.mjs";

const SOURCES = ["types/*", "decorated/greet.ts", "stripped/greet.ts"];

const MODES = [
  { name: "module commonjs", compilerOptions: { module: "commonjs" } },
  {
    name: "module commonjs, moduleResolution node10",
    compilerOptions: { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" },
    only: "TypeScript 6",
  },
  { name: "module node16", compilerOptions: { module: "node16" } },
  { name: "module nodenext", compilerOptions: { module: "nodenext" } },
  {
    name: "module esnext, moduleResolution bundler",
    compilerOptions: { module: "esnext", moduleResolution: "bundler" },
  },
];

/** What users compile against: the declarations, in every way that packages get resolved. */
export async function typeRows(report, project, compilers) {
  for (const compiler of compilers) {
    for (const { name, compilerOptions, only } of MODES) {
      if (only !== undefined && only !== compiler.name) continue;
      await report.row(`types, ${compiler.name}, ${name}`, () =>
        checkTypes(project, { compiler, compilerOptions, include: SOURCES }),
      );
    }
  }
}
