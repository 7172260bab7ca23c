const { existsSync, readFileSync, readdirSync } = require("node:fs");
const path = require("node:path");
const { transformSync } = require("@swc/core");

const parser = { syntax: "typescript", decorators: true };

/** Whether a TypeScript source has nothing to run: only types are left of it, or imports of types. */
function isTypeOnly(source) {
  const code = compile(source);
  return (
    code
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
      .replace(/export\s*\{\s*\};?/g, "")
      .trim() === ""
  );
}

function compile(source) {
  try {
    return transformSync(source, { swcrc: false, jsc: { parser, target: "es2022" } }).code;
  } catch {
    // A file that does not parse is for its own tests to report, not a reason to run none.
    return source;
  }
}

/** The source files of a repository that have nothing to run. */
function typeOnlyFiles(root) {
  return ["packages", "plugins"]
    .flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}/src`))
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => sourcesIn(root, folder))
    .filter((file) => isTypeOnly(readFileSync(path.join(root, file), "utf8")));
}

function sourcesIn(root, folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.posix.join(folder, name));
}

module.exports = { isTypeOnly, typeOnlyFiles };
