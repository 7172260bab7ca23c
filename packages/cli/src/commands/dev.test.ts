import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";
import { endProcesses, startTutti } from "../testing/process";
import { HELLO, WAITING, WRONG } from "../testing/workflows";

const MODULES = path.resolve(__dirname, "../../../../node_modules");
const WATCHING = "Watching; Ctrl-C ends.\n";

jest.setTimeout(20_000);
afterEach(async () => {
  await endProcesses();
  removeWorlds();
});

/** Changes a file, and gives what is said until the next change is waited for. */
async function change(io: FakeIo, name: string, text: string): Promise<string> {
  [io.out, io.err] = ["", ""];
  io.save(name, text);
  await io.said(WATCHING);
  return io.out.replace(WATCHING, "") + io.err;
}

/** Begins, and waits until it watches. */
async function begin(io: FakeIo, ...argv: string[]) {
  const ended = io.tutti("dev", ...argv);
  await io.said(WATCHING);
  return { ended, first: io.out + io.err };
}

async function expectEnd(io: FakeIo, ended: Promise<number>): Promise<void> {
  io.interrupt();
  expect(await ended).toBe(0);
  expect(io.isListening).toBe(false);
}

test("checks the workflows of the project, and those that change", async () => {
  const io = fakeIo({
    files: {
      "hello.yaml": HELLO,
      "wrong.yaml": WRONG,
      "other.json": '{ "a": 1 }',
      "hello.workflow-test.yaml": "actions:",
    },
  });
  const { ended, first } = await begin(io);
  expect(first).toMatch(/^✔ 9 action types of @tutti\/plugin-notification \d/);
  expect(first).toContain('✔ hello.yaml: "Hello" is valid, 2 actions\n');
  expect(first).toContain("✖ wrong.yaml: 3 errors\n");
  expect(first).not.toMatch(/other\.json|workflow-test/);
  expect(await change(io, "wrong.yaml", HELLO)).toBe(
    'wrong.yaml changed\n✔ wrong.yaml: "Hello" is valid, 2 actions\n',
  );
  expect(await change(io, "hello.yaml", "a: b: c")).toContain("error[INVALID_YAML]");
  expect(await change(io, "hello.yaml", HELLO)).toContain("✔ hello.yaml");
  await expectEnd(io, ended);
});

test("a file that is taken away is told, and so is its return", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  const { ended } = await begin(io, "hello.yaml");
  io.out = "";
  rmSync(path.join(io.cwd, "hello.yaml"));
  await io.said("✖ hello.yaml: 1 error");
  await io.said(WATCHING);
  expect(await change(io, "hello.yaml", HELLO)).toContain("✔ hello.yaml");
  await expectEnd(io, ended);
});

test("a new configuration counts at once; one that is wrong is told, and waited for", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  const { ended } = await begin(io, "hello.yaml");
  expect(await change(io, "tutti.config.yaml", "plugins: [./nowhere.cjs]")).toContain(
    'error[PLUGIN_NOT_LOADED]: There is no plugin "./nowhere.cjs".',
  );
  const greet = path.join(__dirname, "../testing/plugins/greet.cjs");
  expect(await change(io, "tutti.config.yaml", `plugins: ["${greet}"]`)).toMatch(
    /^tutti\.config\.yaml changed\n✔ 10 action types of .*acme-plugin-greet 1\.0\.0\n✔ hello\.yaml/,
  );
  await expectEnd(io, ended);
});

test("runs a workflow again after each change of it or of its parameters", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO, "who.yaml": "user_name: Ada" } });
  const { ended } = await begin(io, "--run", "hello.yaml", "--params", "who.yaml");
  await io.said("text  Hello ADA");
  io.out = "";
  io.save("who.yaml", "user_name: Eve");
  await io.said("text  Hello EVE");
  io.save("who.yaml", "user_age: 1");
  await io.said("error[INVALID_PARAMETERS]");
  io.save("who.yaml", "user_name: [");
  await io.said("error[INVALID_YAML]");
  await expectEnd(io, ended);
});

test("an execution under way ends where it began, and Ctrl-C cancels it", async () => {
  const io = fakeIo({ files: { "long.yaml": WAITING } });
  const { ended } = await begin(io, "--run", "long.yaml");
  await io.said("nap waits");
  expect(await change(io, "long.yaml", HELLO.replace("user_name", "user"))).toContain("long.yaml changed");
  await io.said("✖");
  expect(io.out).not.toContain("cancelled");
  await expectEnd(io, ended);
  expect(io.out).toContain("tidied up");
});

test("standard input can't be watched", async () => {
  const io = fakeIo();
  expect(await io.tutti("dev", "-")).toBe(2);
  expect(io.err).toContain("Standard input (-) can't be watched.");
});

const plugin = (says: string) => `
const { defineAction, definePlugin } = require("@tutti/core");
const { z } = require("zod");
const { word } = require("./word.cjs");
const action = { type: "say", description: "Says it.", config: z.strictObject({}), execute: () => ({ text: word + "${says}" }) };
exports.plugin = definePlugin({ name: "acme-plugin-say", version: "1.0.0", actions: [defineAction(action)] });
`;

// Core is read from its sources here, in a form whose names an ES module can't see.
const esModule = (says: string) =>
  plugin(says)
    .replace(
      'const { defineAction, definePlugin } = require("@tutti/core")',
      'import core from "@tutti/core"',
    )
    .replaceAll(/const (.*) = require\("(.*)"\);/g, 'import $1 from "$2";')
    .replaceAll(/definePlugin|defineAction/g, "core.$&")
    .replace("./word.cjs", "./word.mjs")
    .replace("exports.plugin", "export const plugin");

const SAY = `name: Say
actions: [{ action_id: say, action_type: say, config: {} }]
outputs: { text: "{{say.text}}" }
`;

test.each([
  ["CommonJS", "cjs", plugin, "exports.word ="],
  ["ES modules", "mjs", esModule, "export const word ="],
])(
  "a local plugin in %s is loaded anew, with what it loads itself",
  async (_name, extension, source, word) => {
    const io = fakeIo({
      files: { "say.yaml": SAY, "tutti.config.yaml": `plugins: [./say/plugin.${extension}]` },
    });
    symlinkSync(MODULES, path.join(io.cwd, "node_modules"));
    mkdirSync(path.join(io.cwd, "say"));
    io.save(`say/word.${extension}`, `${word} "a";`);
    io.save(`say/plugin.${extension}`, source("1"));
    const process = startTutti(io, "dev", "--run", "say.yaml");
    await process.said("text  a1");
    io.save(`say/plugin.${extension}`, source("2"));
    await process.said("text  a2");
    io.save(`say/word.${extension}`, `${word} "b`);
    await process.said("error[PLUGIN_NOT_LOADED]");
    io.save(`say/word.${extension}`, `${word} "b";`);
    await process.said("text  b2");
    process.child.kill("SIGINT");
    expect(await process.ended).toMatchObject({ code: 0 });
  },
);
