import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { pathWith } from "../nodes.mjs";
import { fixtures } from "../packages.mjs";
import { startRegistry } from "../registry.mjs";
import { Failure, run } from "../shell.mjs";

export const VARIANTS = ["typescript", "javascript"].flatMap((language) =>
  ["jest", "vitest"].map((runner) => [language, runner]),
);

const PLUGIN = "acme-plugin-hail";

/**
 * The path of somebody who has never seen this repository: npm create, install, test, build, pack, and the
 * packed plugin in an application. Nothing is edited, and nothing done by hand. Each step is a row with its time.
 */
export async function strangerRows(report, folder, { tarballs, variants, node }) {
  const registry = await startRegistry(tarballs);
  try {
    for (const variant of variants) await strangerPath(report, folder, { variant, node, registry });
  } finally {
    await registry.stop();
  }
}

async function strangerPath(report, folder, { variant: [language, runner], node, registry }) {
  const home = path.join(folder, `stranger-${language}-${runner}`);
  mkdirSync(home);
  const env = {
    PATH: pathWith(node),
    npm_config_registry: registry.url,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_prefer_offline: "true",
  };
  const npm = (cwd, args, more = {}) => run("npm", args, { cwd, env: { ...env, ...more } });
  const project = path.join(home, PLUGIN);
  const app = path.join(home, "app");
  const flags = [`--${language}`, `--${runner}`, "--action", "hail"];
  // Else npm would take the generator of an earlier run, which has the same version.
  const fresh = { npm_config_cache: path.join(home, "npm-cache") };
  const steps = [
    [
      "npm create tutti-plugin",
      () => npm(home, ["create", "-y", "tutti-plugin", PLUGIN, "--", ...flags], fresh),
    ],
    ["npm install", () => npm(project, ["install"])],
    ["npm test", () => npm(project, ["test"])],
    ["npm run typecheck", () => npm(project, ["run", "typecheck"])],
    ["npm run build", () => npm(project, ["run", "build"])],
    ["npm pack", () => npm(project, ["pack"])],
    ["npm install, in an application", () => installInApp(app, (args) => npm(app, args))],
    ["a workflow with it", () => runApp(app, node)],
  ];
  const began = performance.now();
  for (const [name, step] of steps)
    if (!(await report.row(`a stranger's plugin, ${language} and ${runner}: ${name}`, step))) return;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`      from npm create to the workflow in ${seconds} s`);
}

async function installInApp(app, npm) {
  cpSync(path.join(fixtures, "stranger"), app, { recursive: true });
  await npm(["init", "--yes"]);
  await npm(["install", "@tutti/core", `../${PLUGIN}/${PLUGIN}-0.0.0.tgz`]);
}

async function runApp(app, node) {
  const said = await run(node.program, ["main.cjs"], { cwd: app });
  if (said !== "done\n") throw new Failure(`It said ${JSON.stringify(said)}.`);
}
