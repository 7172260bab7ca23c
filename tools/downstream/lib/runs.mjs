import { mkdirSync } from "node:fs";
import path from "node:path";
import { describeNode, repositoryNode } from "./nodes.mjs";
import { fixturePlugins, pack, publicPackages, root } from "./packages.mjs";
import { addForeignCore, installNode, installTools, makeProject, versionsOf } from "./projects.mjs";
import { ciRows } from "./rows/ci.mjs";
import { cliRows } from "./rows/cli.mjs";
import { COMPILERS } from "./rows/compile.mjs";
import { editorRows } from "./rows/editor.mjs";
import { guideRows } from "./rows/guide.mjs";
import { jestRows } from "./rows/jest.mjs";
import { bundleRow, decoratedRows, sourceRows } from "./rows/runtime.mjs";
import { strangerRows, VARIANTS } from "./rows/stranger.mjs";
import { tenMinutesRows } from "./rows/ten-minutes.mjs";
import { MORE_RUNNERS, testkitRows } from "./rows/testkit.mjs";
import { typeRows } from "./rows/types.mjs";
import { workflowTypeRows } from "./rows/workflow-types.mjs";
import { run } from "./shell.mjs";

const JEST = ["jest", "@swc/core", "@swc/jest", "@types/node"];
const VITEST = { vitest: "5.1.1", "@vitest/coverage-v8": "5.1.1" };
const MORE_TRANSFORMERS = {
  "@babel/core": "7.29.13",
  "@babel/preset-env": "7.29.14",
  "babel-jest": "30.5.2",
  "ts-jest": "29.4.15",
};
const [TYPESCRIPT_6, TYPESCRIPT_7] = COMPILERS;
/** What many users still have; the repository has no use for it. */
const OLDER_TYPESCRIPT = { typescript: "5.9.3" };

/** Every form of plugin in every module system, on the Node.js of the repository. */
export async function quickRun(report, folder) {
  const nodes = [await repositoryNode()];
  const { app, jest, tarballs } = await prepare(report, folder, { ...versionsOf(...JEST), ...VITEST });
  if (tarballs !== undefined) {
    const [first] = VARIANTS;
    await strangerRows(report, folder, { tarballs, variants: [first], node: nodes[0] });
    await tenMinutesRows(report, folder, { tarballs, node: nodes[0] });
  }
  if (app !== undefined) {
    await sourceRows(report, app.folder, nodes);
    await decoratedRows(report, app.folder, { compiler: TYPESCRIPT_6, format: "CJS", nodes });
    await decoratedRows(report, app.folder, { compiler: TYPESCRIPT_7, format: "ESM", nodes });
    if (app.hasCli) {
      await cliRows(report, app.folder, nodes[0]);
      await workflowTypeRows(report, app.folder, { compilers: [TYPESCRIPT_7], node: nodes[0] });
    }
  }
  if (jest === undefined) return;
  await jestRows(report, jest.folder, { transformer: "@swc/jest", node: nodes[0] });
  await testkitRows(report, jest.folder, { node: nodes[0] });
  if (jest.hasCli) await guideRows(report, jest.folder, nodes[0]);
}

/** More versions of Node.js, compilers, module settings, transformers of jest, and a bundler. */
export async function fullRun(report, folder, majors) {
  const nodes = await nodesOf(report, folder, majors);
  if (nodes.length === 0) return;
  const { app, jest, tarballs } = await prepare(report, folder, {
    ...versionsOf(...JEST, "@types/jest", "typescript"),
    ...MORE_TRANSFORMERS,
    ...VITEST,
  });
  if (tarballs !== undefined) {
    const node = await repositoryNode();
    await strangerRows(report, folder, { tarballs, variants: VARIANTS, node });
    await tenMinutesRows(report, folder, { tarballs, node });
  }
  if (app !== undefined) {
    await sourceRows(report, app.folder, nodes);
    for (const compiler of COMPILERS) {
      await decoratedRows(report, app.folder, { compiler, format: "CJS", nodes });
      await decoratedRows(report, app.folder, { compiler, format: "ESM", nodes });
    }
    const compilers = [...COMPILERS, ...(await olderCompilers(report, folder))];
    await typeRows(report, app.folder, compilers);
    await bundleRow(report, app.folder, nodes[0]);
    for (const node of app.hasCli ? nodes : []) {
      await cliRows(report, app.folder, node);
      await workflowTypeRows(report, app.folder, { compilers: node === nodes[0] ? compilers : [], node });
    }
    if (app.hasCli) await editorRows(report, { folder, project: app.folder, node: await repositoryNode() });
  }
  for (const node of jest === undefined ? [] : nodes) {
    for (const transformer of ["@swc/jest", "babel-jest", "ts-jest"]) {
      await jestRows(report, jest.folder, { transformer, node });
    }
    await testkitRows(report, jest.folder, { node, more: MORE_RUNNERS });
    if (jest.hasCli) await ciRows(report, jest.folder, node);
  }
  if (jest?.hasCli === true) await guideRows(report, jest.folder, await repositoryNode());
}

/**
 * Builds, packs and installs into two projects: one with nothing but the packages, so that what they do
 * not declare is missing, and one with jest.
 */
async function prepare(report, folder, jestDependencies) {
  const packages = publicPackages();
  const built = await report.row("the packages build", () => run("npm", ["run", "build"], { cwd: root }));
  const tarballs = built && (await packAll(report, folder, packages));
  if (!tarballs) return {};
  const hasCli = "@tutti/cli" in tarballs;
  const install = async (name, dependencies) => {
    const project = { folder: path.join(folder, name), hasCli };
    const installed = await report.row(`npm install, project "${name}"`, async () => {
      await makeProject(project.folder, { tarballs, dependencies });
      await run("npm", ["ls", "--all"], { cwd: project.folder });
      addForeignCore(project.folder);
    });
    return installed ? project : undefined;
  };
  const [app, jest] = await Promise.all([
    install("app", versionsOf("@types/node")),
    install("jest", jestDependencies),
  ]);
  return { app, jest, tarballs };
}

async function packAll(report, folder, packages) {
  const target = path.join(folder, "tarballs");
  mkdirSync(target);
  let tarballs;
  await report.row(`npm pack, ${packages.length} packages`, async () => {
    tarballs = await pack([...packages, ...fixturePlugins()], target);
  });
  return tarballs;
}

async function olderCompilers(report, folder) {
  const tools = path.join(folder, "typescript5");
  const name = `TypeScript ${OLDER_TYPESCRIPT.typescript}`;
  const installed = await report.row(`npm install ${name}`, () => installTools(tools, OLDER_TYPESCRIPT));
  return installed ? [{ name, bin: path.join(tools, "node_modules/typescript/bin/tsc") }] : [];
}

async function nodesOf(report, folder, majors) {
  const own = await repositoryNode();
  const nodes = [];
  for (const major of majors) {
    if (own.name.startsWith(`Node ${major}.`)) {
      nodes.push(own);
      continue;
    }
    await report.row(`npm install node@${major}`, async () => {
      nodes.push(await describeNode(await installNode(path.join(folder, `node${major}`), major)));
    });
  }
  return nodes;
}
