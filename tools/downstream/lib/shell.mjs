import { spawn } from "node:child_process";

const LONGEST_MS = 300_000;
const SHOWN_LINES = 40;

/** Runs a program to its end. Gives its standard output; throws its last lines when it fails. */
export async function run(program, args, { cwd, env = {}, timeout = LONGEST_MS }) {
  const child = spawn(program, args, {
    cwd,
    timeout,
    env: { ...inherited(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let all = "";
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    all += text;
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    all += text;
  });
  const ended = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? code));
  });
  if (ended !== 0) throw new Failure(`${[program, ...args].join(" ")}: ${ended}\n${lastLines(all)}`);
  return stdout;
}

/** What went wrong in a row, for whoever reads the report. */
export class Failure extends Error {}

/** What `npm run` tells its scripts about this repository would mislead the npm of another folder. */
function inherited() {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle)_|^npm_config_local_prefix$|^(INIT_CWD|NODE_OPTIONS)$/.test(name),
  );
  return Object.fromEntries(entries);
}

function lastLines(text) {
  const lines = text
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("npm notice"));
  return lines.slice(-SHOWN_LINES).join("\n");
}
