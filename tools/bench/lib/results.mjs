import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeMachine } from "./system/machine.mjs";

const folder = path.resolve(import.meta.dirname, "..");
const root = path.resolve(folder, "../..");
const RESULTS = path.join(folder, "results");
const PARTIAL = path.join(root, "reports/bench");
const PAGE = path.join(folder, "RESULTS.md");

/** The circumstances of a run. */
export function circumstances({ rounds }) {
  return {
    date: new Date().toISOString().slice(0, 10),
    revision: git("describe", "--always", "--dirty=+"),
    rounds,
    machine: describeMachine(tmpdir()),
  };
}

/** Writes a run down: as the newest whole one, or among the reports, which git ignores. */
export function writeResults(kind, run, { kept }) {
  const target = kept ? RESULTS : PARTIAL;
  mkdirSync(target, { recursive: true });
  const file = path.join(target, `${kind}.json`);
  writeFileSync(file, `${JSON.stringify(run)}\n`);
  format(file);
  return path.relative(root, file);
}

/** The newest whole run of a kind; undefined when there was none. */
export function readResults(kind) {
  const file = path.join(RESULTS, `${kind}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Puts generated parts into RESULTS.md, between their markers. */
export function writePage(parts) {
  let text = readFileSync(PAGE, "utf8");
  for (const [name, part] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = text.indexOf(start);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`RESULTS.md has no place for "${name}".`);
    text = `${text.slice(0, from + start.length)}\n${part}\n\n${text.slice(to)}`;
  }
  writeFileSync(PAGE, text);
}

/** As the repository's own formatter wants it, so that the file passes `npm run format:check`. */
export function format(file) {
  spawnSync("npx", ["--no-install", "biome", "format", "--write", path.relative(root, file)], { cwd: root });
}

function git(...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}
