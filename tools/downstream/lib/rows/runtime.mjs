import path from "node:path";
import { root } from "../packages.mjs";
import { Failure, run } from "../shell.mjs";
import { compile } from "./compile.mjs";

/** The programs of `fixtures/app`, by the name of their row. */
const PROGRAMS = [
  ["Node ESM, plugin in plain JavaScript", "node/plain.mjs"],
  ["Node CJS, plugin in plain JavaScript", "node/plain.cjs"],
  ["Node ESM, ES module plugin, class with a static inject list", "node/module.mjs"],
  ["Node CJS, ES module plugin, class with a static inject list", "node/module.cjs"],
  ["Node ESM with CJS plugins: one instance of everything", "node/mixed.mjs"],
  ["Node ESM, plugin with a zod and a core of its own", "node/foreign.mjs"],
  ["Node CJS, plugin with a zod and a core of its own", "node/foreign.cjs"],
  ["Node ESM, a third party's notification channel", "node/channel.mjs"],
  ["Node CJS, a third party's notification channel", "node/channel.cjs"],
  ["Node CJS, a store in a file, which keeps the testkit's contract", "node/durable.cjs"],
  ["Node ESM, a server and its client", "node/http.mjs"],
  ["Node CJS, a server and its client", "node/http.cjs"],
];

const STRIPPED = [
  ["Node ESM, plugin in type-stripped TypeScript", "stripped/main.ts"],
  ["Node CJS, plugin in type-stripped TypeScript", "stripped/main.cjs"],
  ["Node CJS, plugin in a type-stripped .cts file", "stripped/main.cts"],
];

/** Plugins in plain JavaScript and in type-stripped TypeScript. */
export async function sourceRows(report, project, nodes) {
  for (const node of nodes) {
    for (const [name, file] of node.strips ? [...PROGRAMS, ...STRIPPED] : PROGRAMS) {
      await programRow(report, project, { name, file, node });
    }
  }
}

/** A plugin in class form with `@inject`, compiled to CommonJS or to ES modules. */
export async function decoratedRows(report, project, { compiler, format, nodes }) {
  const name = `Node ${format}, class with @inject, ${compiler.name}`;
  const folder = `compiled-${format}-${compiler.name.replace(" ", "-")}`;
  const compiles = () => compile(project, { compiler, format, folder });
  if (!(await report.row(`${name}: compiles`, compiles))) return;
  for (const node of nodes) await programRow(report, project, { name, file: `${folder}/main.js`, node });
}

/** A bundler that trusts `sideEffects` must not drop what the packages need. */
export async function bundleRow(report, project, node) {
  const name = "bundled into one file";
  const rolldown = path.join(root, "node_modules/rolldown/bin/cli.mjs");
  const args = [rolldown, "node/plain.mjs", "--format", "esm", "--platform", "node", "--file", "bundle.mjs"];
  const bundle = () => run(process.execPath, args, { cwd: project });
  if (!(await report.row(`${name}: builds`, bundle))) return;
  await programRow(report, project, { name, file: "bundle.mjs", node });
}

async function programRow(report, project, { name, file, node }) {
  await report.row(`${name} [${node.name}]`, async () => {
    const stdout = await run(node.program, [file], { cwd: project, timeout: 120_000 });
    // A program whose promise never settles ends too, and without an error.
    if (stdout !== "done\n") throw new Failure(`${file} printed ${JSON.stringify(stdout)} instead of "done"`);
  });
}
