import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../packages.mjs";
import { run } from "../shell.mjs";

/** The compilers of the repository. */
export const COMPILERS = [
  { name: "TypeScript 6", bin: path.join(root, "node_modules/typescript/bin/tsc") },
  { name: "TypeScript 7", bin: path.join(root, "node_modules/typescript-native/bin/tsc") },
];

const COMMON = {
  strict: true,
  // The default since TypeScript 6; zod's declarations need it.
  esModuleInterop: true,
  exactOptionalPropertyTypes: true,
  // The declarations of the packages are checked too.
  skipLibCheck: false,
  target: "es2022",
  types: ["node"],
  experimentalDecorators: true,
};

/** Compiles `decorated/` of a project into `folder`, as CommonJS or as ES modules. */
export async function compile(project, { compiler, format, folder }) {
  const target = path.join(project, folder);
  cpSync(path.join(project, "decorated"), target, { recursive: true });
  writeJson(path.join(target, "package.json"), {
    private: true,
    type: format === "CJS" ? "commonjs" : "module",
  });
  const compilerOptions =
    format === "CJS" ? { module: "commonjs", emitDecoratorMetadata: true } : { module: "nodenext" };
  await typescript(target, { compiler, compilerOptions, include: ["*.ts"] });
}

/** Checks the types of sources of a project without compiling them. */
export async function checkTypes(project, { compiler, compilerOptions, include }) {
  const options = { ...compilerOptions, noEmit: true, allowImportingTsExtensions: true };
  await typescript(project, { compiler, compilerOptions: options, include });
}

async function typescript(folder, { compiler, compilerOptions, include }) {
  writeJson(path.join(folder, "tsconfig.json"), {
    compilerOptions: { ...COMMON, ...compilerOptions },
    include,
  });
  await run(process.execPath, [compiler.bin, "-p", "."], { cwd: folder });
}

function writeJson(file, value) {
  writeFileSync(file, JSON.stringify(value, null, 2));
}
