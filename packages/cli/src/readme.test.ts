import { readFileSync } from "node:fs";
import path from "node:path";
import { CONFIG_KEYS } from "./config/schema";
import { makeProgram } from "./program";
import { EXIT } from "./report";
import { fakeIo, removeWorlds } from "./testing/fake-io";

afterEach(removeWorlds);

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

/** The first cells of the table whose head begins so. */
function table(head: string): string[] {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  expect(start).toBeGreaterThan(-1);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) => (line.split(" | ")[0] ?? "").replace(/^\| |`/g, ""));
}

/** What is written in another way: `name=value` and `FILE` here, `<name=value>` and `<file>` in the help. */
const flags = (text: string) => text.toLowerCase().replace(/[<>]/g, "");

const program = makeProgram({ io: fakeIo(), print: () => 0, exit: () => undefined });
const common = new Set(["--json", "-c, --config <file>"]);

/** The options that a command has for itself. */
function optionsOf(name: string): string[] {
  const command = program.commands.find((one) => one.name() === name);
  const all = (command?.options ?? []).map((option) => option.flags);
  return all.filter((option) => !common.has(option)).map(flags);
}

test("README.md lists the commands as they are", () => {
  expect(table("command | what it does").map((cell) => cell.split(" ")[0])).toEqual(
    program.commands.map((command) => command.name()),
  );
});

test("README.md lists the options of run and test as they are", () => {
  expect(table("option").map(flags)).toEqual(optionsOf("run"));
  expect(table("option of `test`").map(flags)).toEqual(optionsOf("test"));
});

test("README.md lists the exit codes and the keys of a configuration as they are", () => {
  expect(table("code").map(Number)).toEqual(Object.values(EXIT));
  expect(table("key")).toEqual(CONFIG_KEYS);
});
