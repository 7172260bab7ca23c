import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Tree } from "@nx/devkit";
import { flushChanges, FsTree } from "nx/src/generators/tree";
import pluginGenerator from "../plugin-generator.cjs";

const ROOT = path.resolve(__dirname, "../../..");
const LINKED = ["node_modules", "packages", "tools"];
const COPIED = ["package.json", "tsconfig.base.json", ".oxlintrc.json", ".biome.json"];

/** A folder with what the plugin's project needs of this repository. */
const folder = mkdtempSync(path.join(tmpdir(), "tutti-nx-plugin-"));
const plugin = path.join(folder, "plugins/sms-gateway");
const generate = (options: { name: string; action?: string }, tree: Tree = new FsTree(folder, false)) =>
  pluginGenerator(tree, options).then(() => tree);

jest.setTimeout(120_000);

beforeAll(async () => {
  for (const name of LINKED) symlinkSync(path.join(ROOT, name), path.join(folder, name));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(folder, name));
  mkdirSync(path.join(folder, "plugins"));
  const tree = await generate({ name: "sms-gateway", action: "send_sms" });
  flushChanges(folder, tree.listChanges());
  // What the generator does itself once its files are written.
  tool("@biomejs/biome/bin/biome", "format", "--write", "--vcs-enabled=false", plugin);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a tool of the repository in the folder; gives what it says when it fails. */
function tool(script: string, ...args: string[]): string {
  const program = path.join(ROOT, "node_modules", script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("the plugin has the keys that every plugin's package.json has", () => {
  const keysOf = (file: string) => Object.keys(JSON.parse(readFileSync(file, "utf8")) as object).toSorted();
  expect(keysOf(path.join(plugin, "package.json"))).toEqual(
    keysOf(path.join(ROOT, "plugins/transform/package.json")),
  );
});

test("its package resolves to its sources in the repository", () => {
  expect(JSON.parse(readFileSync(path.join(plugin, "package.json"), "utf8"))).toMatchObject({
    name: "@tutti/plugin-sms-gateway",
    repository: { directory: "plugins/sms-gateway" },
    exports: { ".": { "@tutti/source": "./src/index.ts", types: "./dist/index.d.ts" } },
    dependencies: { zod: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
  });
});

test("the condition of the sources comes first, as the first one that matches wins", () => {
  const { exports } = JSON.parse(readFileSync(path.join(plugin, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, object>>;
  };
  expect(Object.keys(exports["."] ?? {})).toEqual(["@tutti/source", "types", "default"]);
});

test("it has a changeset", () => {
  expect(readFileSync(path.join(folder, ".changeset/plugin-sms-gateway.md"), "utf8")).toBe(
    '---\n"@tutti/plugin-sms-gateway": minor\n---\n\nFirst release: the action `send_sms`.\n',
  );
});

test("its types are right", () => {
  expect(tool("typescript-native/bin/tsc", "-p", "plugins/sms-gateway/tsconfig.json", "--noEmit")).toBe("");
});

test("it is linted and formatted as the repository is", () => {
  expect(tool("oxlint/bin/oxlint", "plugins/sms-gateway")).toBe("");
  expect(tool("eslint/bin/eslint.js", "-c", "tools/checks/eslint.config.mjs", "plugins/sms-gateway")).toBe(
    "",
  );
  expect(tool("@biomejs/biome/bin/biome", "format", "--vcs-enabled=false", plugin)).toBe("");
});

test("its tests pass, the conformance suite among them", () => {
  expect(
    tool("jest/bin/jest.js", "--rootDir", plugin, "--config", path.join(plugin, "jest.config.cjs")),
  ).toBe("");
});

test("a name that is taken, and an action that can't be, are refused", async () => {
  await expect(generate({ name: "sms-gateway" })).rejects.toThrow("plugins/sms-gateway is there already.");
  await expect(generate({ name: "wait" })).rejects.toThrow('Tutti brings the action type "wait" already.');
});
