import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../root";

const PACKAGES = {
  core: "packages/core",
  "service-mesh": "packages/service-mesh",
  cli: "packages/cli",
  sqlite: "packages/sqlite",
  server: "packages/server",
  client: "packages/client",
  testkit: "packages/testkit",
  "plugin-notification": "plugins/notification",
  "plugin-transform": "plugins/transform",
  "plugin-service-call": "plugins/service-call",
  "plugin-otel": "plugins/otel",
};
const LIBRARIES = [
  "zod",
  "croner",
  "jsonata",
  "re2js",
  "tsyringe",
  "reflect-metadata",
  "luxon",
  "smtp-server",
  "undeclared",
];

/** A temporary folder laid out like the repository: its real manifests, and the given sources. */
export function writeFixtureTree(sources: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "tutti-boundaries-"));
  writeFile(folder, "package.json", JSON.stringify({ workspaces: Object.values(PACKAGES) }));
  for (const [name, path] of Object.entries(PACKAGES)) {
    copyManifest(folder, path);
    mkdirSync(join(folder, "node_modules/@tutti"), { recursive: true });
    symlinkSync(join(folder, path), join(folder, "node_modules/@tutti", name));
  }
  copyManifest(folder, "tools/create-plugin");
  symlinkSync(join(folder, "tools/create-plugin"), join(folder, "node_modules/create-tutti-plugin"));
  for (const library of LIBRARIES) {
    writeFile(
      folder,
      `node_modules/${library}/package.json`,
      JSON.stringify({ name: library, version: "1.0.0" }),
    );
    writeFile(folder, `node_modules/${library}/index.js`, "exports.value = 1;\n");
  }
  for (const [path, text] of Object.entries(sources)) writeFile(folder, path, text);
  return folder;
}

function copyManifest(folder: string, path: string): void {
  mkdirSync(join(folder, path), { recursive: true });
  cpSync(join(ROOT, path, "package.json"), join(folder, path, "package.json"));
  writeFile(folder, `${path}/src/index.ts`, "export const entry = 1;\n");
}

function writeFile(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
