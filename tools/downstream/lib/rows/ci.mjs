import { cpSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathWith } from "../nodes.mjs";
import { fixtures } from "../packages.mjs";
import { Failure, run } from "../shell.mjs";

/** What CI keeps, each with something that has to be in it. */
const REPORTS = [
  ["reports/test-results.xml", /<testsuites [^>]*tests="1" failures="0"/],
  ["reports/workflow-tests.xml", /<testsuites [^>]*tests="1" failures="0"/],
  ["coverage/workflows/lcov.info", /^SF:.*greeting\.yaml$/m],
  ["coverage/lcov.info", /^SF:src.greeting\.js$/m],
  ["coverage/cobertura-coverage.xml", /line-rate="1"/],
  ["coverage/index.html", /greeting\.js|src/],
];

/** The project of the page about CI: its commands, and the reports they write. */
export async function ciRows(report, project, node) {
  const folder = path.join(project, "ci");
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(fixtures, "ci"), folder, { recursive: true });
  const env = { CI: "true", PATH: pathWith(node) };
  const npmRun = (script) => run("npm", ["run", script], { cwd: folder, env });
  await report.row(`CI: npm run check [${node.name}]`, () => npmRun("check"));
  await report.row(`CI: npm run test:ci and test:workflows, with their reports [${node.name}]`, async () => {
    await npmRun("test:ci");
    await npmRun("test:workflows");
    for (const [file, wanted] of REPORTS) {
      const text = readFileSync(path.join(folder, file), "utf8");
      if (!wanted.test(text)) throw new Failure(`${file} has nothing like ${wanted}:\n${text.slice(0, 400)}`);
    }
  });
}
