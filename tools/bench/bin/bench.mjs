// Measures Tutti alone: everything, or the measurements that are named.
// npm run bench -- --quick
// npm run bench -- seq3 growth --rounds 1
import { tmpdir } from "node:os";
import { measureInChild } from "../lib/child.mjs";
import { readOptions } from "../lib/options.mjs";
import { MEASUREMENTS } from "../lib/plan.mjs";
import { Record } from "../lib/record.mjs";
import { circumstancesLine, failureLines, oursRows, refreshPage } from "../lib/report.mjs";
import { circumstances, writeResults } from "../lib/results.mjs";
import { probe } from "../lib/system/probes.mjs";
import { plainTable } from "../lib/table.mjs";

const options = readOptions(
  MEASUREMENTS.map(({ name }) => name),
  { rounds: 3 },
);
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
const chosen = MEASUREMENTS.filter(({ name }) => options.names.includes(name));
const record = new Record(options.rounds);
const probes = [];

for (let round = 0; round < options.rounds; round++) {
  for (const measurement of chosen) await measureOnce(measurement, round);
}
finish({ ...circumstances(options), probes, values: record.values, failures: record.failures });

async function measureOnce({ name, module, runs }, round) {
  for (const run of runs) {
    probes.push(probe(tmpdir()));
    const { result, failure } = await measureInChild(
      module,
      { ...run.options, share: options.share },
      { flags: run.flags },
    );
    console.error(`${failure ? "FAIL" : "done"}  round ${round + 1}, ${name}, ${run.subject}`);
    if (failure) record.fail(`${run.subject}, ${name}`, failure);
    else record.add(run.subject, round, result);
  }
}

function finish(run) {
  const file = writeResults("ours", run, options);
  if (options.kept) refreshPage();
  console.log(`\n${circumstancesLine(run)}\n\n${plainTable(oursRows(run))}\n`);
  for (const line of failureLines(run)) console.log(line);
  console.log(`Written to ${file}${options.kept ? " and tools/bench/RESULTS.md" : ""}.`);
}
