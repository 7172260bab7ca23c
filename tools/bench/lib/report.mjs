import { goalRows } from "./goals.mjs";
import { METRICS } from "./metrics.mjs";
import { COLUMNS } from "./plan.mjs";
import { readResults, writePage } from "./results.mjs";
import { ratios, summarize } from "./statistics.mjs";
import { markdownTable, readable, spread } from "./table.mjs";

/** Ours: a row per metric, a column per storage. */
export function oursRows({ values }) {
  const measured = METRICS.filter(([key]) => COLUMNS.some(({ name }) => values[name]?.[key] !== undefined));
  return [
    ["", ...COLUMNS.map(({ label }) => label)],
    ...measured.map(([key, label]) => [
      label,
      ...COLUMNS.map(({ name }) => (key in (values[name] ?? {}) ? spread(summarize(values[name][key])) : "")),
    ]),
  ];
}

/** Everyone: a row per engine, with how many times faster the comparable one of ours is. */
export function peersRows({ values, subjects }) {
  const head = ["engine", "version", "durability", "seq3/s", "ours ×", "fan20/s", "ours ×"];
  const more = ["lat1 p50 / p99, ms", "flushes per seq3", "MiB client + server"];
  return [
    [...head, ...more],
    ...subjects.map(({ name, label, version, durability, against }) => {
      const engine = values[name];
      if (engine === undefined) return [label, version, durability, "not measured", "", "", "", "", "", ""];
      const of = (key) => summarize(engine[key] ?? []);
      const times = (key) => (against ? spread(ratios(values[against]?.[key] ?? [], engine[key] ?? [])) : "");
      return [
        label,
        version,
        durability,
        spread(of("seq3.perSecond")),
        times("seq3.perSecond"),
        spread(of("fan20.perSecond")),
        times("fan20.perSecond"),
        `${readable(of("lat1.p50Ms")?.median)} / ${readable(of("lat1.p99Ms")?.median)}`,
        readable(of("seq3.flushes")?.median),
        `${readable(of("memoryMb")?.median)} + ${readable(of("serverMb")?.median)}`,
      ];
    }),
  ];
}

/** One line on when, where and how calm it was. */
export function circumstancesLine({ date, revision, rounds, machine, probes }) {
  const syncs = spread(summarize(probes.map((probe) => probe.syncsPerSecond)));
  const loop = spread(summarize(probes.map((probe) => probe.loopMs)));
  const { cpu, memory, system, node, sqlite } = machine;
  return (
    `${date}, revision ${revision}, ${rounds} rounds. ${cpu}, ${memory}, ${system}; Node.js ${node}, ` +
    `SQLite ${sqlite}. Probes: ${syncs} fdatasync/s, ${loop} ms for the fixed loop.`
  );
}

/** A line for each thing that could not be measured, or not in each round. */
export function failureLines({ failures }) {
  return Object.entries(failures).map(([name, reason]) => `- ${name}: ${reason}`);
}

/** Writes RESULTS.md anew from the newest whole runs. */
export function refreshPage() {
  const [ours, peers] = [readResults("ours"), readResults("peers")];
  const part = (run, rows) =>
    run
      ? [circumstancesLine(run), "", markdownTable(rows(run)), "", ...failureLines(run)].join("\n").trimEnd()
      : "No run yet.";
  writePage({
    goals: markdownTable(goalRows({ ours, peers })),
    ours: part(ours, oursRows),
    peers: part(peers, peersRows),
  });
}
