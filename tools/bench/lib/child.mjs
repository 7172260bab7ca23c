import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const CHILD = path.join(import.meta.dirname, "../bin/child.mjs");
const LONGEST_MS = 180_000;
const SHOWN = 400;

/** Runs a measurement in a child process with a folder of its own. Gives `{ result }` or `{ failure }`. */
export async function measureInChild(module, options, { longestMs = LONGEST_MS, flags = [] } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-bench-"));
  const child = fork(CHILD, [String(module), JSON.stringify({ folder, ...options })], {
    execArgv: ["--expose-gc", "--no-warnings", ...flags],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const stop = () => {
    endGroup(child.pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", stop);
  const timer = setTimeout(() => endGroup(child.pid), longestMs);
  try {
    return await outcome(child);
  } finally {
    clearTimeout(timer);
    process.off("exit", stop);
    stop();
  }
}

async function outcome(child) {
  let answer;
  let said = "";
  const listen = (text) => {
    said = (said + text).slice(-SHOWN);
  };
  child.stdout.setEncoding("utf8").on("data", listen);
  child.stderr.setEncoding("utf8").on("data", listen);
  child.on("message", (message) => {
    answer = message;
  });
  const ended = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ?? code));
  });
  return answer ?? { failure: `ended with ${ended} before it answered\n${said}` };
}

/** Ends whatever a measurement left: a server that it started outlives it when it fails half-way. */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
