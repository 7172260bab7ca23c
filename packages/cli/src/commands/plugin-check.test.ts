import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";
import { SOURCE } from "../testing/process";

const MODULES = path.resolve(__dirname, "../../../../node_modules");

jest.setTimeout(60_000);
const { execArgv } = process;
// The package is loaded by a Node.js of its own, which has to read core from its sources as this one does.
beforeAll(() => void (process.execArgv = [...SOURCE, "--inspect-port=0"]));
afterAll(() => void (process.execArgv = execArgv));
afterEach(removeWorlds);

const SOUND = `
const { ActionError, defineAction, definePlugin } = require("@tutti/core");
const { z } = require("zod");

const shout = defineAction({
  type: "shout",
  description: "Says it loudly.",
  config: z.strictObject({ text: z.string().describe("What to say.") }),
  output: z.object({ text: z.string().describe("What was said.") }),
  examples: [{ name: "hi", config: { text: "{{word}}" } }],
  execute({ text }) {
    if (text === "") throw new ActionError({ code: "SILENCE", message: "Nothing to say.", retryable: false });
    return { text: text.toUpperCase() };
  },
});

exports.plugin = definePlugin({
  name: "acme-plugin-shout",
  version: "1.0.0",
  options: z.strictObject({ sign: z.string().default("!") }),
  actions: [shout],
});
`;

const MANIFEST = { name: "acme-plugin-shout", version: "1.0.0", main: "index.cjs" };

/** The package of a plugin, in a folder with the packages that it needs. */
function project(source = SOUND, manifest: object = MANIFEST): FakeIo {
  const io = fakeIo({
    files: {
      "package.json": JSON.stringify(manifest),
      "index.cjs": source,
      "check.yaml": `parameters: { word: hi }
examples:
  - { name: known, action: shout, config: { text: ho }, output: { text: HO } }
  - { name: silence, action: shout, config: { text: "" }, fails: SILENCE }
`,
    },
  });
  symlinkSync(MODULES, path.join(io.cwd, "node_modules"));
  return io;
}

interface Checks {
  readonly checks: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly fix: string | null;
  }[];
}

const failedOf = (io: FakeIo) =>
  (JSON.parse(io.out) as Checks).checks.filter(({ outcome }) => outcome === "failed");

test("a sound plugin passes: its folder, its file, and its package that exports by conditions", async () => {
  const io = project();
  expect(await io.tutti("plugin", "check", "--with", "check.yaml")).toBe(0);
  expect(io.err).toBe("");
  expect(io.out).toMatch(/^acme-plugin-shout 1\.0\.0\n\nthe plugin\n {2}✔ has the name of an npm package\n/);
  expect(io.out).toMatch(
    /\nthe action "shout"\n(.*\n)* {2}✔ its errors carry codes\n\n✔ 23 passed, 0 failed\n$/,
  );
  io.out = "";
  expect(await io.tutti("plugin", "check", "./index.cjs", "--with", "check.yaml")).toBe(0);
  const exporting = project(SOUND, { ...MANIFEST, exports: "./index.cjs", main: undefined });
  expect(await exporting.tutti("plugin", "check", ".", "--with", "check.yaml")).toBe(0);
});

test("what fails is told with its reason and what to do, and the exit code is 1", async () => {
  const io = project(SOUND.replace('.describe("What to say.")', ""));
  expect(await io.tutti("plugin", "check", "--with", "check.yaml")).toBe(1);
  expect(io.out).toContain(
    '  ✖ describes each field of its config\n      These fields of the config say nothing: text.\n      fix: Add .describe("…") to each field.\n',
  );
  expect(io.out).toMatch(/\n✖ 22 passed, 1 failed\n$/);
});

test("for programs", async () => {
  const io = project(SOUND.replace("exports.plugin =", "exports.plugin = exports.again ="));
  expect(await io.tutti("plugin", "check", "--json")).toBe(1);
  expect(JSON.parse(io.out)).toMatchObject({
    success: false,
    plugin: { name: "acme-plugin-shout", version: "1.0.0" },
  });
  // Without --with nobody says what the example's template reads.
  expect(failedOf(io).map(({ name }) => name)).toEqual(["its examples are valid"]);
  expect(failedOf(io)[0]?.fix).toContain("among the parameters");
});

test("an installed package is found by its name, with options from the file", async () => {
  const io = fakeIo({ files: { "check.yaml": "options: { sign: 1 }" } });
  const folder = path.join(io.cwd, "node_modules/acme-plugin-shout");
  mkdirSync(folder, { recursive: true });
  io.save("node_modules/acme-plugin-shout/package.json", JSON.stringify(MANIFEST));
  io.save("node_modules/acme-plugin-shout/index.cjs", SOUND);
  for (const name of ["@tutti", "zod"])
    symlinkSync(path.join(MODULES, name), path.join(io.cwd, "node_modules", name));
  expect(await io.tutti("plugin", "check", "acme-plugin-shout", "--json")).toBe(1);
  expect(failedOf(io).map(({ name }) => name)).toEqual(["its examples are valid"]);
  expect(await io.tutti("plugin", "check", "acme-plugin-shout", "--with", "check.yaml")).toBe(2);
  expect(io.err).toContain("error[INVALID_OPTIONS]");
});

test.each<[problem: string, files: Record<string, string>, argv: string[], message: string]>([
  ["no such path", {}, ["./nowhere"], "error[PLUGIN_NOT_FOUND]: There is no ./nowhere."],
  ["no such package", {}, ["acme-nowhere"], 'error[PLUGIN_NOT_LOADED]: There is no plugin "acme-nowhere"'],
  ["a folder without a package", {}, [], "error[PLUGIN_NOT_FOUND]: . has no package.json."],
  ["a broken manifest", { "package.json": "{" }, [], "has a package.json that can't be read."],
  [
    "a package without an entry",
    { "package.json": "{}" },
    [],
    "The package in . has no entry that is there.",
  ],
  [
    "a plugin that throws",
    { "x.cjs": "throw new Error('no');" },
    ["x.cjs"],
    'Plugin "./x.cjs" can\'t be loaded: no',
  ],
  ["no factory", { "x.cjs": "exports.a = 1;" }, ["x.cjs"], 'has no function "plugin" among its exports: a.'],
  [
    "a file to check with that is wrong",
    { "x.cjs": "", "check.yaml": "exmples: []\nexamples: [{ name: a }]" },
    ["x.cjs", "--with", "check.yaml"],
    "error[INVALID_CHECK_FILE]: examples[0].action: ",
  ],
  [
    "a file that is no YAML",
    { "check.yaml": "a: b: c" },
    ["x", "--with", "check.yaml"],
    "error[INVALID_YAML]",
  ],
])("%s: nothing is checked", async (_problem, files, argv, message) => {
  const io = fakeIo({ files });
  expect(await io.tutti("plugin", "check", ...argv)).toBe(2);
  expect(io.err).toContain(message);
  expect(io.out).toBe("");
});

test("a new plugin is written from the templates of create-tutti-plugin", async () => {
  const io = fakeIo();
  expect(await io.tutti("new", "plugin", "acme-plugin-sms", "--action", "send_sms", "--javascript")).toBe(0);
  expect(io.out).toMatch(/^Created acme-plugin-sms in acme-plugin-sms, \d+ files\. Next:\n\n {2}cd acme/);
  const manifest = readFileSync(path.join(io.cwd, "acme-plugin-sms/package.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ name: "acme-plugin-sms", scripts: { test: "jest" } });
  io.out = "";
  expect(await io.tutti("new", "plugin", "@acme/sms", "--vitest", "--json")).toBe(0);
  expect(JSON.parse(io.out)).toMatchObject({ success: true, plugin: { folder: "sms", runner: "vitest" } });
  expect(await io.tutti("new", "plugin", "@acme/sms")).toBe(2);
  expect(io.err).toContain("error[FOLDER_NOT_EMPTY]");
});
