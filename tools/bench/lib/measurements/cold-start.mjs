import { spawn } from "node:child_process";
import path from "node:path";
import { median } from "../statistics.mjs";

const TIMES = 11;
const root = path.resolve(import.meta.dirname, "../../../..");
const CLI = path.join(root, "packages/cli/bin/tutti.cjs");
const WORKFLOW = path.join(root, "tools/bench/fixtures/hello.yaml");

/** How long a person waits for the first action of `tutti run hello.yaml`, and for its end. */
export async function measure({ folder, share = 1 }) {
  // Whatever the first one leaves in the system's caches, each further one finds there.
  await runOnce(folder);
  const runs = [];
  const times = Math.max(1, Math.round(TIMES * share));
  for (let time = 0; time < times; time++) runs.push(await runOnce(folder));
  return {
    coldStart: {
      firstActionMs: median(runs.map((run) => run.firstActionMs)),
      endMs: median(runs.map((run) => run.endMs)),
    },
  };
}

async function runOnce(folder) {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, "run", WORKFLOW], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let said = "";
  let firstActionMs;
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
    if (said.includes("shout started")) firstActionMs ??= performance.now() - started;
  });
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0 || firstActionMs === undefined) throw new Error(`tutti run ended with ${code}\n${said}`);
  return { firstActionMs, endMs: performance.now() - started };
}
