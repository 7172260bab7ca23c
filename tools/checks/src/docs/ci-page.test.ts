import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { fromRoot } from "../root";
import { fencesIn } from "./markdown";

// The downstream run uses this project from the packed packages.
const PROJECT = "tools/downstream/fixtures/ci";

/** GitHub looks into a folder that a project inside this repository had better not have. */
const PLACES: Readonly<Record<string, string>> = { ".github/workflows/test.yml": "github/test.yml" };

const page = readFileSync(fromRoot("packages/testkit/docs/ci.md"), "utf8");
const project = (file: string): string =>
  readFileSync(fromRoot(`${PROJECT}/${PLACES[file] ?? file}`), "utf8");
const fences = fencesIn(page);
const files = fences.flatMap(({ flags, text }) => {
  const file = flags.find((flag) => flag.startsWith("file="))?.slice("file=".length);
  return file === undefined ? [] : [{ file, text }];
});

test.each(files)("$file on the page is the one that is run", ({ file, text }) => {
  expect(text).toBe(project(file));
});

test("the page shows every file that CI needs", () => {
  expect(files.map(({ file }) => file)).toEqual([
    "package.json",
    "jest.config.cjs",
    ".github/workflows/test.yml",
    "Jenkinsfile",
  ]);
});

test("both pipelines, and the commands for one's machine, are the same and exist", () => {
  const { scripts } = JSON.parse(project("package.json")) as { scripts: Record<string, string> };
  const { jobs } = parse(project(".github/workflows/test.yml")) as {
    jobs: { test: { steps: { run?: string }[] } };
  };
  const github = jobs.test.steps.flatMap(({ run }) => run ?? []);
  const jenkins = [...project("Jenkinsfile").matchAll(/sh '(?<line>[^']+)'/g)].map(
    ({ groups }) => groups?.["line"],
  );
  const local = fences
    .find(({ text }) => text.startsWith("export CI=true"))
    ?.text.trim()
    .split("\n")
    .slice(1);
  expect(github).toEqual(["npm ci", "npm run check", "npm run test:ci", "npm run test:workflows"]);
  expect(jenkins).toEqual(github);
  expect(local).toEqual(github);
  expect(Object.keys(scripts)).toEqual(
    expect.arrayContaining(["check", "test", "test:ci", "test:workflows"]),
  );
});
