import { execFileSync } from "node:child_process";
import { makeProgram } from "../program";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { commandsOf } from "./commands";
import { completionScript } from "./shells";

afterEach(removeWorlds);

const program = () => makeProgram({ io: fakeIo(), print: () => 0, exit: () => undefined });

/** What bash offers for the last of the words. */
function offered(...words: readonly string[]): string[] {
  const script = completionScript("bash", commandsOf(program()));
  const line = ["tutti", ...words].map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _tutti; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync("bash", ["--norc", "-c", `${script}\n${ask}`], { encoding: "utf8" });
  return said.split("\n").filter((one) => one !== "");
}

test("bash completes commands, their commands and their options", () => {
  expect(offered("exec")).toEqual(["executions"]);
  expect(offered("re")).toEqual(["resume", "retry", "rerun"]);
  expect(offered("storage", "")).toEqual(["backup", "check", "prune"]);
  expect(offered("storage", "prune", "--ol")).toEqual(["--older-than"]);
  expect(offered("events", "last", "--f")).toEqual(["--follow", "--from"]);
  expect(offered("list", "--storage", "x.db", "--se")).toEqual(["--server", "--search"]);
  expect(offered("run", "--no-c")).toEqual(["--no-color"]);
  // Nothing of ours: bash itself completes files then.
  expect(offered("run", "hel")).toEqual([]);
});

test("zsh gets each command with its description and its options", () => {
  const script = completionScript("zsh", commandsOf(program()));
  expect(script).toMatch(/^#compdef tutti\n/);
  expect(script).toContain("'pause:Let running actions end and start no more, until it is resumed'");
  expect(script).toMatch(/'storage'\) names=\('backup:[^']*' 'check:[^']*' 'prune:[^']*'\) ;;/);
  expect(script).toMatch(/'cancel'\) _arguments .*'--reason\[kept with the execution\]:value:_files'/);
  expect(script).toContain(
    String.raw`'--server[a server that has the store, such as http\://127.0.0.1\:5080]`,
  );
});

test("fish gets a line for each command and each option", () => {
  const script = completionScript("fish", commandsOf(program()));
  const lines = script.split("\n");
  expect(lines.filter((line) => line.includes(" -f -a run "))).toHaveLength(1);
  expect(script).toContain(
    "-n '__fish_seen_subcommand_from storage; and not __fish_seen_subcommand_from backup",
  );
  expect(script).toContain(
    "-n '__fish_seen_subcommand_from events' -s f -l follow -d 'go on with what happens, until the execution has ended'",
  );
  expect(script).toContain(String.raw`(default: the system'\''s user)`);
});
