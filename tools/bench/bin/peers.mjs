// Measures Tutti and its peers, one after the other and round by round, on the same work.
// npm run bench:peers -- --rounds 8
// npm run bench:peers -- tutti-sqlite-full dbos --quick
import { tmpdir } from "node:os";
import { measureInChild } from "../lib/child.mjs";
import { readOptions } from "../lib/options.mjs";
import { installPeers, missing, versionOf } from "../lib/peers-install.mjs";
import { Record } from "../lib/record.mjs";
import { circumstancesLine, failureLines, peersRows, refreshPage } from "../lib/report.mjs";
import { circumstances, writeResults } from "../lib/results.mjs";
import { SUBJECTS } from "../lib/subjects/peers.mjs";
import { probe } from "../lib/system/probes.mjs";
import { plainTable } from "../lib/table.mjs";

const COMMON = new URL("../lib/measurements/common.mjs", import.meta.url);
const options = readOptions(
  SUBJECTS.map(({ name }) => name),
  { rounds: 5 },
);
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
installPeers();
const chosen = SUBJECTS.filter(({ name }) => options.names.includes(name));
const record = new Record(options.rounds);
const probes = [];
const present = chosen.filter((subject) => isPresent(subject));

for (let round = 0; round < options.rounds; round++) {
  for (const subject of present) await measureOnce(subject, round);
}
finish({
  ...circumstances(options),
  probes,
  subjects: chosen.map(({ name, label, durability, against, packages }) => ({
    name,
    label,
    version: versions(packages),
    durability,
    against,
  })),
  values: record.values,
  failures: record.failures,
});

/** Ours is the revision that the run names. */
function versions(packages) {
  return packages.map((name) => versionOf(name) ?? "none").join(" + ");
}

function isPresent(subject) {
  const reason = missing(subject);
  if (reason === undefined) return true;
  record.fail(subject.name, reason);
  console.error(`SKIP  ${subject.label}: ${reason}`);
  return false;
}

async function measureOnce({ name, label, module, options: own }, round) {
  probes.push(probe(tmpdir()));
  const { result, failure } = await measureInChild(COMMON, { subject: module, share: options.share, ...own });
  console.error(`${failure ? "FAIL" : "done"}  round ${round + 1}, ${label}`);
  if (failure) record.fail(name, failure);
  else record.add(name, round, result);
}

function finish(run) {
  const file = writeResults("peers", run, options);
  if (options.kept) refreshPage();
  console.log(`\n${circumstancesLine(run)}\n\n${plainTable(peersRows(run))}\n`);
  for (const line of failureLines(run)) console.log(line);
  console.log(`Written to ${file}${options.kept ? " and tools/bench/RESULTS.md" : ""}.`);
}
