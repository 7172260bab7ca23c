import { mkdirSync } from "node:fs";
import path from "node:path";
import { renderDiagnostics } from "../diagnostics/render";
import { CliError } from "../diagnostics/diagnostic";
import { painter } from "../terminal/style";
import { type FakeWorld, fakeIo, removeWorlds } from "../testing/fake-io";
import { loadConfig } from "./load-config";
import { defineConfig } from "./schema";

afterEach(removeWorlds);

async function load(world: FakeWorld, given?: string): Promise<unknown> {
  const io = fakeIo(world);
  try {
    const { config, file } = await loadConfig(given, io);
    return { config, file };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return renderDiagnostics(error.diagnostics).map(painter(false)).join("\n").trimEnd();
  }
}

const SERVICES = { services: { a: { url: "http://127.0.0.1:1" } } };
const YAML = "services: { a: { url: 'http://127.0.0.1:1' } }\n";

test("without a file there is an empty configuration", async () => {
  expect(await load({})).toEqual({ config: {} });
});

test.each([
  ["tutti.config.yaml", YAML],
  ["tutti.config.yml", YAML],
  ["tutti.config.json", JSON.stringify(SERVICES)],
  ["tutti.config.js", `module.exports = ${JSON.stringify(SERVICES)};`],
])("%s is found", async (name, text) => {
  expect(await load({ files: { [name]: text } })).toEqual({ config: SERVICES, file: name });
});

test("a file is found upwards from the working directory", async () => {
  const io = fakeIo({ files: { "tutti.config.yaml": YAML } });
  const cwd = path.join(io.cwd, "deep/er");
  mkdirSync(cwd, { recursive: true });
  expect(await loadConfig(undefined, io.but({ cwd }))).toMatchObject({
    config: SERVICES,
    file: path.join("..", "..", "tutti.config.yaml"),
    folder: io.cwd,
  });
});

test("the command line wins over TUTTI_CONFIG, which wins over the file that is found", async () => {
  const files = {
    "tutti.config.yaml": "plugins: [found]",
    "env.yaml": "plugins: [env]",
    "given.yaml": "plugins: [given]",
  };
  const env = { TUTTI_CONFIG: "env.yaml" };
  expect(await load({ files, env }, "given.yaml")).toMatchObject({ config: { plugins: ["given"] } });
  expect(await load({ files, env })).toMatchObject({ config: { plugins: ["env"] }, file: "env.yaml" });
  expect(await load({ files, env: { TUTTI_CONFIG: "" } })).toMatchObject({ config: { plugins: ["found"] } });
});

test("an empty file says nothing", async () => {
  expect(await load({ files: { "tutti.config.yaml": "# later\n" } })).toMatchObject({ config: {} });
});

test("two files are one too many", async () => {
  const io = fakeIo({ files: { "tutti.config.yaml": "", "tutti.config.json": "{}" } });
  await expect(loadConfig(undefined, io)).rejects.toMatchObject({
    diagnostics: [
      {
        message: "There are 2 configurations: tutti.config.json and tutti.config.yaml.",
        place: { name: io.cwd },
      },
    ],
  });
});

test("everything that is wrong is told, with its place", async () => {
  const text = "servces: {}\nplugins:\n  - 5\nnotification: loud\nservice_call: { services: {} }\n";
  expect(await load({ files: { "tutti.config.yaml": text } })).toBe(
    [
      "error[INVALID_CONFIG_FILE]: \"plugins[0]\": expected a package's name, a path, [name, options], or what a plugin's factory returns.",
      " --> tutti.config.yaml:3:5",
      "  |",
      "3 |   - 5",
      "  |     ^",
      "  = fix: See the config reference in the README.",
      "",
      'error[INVALID_CONFIG_FILE]: "notification": expected a map of options.',
      " --> tutti.config.yaml:4:1",
      "  |",
      "4 | notification: loud",
      "  | ^^^^^^^^^^^^",
      "  = fix: See the config reference in the README.",
      "",
      'error[INVALID_CONFIG_FILE]: "service_call": services stand at the top level, not in here.',
      " --> tutti.config.yaml:5:1",
      "  |",
      "5 | service_call: { services: {} }",
      "  | ^^^^^^^^^^^^",
      "  = fix: See the config reference in the README.",
      "",
      'error[INVALID_CONFIG_FILE]: Unknown key "servces": did you mean "services"? Known: storage, secrets, server, services, plugins, notification, service_call.',
      " --> tutti.config.yaml:1:1",
      "  |",
      "1 | servces: {}",
      "  | ^^^^^^^",
      '  = fix: Rename "servces" to "services", or remove it.',
    ].join("\n"),
  );
});

test("a key that is like no other", async () => {
  expect(await load({ files: { "tutti.config.json": '{ "xyz": 1 }' } })).toContain(
    'Unknown key "xyz": Known: storage, secrets, server, services, plugins, notification, service_call.',
  );
});

test("what is no map is told without lines where there are none", async () => {
  expect(await load({ files: { "tutti.config.js": "module.exports = [];" } })).toBe(
    [
      "error[INVALID_CONFIG_FILE]: The configuration: expected a map.",
      " --> tutti.config.js",
      "  = fix: See the config reference in the README.",
    ].join("\n"),
  );
});

test.each([
  ["gone.yaml", "gone.yaml can't be read: there is no such file."],
  ["gone.mjs", "gone.mjs can't be read: there is no such file."],
])("%s that is not there", async (file, message) => {
  expect(await load({}, file)).toContain(message);
});

test("a file that is no YAML", async () => {
  expect(await load({ files: { "tutti.config.yaml": "a: b: c" } })).toContain("error[INVALID_YAML]");
});

test("a module that throws, and one without a default export", async () => {
  expect(await load({ files: { "tutti.config.js": "throw new Error('no such variable');" } })).toBe(
    [
      "error[INVALID_CONFIG_FILE]: tutti.config.js can't be loaded: no such variable",
      " --> tutti.config.js",
      "  = fix: Correct the file; TUTTI_DEBUG=1 shows where it failed.",
    ].join("\n"),
  );
  const io = fakeIo({ files: { "tutti.config.mjs": "" } });
  const withoutDefault = io.but({ importModule: () => Promise.resolve({ config: {} }) });
  await expect(loadConfig(undefined, withoutDefault)).rejects.toThrow(
    "tutti.config.mjs has no default export.",
  );
});

describe("tutti.config.ts", () => {
  const io = () => fakeIo({ files: { "tutti.config.ts": "export default {} satisfies object;" } });
  const importModule = () => Promise.resolve({ default: SERVICES });
  const { features } = process;
  afterEach(() => Object.defineProperty(process, "features", { value: features }));

  test.each(["strip", "transform"])("is read by a Node.js that %ss types", async (typescript) => {
    Object.defineProperty(process, "features", { value: { typescript }, configurable: true });
    expect(await loadConfig(undefined, io().but({ importModule }))).toMatchObject({ config: SERVICES });
  });

  test("needs such a Node.js", async () => {
    Object.defineProperty(process, "features", { value: {}, configurable: true });
    await expect(loadConfig(undefined, io().but({ importModule }))).rejects.toThrow(
      `tutti.config.ts needs Node.js 22.18 or newer, which reads TypeScript; this is ${process.version}.`,
    );
  });
});

test("defineConfig gives back what it is given", () => {
  expect(defineConfig(SERVICES)).toBe(SERVICES);
});
