// Lets Node.js run the repository's TypeScript as it is: node --conditions=@tutti/source --require this-file.
// Tests start the real command with it, so that they need no build.
const { existsSync, readFileSync, statSync } = require("node:fs");
const { registerHooks } = require("node:module");
const path = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");
const { transformSync } = require("@swc/core");

const SOURCES = /[\\/](?:packages|plugins|tools)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/;

const options = {
  swcrc: false,
  sourceMaps: "inline",
  jsc: {
    target: "es2022",
    keepClassNames: true,
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
  },
  module: { type: "commonjs", ignoreDynamic: true },
};

registerHooks({
  resolve(specifier, context, next) {
    const file =
      /^\.{1,2}\//.test(specifier) && context.parentURL
        ? sourceFile(specifier, context.parentURL)
        : undefined;
    return file === undefined
      ? next(specifier, context)
      : { url: pathToFileURL(file).href, shortCircuit: true };
  },
  load(url, context, next) {
    const file = url.startsWith("file:") ? fileURLToPath(url) : "";
    if (!SOURCES.test(file)) return next(url, context);
    const { code } = transformSync(readFileSync(file, "utf8"), { ...options, filename: file });
    return { format: "commonjs", source: code, shortCircuit: true };
  },
});

/** The source that `./name` means: `name.ts`, or `name/index.ts`. */
function sourceFile(specifier, parent) {
  const base = path.resolve(path.dirname(fileURLToPath(parent)), specifier);
  return [`${base}.ts`, path.join(base, "index.ts")].find(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
}
