import path from "node:path";
import { notification } from "@tutti/plugin-notification";
import { renderDiagnostics } from "../diagnostics/render";
import { CliError } from "../diagnostics/diagnostic";
import { painter } from "../terminal/style";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { loadConfig } from "./load-config";
import { loadPlugins, type PluginWishes } from "./load-plugins";
import type { TuttiConfig } from "./schema";

afterEach(removeWorlds);

const wishes: PluginWishes = { print: () => undefined };
const fixture = (name: string) => path.join(__dirname, "../testing/plugins", name);
const greet = fixture("greet.cjs");

async function names(config: TuttiConfig, more: Partial<PluginWishes> = {}): Promise<string[]> {
  const io = fakeIo();
  return (await loadPlugins({ config, folder: io.cwd }, { ...wishes, ...more }, io)).map(({ name }) => name);
}

/** What is said of a configuration in YAML. */
async function told(yaml: string): Promise<string> {
  const io = fakeIo({ files: { "tutti.config.yaml": yaml } });
  try {
    await loadPlugins(await loadConfig(undefined, io), wishes, io);
    return "";
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return renderDiagnostics(error.diagnostics).map(painter(false)).join("\n").trimEnd();
  }
}

const NOTIFICATION = "@tutti/plugin-notification";
const TRANSFORM = "@tutti/plugin-transform";
const SERVICE_CALL = "@tutti/plugin-service-call";

test("three plugins are there without being named", async () => {
  expect(await names({})).toEqual([NOTIFICATION, TRANSFORM, SERVICE_CALL]);
});

test("only those that are needed are loaded, but all beside others", async () => {
  const types = new Set(["transform", "wait"]);
  expect(await names({}, { types })).toEqual([TRANSFORM]);
  expect(await names({ plugins: [greet] }, { types })).toEqual([
    NOTIFICATION,
    TRANSFORM,
    SERVICE_CALL,
    "acme-plugin-greet",
  ]);
});

test("one of the three that is listed takes the place of its own", async () => {
  expect(await names({ plugins: [notification()] })).toEqual([TRANSFORM, SERVICE_CALL, NOTIFICATION]);
});

test("a plugin gets its options", async () => {
  const io = fakeIo();
  const [, , , plugin] = await loadPlugins(
    { config: { plugins: [[greet, { greeting: "Hi" }]] }, folder: io.cwd },
    wishes,
    io,
  );
  expect(plugin).toMatchObject({ name: "acme-plugin-greet", version: "1.0.0" });
});

test("a path starts in the configuration's folder", async () => {
  const io = fakeIo();
  const loaded = { config: { plugins: ["./greet.cjs"] }, folder: path.dirname(greet) };
  expect((await loadPlugins(loaded, wishes, io)).at(-1)?.name).toBe("acme-plugin-greet");
});

test("a CommonJS module whose exports Node.js did not see has them in its default", async () => {
  const io = fakeIo();
  const importModule = async (url: string) => ({ default: (await io.importModule(url)) as object });
  const loaded = { config: { plugins: [greet] }, folder: io.cwd };
  expect((await loadPlugins(loaded, wishes, io.but({ importModule }))).at(-1)?.name).toBe(
    "acme-plugin-greet",
  );
});

test.each([
  [
    "no-factory.cjs",
    /has no function "plugin" among its exports: greet, plugin\.\n.*\n.*\n.*\n.*\n.*A plugin package exports its factory/,
  ],
  ["no-plugin.cjs", /its factory returned no plugin\.\n[^]*fix: Make plugins with definePlugin\(\)/],
  [
    "broken.cjs",
    /can't be loaded: broken at line 1\n[^]*fix: Correct it, or report it to its author; TUTTI_DEBUG=1/,
  ],
  ["throwing.cjs", /The plugin of plugins\[0\] failed: no gateway\n[^]*fix: Correct its options, or report/],
  ["gone.cjs", /There is no plugin ".*gone\.cjs"\.\n[^]*fix: Correct the path/],
])("%s is refused", async (name, message) => {
  const text = await told(`plugins:\n  - "${fixture(name)}"\n`);
  expect(text).toMatch(message);
  expect(text).toMatch(/^error\[PLUGIN_NOT_LOADED\]: [^]*\n --> tutti\.config\.yaml:2:5\n/);
});

test("a package that is not installed", async () => {
  expect(await told("plugins: [acme-plugin-gone]\n")).toBe(
    [
      'error[PLUGIN_NOT_LOADED]: There is no plugin "acme-plugin-gone" among the installed packages.',
      " --> tutti.config.yaml:1:11",
      "  |",
      "1 | plugins: [acme-plugin-gone]",
      "  |           ^^^^^^^^^^^^^^^^",
      "  = fix: Install it: npm install acme-plugin-gone.",
    ].join("\n"),
  );
});

test("wrong options of a plugin, with core's own words", async () => {
  expect(await told(`plugins:\n  - ["${greet}", { greetng: Hi }]\n`)).toContain(
    "error[INVALID_OPTIONS]: Options of acme-plugin-greet: ",
  );
  expect(await told("notification: { webhook: { url: nowhere } }\n")).toBe(
    [
      "error[INVALID_OPTIONS]: Options of @tutti/plugin-notification: webhook.url: Expected an http or https URL.",
      " --> tutti.config.yaml:1:1",
      "  |",
      "1 | notification: { webhook: { url: nowhere } }",
      "  | ^^^^^^^^^^^^",
      "  = fix: Correct the options given to @tutti/plugin-notification.",
    ].join("\n"),
  );
  expect(await told("services: { a: { url: ftp://x } }\n")).toMatch(
    /^error\[INVALID_OPTIONS\]: Options of @tutti\/plugin-service-call: [^]* --> tutti\.config\.yaml:1:1\n/,
  );
});

test("a package that is an ES module only can be imported by the configuration", async () => {
  const io = fakeIo();
  const folder = path.join(io.cwd, "node_modules/acme-esm");
  const { mkdirSync, writeFileSync } = jest.requireActual<typeof import("node:fs")>("node:fs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "acme-esm", exports: { import: "./index.js" } }),
  );
  writeFileSync(path.join(folder, "index.js"), "export const plugin = 1;");
  await expect(
    loadPlugins({ config: { plugins: ["acme-esm"] }, folder: io.cwd }, wishes, io),
  ).rejects.toThrow(/acme-esm/);
});
