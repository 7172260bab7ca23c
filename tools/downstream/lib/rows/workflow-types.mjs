import path from "node:path";
import { pathWith } from "../nodes.mjs";
import { Failure, run } from "../shell.mjs";
import { checkTypes } from "./compile.mjs";

/** What the compiler has to say of `typed/wrong.mts`: of a wrong name, of a wrong value, and of a missing one. */
const COMPLAINTS = [
  /wrong\.mts\(5,56\).*'document_ulr' does not exist in type .*Did you mean to write 'document_url'\?/,
  /wrong\.mts\(6,\d+\).*'"long"' is not assignable to type '"(?:full|short)" \| "(?:full|short)"/,
  /wrong\.mts\(7,\d+\)[^]*'document_url' is missing/,
];

const OPTIONS = { module: "nodenext" };

/** Types from `tutti types`, in every compiler that users have. */
export async function workflowTypeRows(report, project, { compilers, node }) {
  const folder = path.join(project, "typed");
  const env = { PATH: pathWith(node) };
  const tutti = (...args) =>
    run("npx", ["--no", "--", "tutti", ...args], { cwd: folder, env, timeout: 120_000 });
  const wrote = await report.row(`npx tutti types [${node.name}]`, async () => {
    await tutti("types", "document-review.json");
    await tutti("types", "document-review.json", "--check");
  });
  if (!wrote) return;
  for (const compiler of compilers) {
    const check = (file) =>
      checkTypes(folder, { compiler, compilerOptions: OPTIONS, include: [file, "tutti.d.ts"] });
    await report.row(`typed workflows, ${compiler.name}`, () => check("main.mts"));
    await report.row(`typed workflows, ${compiler.name}: mistakes are compile errors`, () =>
      complains(() => check("wrong.mts")),
    );
  }
  if (node.strips) await report.row(`typed workflows run by name [${node.name}]`, () => runs(folder, node));
}

async function complains(check) {
  const said = await check().then(
    () => "nothing",
    (error) => error.message,
  );
  for (const complaint of COMPLAINTS) {
    if (!complaint.test(said))
      throw new Failure(`${complaint} is missing in what the compiler said:\n${said}`);
  }
}

async function runs(folder, node) {
  const stdout = await run(node.program, ["main.mts"], { cwd: folder, timeout: 120_000 });
  if (stdout !== "done\n") throw new Failure(`main.mts printed ${JSON.stringify(stdout)}`);
}
