import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "../shell.mjs";

/** Every test of a jest configuration of `fixtures/app` is a row. */
export async function jestRows(report, project, { transformer, node }) {
  const name = `jest CJS with ${transformer} [${node.name}]`;
  const outputFile = path.join(project, `jest-${transformer.replace("/", "-")}.json`);
  const jest = path.join(project, "node_modules/jest/bin/jest.js");
  const config = `jest.${transformer.replace("@", "").replace("/", "-")}.cjs`;
  const args = [jest, "--config", config, "--runInBand", "--json", `--outputFile=${outputFile}`, "--silent"];
  let failure = "jest ran no test";
  await run(node.program, args, { cwd: project }).catch((error) => {
    failure = error.message;
  });
  const tests = readTests(outputFile);
  if (tests.length === 0) report.fail(name, failure);
  for (const { title, status, duration, failureMessages } of tests) {
    if (status === "passed") report.pass(`${name}: ${title}`, duration ?? 0);
    else report.fail(`${name}: ${title}`, failureMessages.join("\n") || status);
  }
}

function readTests(file) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, "utf8"));
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } catch {
    return [];
  }
}
