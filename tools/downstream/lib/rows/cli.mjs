import path from "node:path";
import { Failure, run } from "../shell.mjs";

/** The command, as `npx` finds it in a project. */
export async function cliRows(report, project, node) {
  const env = { PATH: `${path.dirname(node.program)}${path.delimiter}${process.env.PATH}` };
  const tutti = (...args) =>
    run("npx", ["--no", "--", "tutti", ...args], { cwd: project, env, timeout: 60_000 });
  await report.row(`npx tutti validate [${node.name}]`, () => tutti("validate", "hello.yaml"));
  await report.row(`npx tutti run [${node.name}]`, async () => {
    const stdout = await tutti("run", "hello.yaml", "--param", "name=Ada");
    if (!stdout.includes("HELLO, ADA")) throw new Failure(`"HELLO, ADA" is missing in:\n${stdout}`);
  });
}
