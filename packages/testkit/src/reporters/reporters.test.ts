import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { NodeTestEvent } from "./node-events";
/* eslint-disable @typescript-eslint/no-require-imports -- they are what the runners require */
import preset = require("../jest-preset");
import JestReporter = require("../jest-reporter");
import nodeReporter = require("../node-reporter");
import VitestReporter = require("../vitest-reporter");
/* eslint-enable @typescript-eslint/no-require-imports */

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "reporters-"));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const at = (file: string): string => path.join(root, file);

/** What is written to standard output meanwhile. */
function written(work: () => void): string {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  work();
  const lines = write.mock.calls.map(([line]) => String(line));
  write.mockRestore();
  return lines.join("");
}

const jestResults = (startTime = Date.now()) => ({
  startTime,
  testResults: [
    {
      testFilePath: at("src/orders.test.ts"),
      testResults: [
        { fullName: "orders are paid", status: "passed", duration: 1200, failureMessages: [] },
        {
          fullName: "orders @api fail",
          status: "failed",
          duration: 5,
          failureMessages: ["Error: <no>\n  at x"],
          location: { line: 7 },
        },
        { fullName: "orders wait", status: "pending", failureMessages: [] },
      ],
    },
    {
      testFilePath: at("tests/integration/a.test.ts"),
      testExecError: { message: "short" },
      failureMessage: "Cannot find module",
      testResults: [],
    },
    { testFilePath: at("tests/errors/b.test.ts"), testExecError: { message: "no" }, testResults: [] },
    { testFilePath: at("tests/errors/c.test.ts"), testExecError: {}, testResults: [] },
  ],
});

describe("the reporter for jest", () => {
  it("tells of categories and the slowest tests, and ends with a line for any CI", () => {
    const out = written(() =>
      new JestReporter({ rootDir: root }, { slowest: 2 }).onRunComplete([], jestResults()),
    );
    expect(out).toBe(`
Categories:
  unit            1 passed, 1 skipped
  integration     0 passed, 1 failed
  api             0 passed, 1 failed
  error-handling  0 passed, 2 failed

Slowest:
    1.20 s  src/orders.test.ts: orders are paid
      5 ms  src/orders.test.ts: orders @api fail

1 passed, 4 failed
`);
  });

  it("writes a JUnit report", () => {
    written(() => new JestReporter({ rootDir: root }).onRunComplete([], jestResults()));
    const report = read("test-results.xml");
    expect(report).toMatch(
      /<testsuites name="jest" tests="6" failures="4" errors="0" skipped="1" time="\d+\.\d{3}">/,
    );
    expect(report).toContain(
      '<testcase classname="unit.src/orders.test.ts" name="orders are paid" file="src/orders.test.ts" time="1.200"/>',
    );
    expect(report).toContain(
      'file="src/orders.test.ts" line="7" time="0.005">\n      <failure type="failure" message="Error: &lt;no&gt;">',
    );
    expect(report).toContain('time="0.000">\n      <skipped/>\n');
    expect(report).toContain("Cannot find module");
  });

  it("writes where it is told to, and JSON", () => {
    const options = { junit: "reports/deep/a.xml", json: "reports/a.json" };
    written(() => new JestReporter({ rootDir: root }, options).onRunComplete([], jestResults()));
    expect(read("reports/deep/a.xml")).toContain("<testsuites");
    expect(JSON.parse(read("reports/a.json"))).toMatchObject({
      summary: { passed: 1, failed: 4, skipped: 1, files: { passed: 0, failed: 4 } },
      tests: [{ name: "orders are paid", category: "unit" }, { category: "api", line: 7 }, {}, {}, {}, {}],
    });
  });

  it("says so little when there is nothing", () => {
    const nothing = { startTime: 0, testResults: [] };
    const reporter = new JestReporter({ rootDir: root }, { junit: false });
    expect(written(() => reporter.onRunComplete([], nothing))).toBe("\nCategories:\n\n0 passed, 0 failed\n");
    expect(() => read("test-results.xml")).toThrow("ENOENT");
  });
});

test("the preset for jest names what the package exports", () => {
  const manifest = readFileSync(path.join(__dirname, "../../package.json"), "utf8");
  const { exports } = JSON.parse(manifest) as { readonly exports: object };
  const { reporters, setupFilesAfterEnv } = preset as Readonly<Record<string, readonly string[]>>;
  const named = [...(setupFilesAfterEnv ?? []), ...(reporters ?? [])].filter((name) =>
    name.startsWith("@tutti"),
  );
  expect(named).toHaveLength(2);
  for (const name of named) expect(Object.keys(exports)).toContain(name.replace("@tutti/testkit", "."));
});

test("the reporter for vitest", () => {
  const error = { message: "expected 1", stack: "Error: expected 1\n at y" };
  const test = (fullName: string, state: string, more: object = {}) => ({
    fullName,
    result: () => ({ state, ...(state === "failed" ? { errors: [error, { message: "and" }, {}] } : {}) }),
    diagnostic: () => (state === "skipped" ? undefined : { duration: 3 }),
    ...more,
  });
  const modules = [
    {
      moduleId: at("a.performance.test.ts"),
      errors: () => [],
      children: {
        allTests: () => [test("a > runs", "passed"), test("a > fails", "failed", { location: { line: 3 } })],
      },
    },
    {
      moduleId: at("b.test.ts"),
      errors: () => [error],
      children: { allTests: () => [test("b", "skipped")] },
    },
  ];
  const reporter = new VitestReporter({ json: "out.json" });
  reporter.onInit({ config: { root } });
  reporter.onTestRunStart();
  const out = written(() => reporter.onTestRunEnd(modules));
  expect(out).toContain("  unit         0 passed, 1 failed, 1 skipped\n  performance  1 passed, 1 failed\n");
  expect(JSON.parse(read("out.json"))).toMatchObject({
    tests: [
      { name: "a > runs", duration_ms: 3 },
      { line: 3, message: "Error: expected 1\n at y\nand\n" },
      { status: "skipped", duration_ms: 0 },
      { name: "the file could not be run", status: "failed" },
    ],
  });
  expect(new VitestReporter()).toBeInstanceOf(VitestReporter);
});

describe("the reporter for node:test", () => {
  it("tells of tests with the names of their suites", async () => {
    jest.spyOn(process, "cwd").mockReturnValue(root);
    const file = at("tests/api/a.test.mjs");
    const event = (type: string, data: object): NodeTestEvent => ({
      type: `test:${type}`,
      data: { file, ...data },
    });
    async function* events() {
      yield await Promise.resolve(event("start", { name: "orders", nesting: 0 }));
      yield event("start", { name: "pay", nesting: 1 });
      yield event("pass", { name: "pay", nesting: 1, line: 3, details: { duration_ms: 4 } });
      yield event("fail", { name: "fail", nesting: 1, details: { error: { cause: new TypeError("no") } } });
      yield event("fail", { name: "fall", nesting: 1, details: { error: { message: "flat" } } });
      yield event("fail", { name: "odd", nesting: 1, details: { error: { cause: "text" } } });
      yield event("pass", { name: "later", nesting: 1, skip: true });
      yield event("pass", { name: "some day", nesting: 1, todo: "soon" });
      yield event("pass", { name: "orders", nesting: 0, details: { type: "suite" } });
      yield event("pass", { name: "tests/api/a.test.mjs", nesting: 0 });
      yield event("diagnostic", {});
      yield { type: "test:pass", data: { name: "alone" } };
    }
    const out: string[] = [];
    for await (const piece of nodeReporter(events())) out.push(piece);
    expect(out.join("")).toContain("  unit  1 passed\n  api   1 passed, 3 failed, 2 skipped\n");
    expect(out.join("")).toContain("\n2 passed, 3 failed\n");
    expect(read("test-results.xml")).toContain('classname="api.tests/api/a.test.mjs" name="orders pay"');
    expect(read("test-results.xml")).toContain("TypeError: no");
  });

  it("works in node:test itself", async () => {
    mkdirSync(at("tests"));
    writeFileSync(
      at("tests/a.test.mjs"),
      'import { describe, test } from "node:test";\ndescribe("a", () => { test("works", () => {}); test("fails", () => { throw new Error("no"); }); });\n',
    );
    const source = path.join(__dirname, "../../../../tools/checks/run-source.cjs");
    const reporter = path.join(__dirname, "../node-reporter.ts");
    const argv = ["--require", source, "--test", `--test-reporter=${reporter}`, "tests/a.test.mjs"];
    // Within a test of node:test, which jest's workers are not, it would run nothing.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const child = spawn(process.execPath, argv, { cwd: root, env });
    const closed = once(child, "close") as Promise<unknown[]>;
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("\n1 passed, 1 failed\n");
    expect(read("test-results.xml")).toContain('name="a fails"');
  }, 30_000);
});
