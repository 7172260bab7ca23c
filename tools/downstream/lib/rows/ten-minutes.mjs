import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { blocks } from "../blocks.mjs";
import { pathWith } from "../nodes.mjs";
import { root } from "../packages.mjs";
import { startRegistry } from "../registry.mjs";
import { run } from "../shell.mjs";

const PAGE = "packages/core/docs/plugin-in-10-minutes.md";
/** The application of the page, with the action as the generator makes it. */
const APP = {
  "package.json": JSON.stringify({ private: true }),
  "tutti.config.yaml": "plugins: [acme-plugin-sms]\n",
  "reminder.yaml": `name: Reminder
parameters: [{ name: user_name, type: string }]
actions: [{ action_id: sms, action_type: send_sms, config: { name: "{{user_name}}" } }]
`,
};

/** The commands of the page about a plugin in 10 minutes, as they stand there. */
export async function tenMinutesRows(report, folder, { tarballs, node }) {
  const home = path.join(folder, "ten-minutes");
  const app = path.join(home, "my-app");
  mkdirSync(app, { recursive: true });
  for (const [file, text] of Object.entries(APP)) writeFileSync(path.join(app, file), text);
  const registry = await startRegistry(tarballs);
  const env = {
    PATH: pathWith(node),
    npm_config_registry: registry.url,
    npm_config_prefer_offline: "true",
    npm_config_yes: "true",
  };
  const shell = blocks(readFileSync(path.join(root, PAGE), "utf8"))
    .filter(({ language }) => language === "sh")
    .map(({ text }) => text);
  const [create, ...rest] = shell.join("").split("\n");
  // Else npm would take the generator of an earlier run, which has the same version.
  const fresh = { ...env, npm_config_cache: path.join(home, "npm-cache") };
  try {
    await report.row(`a plugin in 10 minutes: every command of the page [${node.name}]`, async () => {
      await run("sh", ["-ec", create], { cwd: home, env: fresh });
      await run("sh", ["-ec", rest.join("\n")], { cwd: home, env });
    });
  } finally {
    await registry.stop();
  }
}
