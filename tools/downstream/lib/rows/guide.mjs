import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { blocks } from "../blocks.mjs";
import { pathWith } from "../nodes.mjs";
import { root } from "../packages.mjs";
import { run } from "../shell.mjs";

/** The first one's files are those of the project. */
const PAGES = ["testing-workflows.md", "ci.md"].map((name) => `packages/testkit/docs/${name}`);
/** What the project of `prepare` or the rows of CI do already, and what never ends by itself. */
const NOT_RUN = [/^npm (ci$|install |run )/, /^export /, / --watch$/];
const TEST = "creates a workflow";
const BODY = `const { createTestOrchestrator } = await import("@tutti/testkit");
  const { workflows, stop } = await createTestOrchestrator();
  const created = await workflows.createWorkflow({ name: "Test", actions: [] }, "ada");
  if (!created.success) throw new Error(created.message);
  await stop();`;

/** A test in code as each runner takes it. */
const TESTS = {
  jest: {
    "my-feature.test.ts": `test("${TEST}", async () => {\n  ${BODY.replace("await import", "require")}\n});\n`,
  },
  vitest: {
    "my-feature.test.ts": `import { test } from "vitest";\ntest("${TEST}", async () => {\n  ${BODY}\n});\n`,
  },
  node: {
    "my-feature.test.mjs": `import { test } from "node:test";\ntest("${TEST}", async () => {\n  ${BODY}\n});\n`,
  },
};
const MANIFEST = {
  private: true,
  scripts: { test: "jest" },
  jest: { preset: "@tutti/testkit", transform: { "\\.ts$": "@swc/jest" }, coverageThreshold: {} },
};

/** What the page leaves to its reader before the command that asks for 90 %. */
const MORE_CASES = `workflow: review.yaml
services:
  analysis_service: { POST /analyze: [{ fail: 503 }, { reply: { score: 85 } }] }
cases:
  - name: a document is analyzed at the second attempt, and approved
    parameters: { document_url: a.pdf, needs_approval: true }
    steps: [{ advance: 1 h }, { signal: approved }]
    expect: { outputs: { score: 85 } }
`;

/** The pages about testing: their files, and every command that they show. */
export async function guideRows(report, project, node) {
  const pages = PAGES.map((file) => readFileSync(path.join(root, file), "utf8"));
  const folder = path.join(project, "guide");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { text } of blocks(pages[0])) {
    const [, file] = /^(?:#|\/\/) (\S+)\n/.exec(text) ?? [];
    if (file?.startsWith("review.") || file === "vitest.config.js") write(folder, { [file]: text });
  }
  write(folder, {
    "package.json": JSON.stringify(MANIFEST),
    "approved.workflow-test.yaml": MORE_CASES,
  });
  const env = { PATH: pathWith(node) };
  for (const command of new Set(pages.flatMap(commands))) {
    await report.row(`the guide: ${command} [${node.name}]`, () => {
      for (const files of Object.values(TESTS))
        for (const file of Object.keys(files)) rmSync(path.join(folder, file), { force: true });
      write(folder, TESTS[runnerOf(command)]);
      return run("sh", ["-c", command.replace(/^npx /, "npx --no -- ")], { cwd: folder, env });
    });
  }
}

function commands(page) {
  const lines = blocks(page)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.replaceAll("\\\n", "").split("\n"))
    .map((line) => line.replace(/ +#.*/, "").replaceAll(/ +/g, " ").trim());
  return lines.filter(
    (line) => line !== "" && !line.startsWith("#") && !NOT_RUN.some((one) => one.test(line)),
  );
}

function runnerOf(command) {
  if (command.includes("vitest")) return "vitest";
  return command.startsWith("node ") ? "node" : "jest";
}

function write(folder, files) {
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
}
