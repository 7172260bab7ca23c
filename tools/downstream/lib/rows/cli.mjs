import path from "node:path";
import { pathWith } from "../nodes.mjs";
import { Failure, run } from "../shell.mjs";

const WANTED = "GOOD EVENING, ADA! HELLO, ADA!";

/** The command, as `npx` finds it in a project, with third-party plugins from its configuration file. */
export async function cliRows(report, project, node) {
  const env = { PATH: pathWith(node) };
  const options = { cwd: path.join(project, "cli"), env, timeout: 120_000 };
  const tutti = (...args) => run("npx", ["--no", "--", "tutti", ...args], options);
  await report.row(`npx tutti validate [${node.name}]`, () => tutti("validate", "hello.yaml"));
  await report.row(`npx tutti run [${node.name}]`, async () => {
    const stdout = await tutti("run", "hello.yaml", "--param", "name=Ada");
    if (!stdout.includes(WANTED)) throw new Failure(`${JSON.stringify(WANTED)} is missing in:\n${stdout}`);
  });
  await report.row(`npx tutti test [${node.name}]`, () =>
    tutti("test", "--coverage-threshold", "100", "--junit"),
  );
  await report.row(`npx tutti plugin check [${node.name}]`, () =>
    tutti("plugin", "check", "@tutti/plugin-transform"),
  );
}
