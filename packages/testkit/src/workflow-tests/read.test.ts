import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  childFilesOf,
  dropSnapshots,
  describeWorkflowTests,
  isWorkflowTestFile,
  readWorkflowTests,
  snapshotFileOf,
  workflowTestFiles,
} from "./index";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "workflow-tests-"));
  save("a.yaml", "name: A\nactions: []\noutputs: { n: 1 }\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** What is said of a file that is refused, without its folder. */
function refusalOf(file: string): string {
  try {
    readWorkflowTests(file);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ code: "INVALID_TEST_FILE" });
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
}

describe("a file of tests", () => {
  it("is about the workflow with its name, or the one that it names", () => {
    const beside = save("a.workflow-test.yaml", "cases: [{ name: x }]\n");
    expect(readWorkflowTests(beside)).toMatchObject({ workflow: { definition: { name: "A" } } });
    save("flows/b.json", '{"name":"B","actions":[]}');
    const named = save(
      "tests/b.workflow-test.json",
      '{"workflow":"../flows/b.json","workflows":{"w":"../a.yaml"},"cases":[{"name":"x"}]}',
    );
    const read = readWorkflowTests(named);
    expect(read.workflow.definition.name).toBe("B");
    expect([...read.children.keys()]).toEqual(["w"]);
    expect(childFilesOf(named, read.tests)).toEqual([["w", path.join(folder, "a.yaml")]]);
  });

  it("shows everything that is wrong with its line and column", () => {
    expect(
      refusalOf(save("a.workflow-test.yaml", "cases:\n  - name: x\n    expects: {}\n  - nam: y\n")),
    ).toMatch(
      /^a\.workflow-test\.yaml:3:14: Unknown key "expects".*\na\.workflow-test\.yaml:4:5: "name" of cases\[1\] is required\..*\na\.workflow-test\.yaml:4:10: Unknown key "nam"/,
    );
    expect(
      refusalOf(save("a.workflow-test.yaml", "cases:\n  - name: x\n    expect: { skipped: [b] }\n")),
    ).toMatch(/^a\.workflow-test\.yaml:3:25: The workflow has no action "b"/);
  });

  it.each([
    ["cases: [\n", /a\.workflow-test\.yaml: .*line 2, column 1/s],
    [
      "workflow: b.yaml\ncases: [{ name: x }]\n",
      /a\.workflow-test\.yaml:1:11: There is no workflow b\.yaml in/,
    ],
  ])("%j is refused", (text, message) => {
    expect(refusalOf(save("a.workflow-test.yaml", text))).toMatch(message);
  });

  it("is refused without a workflow, with a wrong one, and when it can't be read", () => {
    expect(refusalOf(save("b.workflow-test.yml", "cases: [{ name: x }]\n"))).toContain(
      "There is no workflow b.yaml or b.yml or b.json in",
    );
    save("c.yaml", "name: C\nactions: [{}]\n");
    expect(refusalOf(save("c.workflow-test.yaml", "cases: [{ name: x }]\n"))).toMatch(
      /^c\.yaml:2:11: "action_id"/,
    );
    expect(refusalOf(path.join(folder, "none.workflow-test.yaml"))).toContain("can't be read: ENOENT");
  });
});

describe("describeWorkflowTests", () => {
  interface Registered {
    readonly name: string;
    readonly body: () => Promise<void>;
  }

  function register(target: string, options: object = {}) {
    const titles: string[] = [];
    const tests: Registered[] = [];
    const describe = (title: string, body: () => void): void => {
      titles.push(title);
      body();
    };
    const runner = {
      describe,
      test: (name: string, body: () => Promise<void>) => tests.push({ name, body }),
    };
    describeWorkflowTests(target, { runner, ...options });
    return { titles, tests };
  }

  it("registers a test for each case of each file in a folder", async () => {
    save(
      "a.workflow-test.yaml",
      "cases:\n  - { name: works, expect: { outputs: { n: 1 } } }\n  - { name: fails, expect: { outputs: { n: 2 } } }\n",
    );
    save("b/c.workflow-test.json", '{"workflow":"../a.yaml","cases":[{"name":"c"}]}');
    save("node_modules/x.workflow-test.yaml", "");
    save(".hidden/x.workflow-test.yaml", "");
    const { tests, titles } = register(folder);
    expect(titles.map((title) => path.basename(title))).toEqual([
      "a.workflow-test.yaml",
      "c.workflow-test.json",
    ]);
    expect(tests.map(({ name }) => name)).toEqual(["works", "fails", "c"]);
    await tests[0]?.body();
    await expect(tests[1]?.body()).rejects.toThrow("outputs.n: expected 2, got 1");
    await tests[2]?.body();
  });

  it("takes a file, and the runner's global functions", () => {
    const file = save("a.workflow-test.yaml", "cases: [{ name: x }]\n");
    expect(workflowTestFiles(file)).toEqual([file]);
    expect(register(file).tests).toHaveLength(1);
    expect(() => describeWorkflowTests(save("a.workflow-test.yaml", "cases: 5\n"))).toThrow(
      "expected an array",
    );
  });
});

// In this runner, with its own functions.
describeWorkflowTests(path.join(__dirname, "testing"));

test.each([
  ["a.workflow-test.yaml", true],
  ["a.workflow-test.yml", true],
  ["a.workflow-test.json", true],
  ["a.workflow-test.snapshot.json", false],
  ["a.yaml", false],
])("%s is a file of tests: %s", (name, expected) => {
  expect(isWorkflowTestFile(name)).toBe(expected);
});

test("snapshots of cases that are gone can be dropped", () => {
  const file = path.join(folder, "a.workflow-test.yaml");
  const snapshots = snapshotFileOf(file);
  expect(dropSnapshots(file, new Set())).toEqual([]);
  writeFileSync(snapshots, '{"a":["1"],"b":["2"]}');
  expect(dropSnapshots(file, new Set(["b"]))).toEqual(["a"]);
  expect(JSON.parse(readFileSync(snapshots, "utf8"))).toEqual({ b: ["2"] });
  expect(dropSnapshots(file, new Set())).toEqual(["b"]);
  expect(() => readFileSync(snapshots)).toThrow("ENOENT");
});
