import { spawnSync } from "node:child_process";
import path from "node:path";
import { fakeIo, removeWorlds } from "./testing/fake-io";
import { SOURCE } from "./testing/process";
import { HELLO } from "./testing/workflows";

jest.setTimeout(30_000);
afterEach(removeWorlds);

const BIN = path.join(__dirname, "bin.ts");
const LOADED = ["--require", path.join(__dirname, "testing/loaded.cjs")];

/** The packages that a command has loaded at its end. */
function loadedBy(...argv: readonly string[]): Set<string> {
  const { cwd } = fakeIo({ files: { "hello.yaml": HELLO } });
  const { status, stderr } = spawnSync(process.execPath, [...SOURCE, ...LOADED, BIN, ...argv], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" },
  });
  expect(status).toBe(0);
  const [, names = ""] = /^loaded: (.*)$/m.exec(stderr) ?? [];
  return new Set(names.split(" "));
}

/** What a run on this machine never needs. */
const HEAVY = ["server", "client", "fastify", "testkit", "service-mesh", "typescript"];

test("run loads nothing that only servers and other commands need", () => {
  const loaded = loadedBy("run", "hello.yaml", "-p", "user_name=Ada");
  expect(loaded).toContain("core");
  expect(HEAVY.filter((name) => loaded.has(name))).toEqual([]);
});

test.each([["--help"], ["completion", "bash"], ["init", "made"]])("%s loads not even the core", (...argv) => {
  const loaded = loadedBy(...argv);
  expect(loaded).toContain("commander");
  expect([...HEAVY, "core", "zod", "yaml"].filter((name) => loaded.has(name))).toEqual([]);
});
