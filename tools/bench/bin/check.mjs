// Did an engine's work become more? Counts it in units of a calibration loop that runs in between, and compares
// with baselines.json. --update stores what was measured instead; names limit the run to some workloads.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { compare } from "../lib/check/compare.mjs";
import { WORKLOADS } from "../lib/check/workloads.mjs";
import { measureInChild } from "../lib/child.mjs";
import { reasonOf } from "../lib/record.mjs";
import { format } from "../lib/results.mjs";

const FILE = path.resolve(import.meta.dirname, "../baselines.json");
const MODULE = new URL("../lib/check/measure.mjs", import.meta.url);
const TRIES = 2;
// V8's helper threads do as much as they find time for: without them the same work takes the same CPU time.
const FLAGS = ["--single-threaded"];

const NODE = process.versions.node.split(".")[0];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: "boolean", default: false } },
});
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
const names = positionals.length > 0 ? positionals : Object.keys(WORKLOADS);
const stored = JSON.parse(readFileSync(FILE, "utf8"));
if (options.update) await update();
else await check();

async function check() {
  const units = Object.fromEntries(Object.entries(stored.units).filter(([name]) => names.includes(name)));
  const baseline = { ...stored, units };
  const measured = await measureAll(names);
  for (let again = 1; again < TRIES; again++) {
    // A busy machine can spoil one try; a change of the code spoils each.
    const failed = names.filter(
      (name) => !compare(baseline, measured).lines.some((line) => line.startsWith(`PASS  ${name}:`)),
    );
    const second = await measureAll(failed.filter((name) => typeof measured[name] === "number"));
    for (const [name, value] of Object.entries(second)) measured[name] = Math.min(measured[name], value);
  }
  const { lines, ok } = compare(baseline, measured);
  for (const line of lines) console.log(line);
  if (stored.node !== NODE) {
    console.log(`The baselines are of Node.js ${stored.node}, this is ${NODE}: expect all of them to move.`);
  }
  process.exitCode = ok ? 0 : 1;
}

async function update() {
  const measured = await measureAll(names);
  const failed = names.filter((name) => typeof measured[name] !== "number");
  for (const name of failed) console.log(`FAIL  ${name}: ${measured[name]}`);
  for (const name of names.filter((each) => !failed.includes(each))) {
    stored.units[name] = Number(measured[name].toPrecision(4));
    console.log(`${name}: ${stored.units[name]} units`);
  }
  stored.node = NODE;
  writeFileSync(FILE, JSON.stringify(stored, null, 2));
  format(FILE);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Work units by name, or the reason why there are none. */
async function measureAll(chosen) {
  const measured = {};
  for (const workload of chosen) {
    const { result, failure } = await measureInChild(MODULE, { workload }, { flags: FLAGS });
    measured[workload] = result?.units ?? reasonOf(failure);
  }
  return measured;
}
