import { accessSync, constants, readFileSync } from "node:fs";
import { parse } from "yaml";
import { fromRoot } from "../root";

const read = (file: string): string => readFileSync(fromRoot(file), "utf8");

/** What is looked at in a workflow of GitHub Actions. */
interface Actions {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly if?: string }[];
}

const actions = parse(read(".github/workflows/ci.yml")) as Actions;
const jobs = Object.values(actions.jobs);
const jenkins = read("tools/ci/Jenkinsfile");

/** The commands of a job or a pipeline, whatever they are given. */
const commandsOf = (lines: readonly string[]): string[] => lines.map((line) => line.split(" ")[0] ?? "");
const githubCommands = commandsOf(jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])));
const jenkinsCommands = commandsOf(
  [...jenkins.matchAll(/^\s*sh '(?<line>[^']+)'$/gm)].map(({ groups }) => groups?.["line"] ?? ""),
);

test("GitHub Actions and Jenkins call the same scripts, and nothing else", () => {
  expect(githubCommands).toEqual([".ci/run", ".ci/downstream"]);
  expect(jenkinsCommands).toEqual(githubCommands);
});

test.each([".ci/run", ".ci/downstream"])("%s can be executed, and its npm scripts exist", (file) => {
  expect(() => accessSync(fromRoot(file), constants.X_OK)).not.toThrow();
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const called = [...read(file).matchAll(/^npm (?:run )?(?<script>\w+)/gm)].map(
    ({ groups }) => groups?.["script"] ?? "",
  );
  expect(called.length).toBeGreaterThan(1);
  expect(called.filter((script) => script !== "ci" && !(script in scripts))).toEqual([]);
});

test("both run the downstream matrix on the same versions of Node.js", () => {
  const versions = actions.jobs["downstream"]?.strategy?.matrix["node"]?.map(String);
  expect(versions).toEqual(["20", "22", "24"]);
  const axis = /name 'NODE'\s+values (?<values>.+)/.exec(jenkins)?.groups?.["values"];
  expect(axis).toBe(versions?.map((version) => `'${version}'`).join(", "));
});

test("every job may only read, has an end, and keeps its reports also when it fails", () => {
  expect(actions.permissions).toEqual({ contents: "read" });
  for (const { "runs-on": runner, steps, "timeout-minutes": minutes } of jobs) {
    expect(runner).toBe("ubuntu-latest");
    expect(minutes).toBeLessThanOrEqual(60);
    expect(steps.filter((step) => (step.uses === undefined) === (step.run === undefined))).toEqual([]);
    expect(
      steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses)),
    ).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ uses: "actions/upload-artifact@v4", if: "always()" });
  }
});

test("what the pipelines refer to is there, and the Jenkinsfile is balanced", () => {
  const expressions = [...read(".github/workflows/ci.yml").matchAll(/\$\{\{ (?<name>[\w.]+)/g)];
  const known = new Set(["github.ref", "github.sha", "runner.os", "hashFiles", "matrix.node"]);
  expect(expressions.map(({ groups }) => groups?.["name"]).filter((name) => !known.has(name ?? ""))).toEqual(
    [],
  );
  const bare = jenkins.replace(/\/\/.*$|'[^']*'/gm, "");
  for (const [open, close] of ["{}", "[]", "()"] as const) {
    expect(bare.split(open ?? "").length).toBe(bare.split(close ?? "").length);
  }
  const jest = read("tools/checks/jest.root.cjs");
  expect(jest).toContain('junit: "reports/test-results.xml"');
  expect(jest).toContain('"cobertura"');
});
