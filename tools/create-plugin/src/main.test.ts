import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createErrors } from "./errors";
import { FakeIo } from "./testing/fake-io";

const worlds: FakeIo[] = [];
afterEach(() => worlds.splice(0).forEach((io) => io.remove()));

function world(answers?: readonly (string | undefined)[]): FakeIo {
  const io = new FakeIo(answers);
  worlds.push(io);
  return io;
}

const manifestIn = (io: FakeIo, folder: string) =>
  JSON.parse(readFileSync(path.join(io.cwd, folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly scripts: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };

test("writes a project from flags, and says what comes next", async () => {
  const io = world();
  expect(await io.create("@acme/tutti-sms", "--javascript", "--vitest", "--action", "send_sms")).toBe(0);
  expect(io.out).toMatch(/^Created @acme\/tutti-sms in tutti-sms, \d+ files\. Next:\n\n {2}cd tutti-sms\n/);
  expect(manifestIn(io, "tutti-sms")).toMatchObject({
    name: "@acme/tutti-sms",
    scripts: { test: "vitest run" },
  });
  expect(readdirSync(path.join(io.cwd, "tutti-sms/src"))).toContain("send-sms-action.js");
});

test("where nobody can be asked, and with --yes, the rest is as usual", async () => {
  const io = world();
  expect(await io.create("--name", "acme-plugin-greet", "--dir", "here")).toBe(0);
  const asked = world(["never"]);
  expect(await asked.create("acme-plugin-greet", "--dir", "here", "--yes")).toBe(0);
  expect(asked.questions).toEqual([]);
  expect(manifestIn(asked, "here")).toEqual(manifestIn(io, "here"));
  expect(manifestIn(io, "here")).toMatchObject({
    scripts: { test: "jest", build: "tsc -p tsconfig.build.json" },
  });
});

test("asks for what the flags leave open, until the answers are right", async () => {
  const io = world(["My Plugin", "", "acme-plugin-x", "transform", "do_it", "java", "", "ruby", "v"]);
  expect(await io.create()).toBe(0);
  expect(io.questions).toEqual([
    "Name of the package: ",
    "Name of the package: ",
    "Name of the package: ",
    "Type of its action [greet]: ",
    "Type of its action [greet]: ",
    "Language: typescript or javascript [typescript]: ",
    "Test runner: jest or vitest [jest]: ",
  ]);
  expect(io.err).toBe(
    [
      `"My Plugin" is no name of an npm package. ${createErrors.INVALID_NAME}`,
      `The plugin has no name. ${createErrors.NAME_MISSING}`,
      `Tutti brings the action type "transform" already. ${createErrors.ACTION_TYPE_TAKEN}`,
      "",
    ].join("\n"),
  );
  expect(manifestIn(io, "acme-plugin-x").scripts).toMatchObject({ test: "jest" });
});

test("an answer that is no choice is asked for again", async () => {
  const io = world(["ruby", "J", "v"]);
  expect(await io.create("acme-plugin-x", "--action", "do_it")).toBe(0);
  expect(io.err).toContain('"ruby" is none of typescript, javascript.');
  expect(readdirSync(path.join(io.cwd, "acme-plugin-x/src"))).toContain("do-it-action.js");
});

test("Ctrl-C at a question writes nothing", async () => {
  const io = world(["acme-plugin-x", undefined]);
  expect(await io.create()).toBe(2);
  expect(io.err).toContain("error[CANCELLED]");
  expect(readdirSync(io.cwd)).toEqual([]);
});

test.each<[problem: string, argv: string[], code: keyof typeof createErrors]>([
  ["no name", ["--yes"], "NAME_MISSING"],
  ["a name that npm refuses", ["My Plugin"], "INVALID_NAME"],
  ["a name that leads out of the folder", ["../up"], "INVALID_NAME"],
  ["a name that is too long", ["x".repeat(215)], "INVALID_NAME"],
  ["two names", ["one", "--name", "two"], "USAGE"],
  ["an unknown flag", ["one", "--python"], "USAGE"],
  ["two languages", ["one", "--typescript", "--javascript"], "USAGE"],
  ["two runners", ["one", "--jest", "--vitest"], "USAGE"],
  ["an action type with a capital", ["one", "--action", "sendSms"], "INVALID_ACTION_TYPE"],
  ["an action type with a __", ["one", "--action", "__proto__"], "INVALID_ACTION_TYPE"],
  ["an action type that Tutti has", ["one", "--action", "wait"], "ACTION_TYPE_TAKEN"],
  ["a folder that holds something", ["full"], "FOLDER_NOT_EMPTY"],
  ["a file instead of a folder", ["one", "--dir", "file"], "NOT_WRITTEN"],
  ["a folder in a file", ["one", "--dir", "file/folder"], "NOT_WRITTEN"],
])("%s is refused, and nothing is written", async (_problem, argv, code) => {
  const io = world();
  mkdirSync(path.join(io.cwd, "full"));
  for (const name of ["a", "b", "c", "d"]) writeFileSync(path.join(io.cwd, "full", name), "");
  writeFileSync(path.join(io.cwd, "file"), "");
  expect(await io.create(...argv)).toBe(2);
  expect(io.err).toMatch(new RegExp(`^error\\[${code}\\]: .+\n  = fix: .+\n$`));
  expect(io.out).toBe("");
  expect(readdirSync(io.cwd)).toEqual(["file", "full"]);
});

test("a fresh git repository counts as empty", async () => {
  const io = world();
  mkdirSync(path.join(io.cwd, ".git"));
  expect(await io.create("acme-plugin-x", "--dir", ".")).toBe(0);
});

test("--help lists the flags, and --version tells the version", async () => {
  const io = world();
  expect(await io.create("--help")).toBe(0);
  expect(await io.create("-V")).toBe(0);
  expect(io.out).toMatch(/--vitest/);
  expect(io.out).toMatch(/\n\d+\.\d+\.\d+\n$/);
});
