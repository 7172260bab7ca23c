import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "./testing/fake-io";
import { APPROVAL, HELLO, WAITING } from "./testing/workflows";

jest.setTimeout(60_000);
afterEach(removeWorlds);

const BIN = path.join(__dirname, "bin.ts");
const SOURCE = [
  "--conditions=@tutti/source",
  "--require",
  path.join(__dirname, "../../../tools/checks/run-source.cjs"),
];

/** Starts the real command, from its source. */
function start(io: FakeIo, argv: readonly string[]): ChildProcess {
  const env = { ...process.env, NO_COLOR: "1", USER: "ada", NODE_DISABLE_COMPILE_CACHE: "1" };
  return spawn(process.execPath, [...SOURCE, BIN, ...argv], { cwd: io.cwd, env });
}

async function tutti(io: FakeIo, ...argv: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = start(io, argv);
  child.stdin?.end();
  const said = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => (said.out += String(chunk)));
  child.stderr?.on("data", (chunk) => (said.err += String(chunk)));
  const [code] = (await once(child, "close")) as unknown[];
  return { code, ...said };
}

test("runs a workflow in a process of its own", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  const { code, err, out } = await tutti(io, "run", "hello.yaml", "--param", "user_name=Ada");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("greet │ Hello ADA\n");
});

test("says with its exit code what was wrong", async () => {
  const { code, err } = await tutti(fakeIo(), "validate", "gone.yaml");
  expect(code).toBe(2);
  expect(err).toContain("error[FILE_NOT_READ]: gone.yaml can't be read: there is no such file.");
});

test.each([
  ["mjs", "import { readFileSync } from 'node:fs';\nexport default { plugins: [] };\n"],
  ["ts", "const config: { plugins: string[] } = { plugins: [] };\nexport default config;\n"],
])("reads tutti.config.%s", async (extension, text) => {
  const io = fakeIo({
    files: {
      "hello.yaml": HELLO,
      [`tutti.config.${extension}`]: text,
      "package.json": '{ "type": "module" }',
    },
  });
  expect(await tutti(io, "validate", "hello.yaml")).toEqual({
    code: 0,
    err: "",
    out: '✔ hello.yaml: "Hello" is valid, 2 actions\n',
  });
});

test("a plugin that is an ES module", async () => {
  const plugin = `import { greet } from "./greet.mjs";\nexport const plugin = greet;\n`;
  const io = fakeIo({
    files: {
      "plugin.mjs": plugin,
      "greet.mjs": "export const greet = () => ({});\n",
      "tutti.config.yaml": "plugins: [./plugin.mjs]\n",
    },
  });
  const { code, err } = await tutti(io, "actions");
  expect(code).toBe(2);
  expect(err).toContain('Plugin "./plugin.mjs": its factory returned no plugin.');
});

test("Ctrl-C cancels the execution", async () => {
  const io = fakeIo({ files: { "long.yaml": WAITING } });
  const child = start(io, ["run", "long.yaml"]);
  let out = "";
  child.stdout?.on("data", (chunk) => {
    if (!out.includes("nap waits") && `${out}${String(chunk)}`.includes("nap waits")) child.kill("SIGINT");
    out += String(chunk);
  });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(out).toContain("tell │ tidied up");
});

test("a reader that has gone does not end the execution", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  const child = start(io, ["run", "hello.yaml", "--param", "user_name=Ada"]);
  child.stdout?.destroy();
  let err = "";
  child.stderr?.on("data", (chunk) => (err += String(chunk)));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(err).toBe("");
});

test("waits for a signal also in memory, until it is interrupted", async () => {
  const io = fakeIo({ files: { "approve.yaml": APPROVAL } });
  const child = start(io, ["run", "approve.yaml", "--storage", "memory"]);
  const closed = once(child, "close");
  let out = "";
  child.stdout?.on("data", (chunk) => (out += String(chunk)));
  while (!out.includes("waits for the signal")) await once(child.stdout as never, "data");
  child.kill("SIGINT");
  expect(await closed).toEqual([1, null]);
});
