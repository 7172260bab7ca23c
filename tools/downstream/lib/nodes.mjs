import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./packages.mjs";
import { run } from "./shell.mjs";

/** The Node.js that the repository brings; where it has none for the platform, the one that runs this. */
export async function repositoryNode() {
  const brought = path.join(root, "node_modules/node/bin/node");
  return describeNode(existsSync(brought) ? brought : process.execPath);
}

/** What the rows need to know of a Node.js. */
export async function describeNode(program) {
  const asked = "console.log(process.version, Boolean(process.features.typescript))";
  const [version, strips] = (await run(program, ["--eval", asked], { cwd: root })).trim().split(" ");
  return { name: `Node ${version.slice(1)}`, program, strips: strips === "true" };
}

/** The PATH on which `node`, and what npm starts, is this Node.js. */
export function pathWith({ program }) {
  return [path.dirname(program), process.env.PATH].join(path.delimiter);
}
