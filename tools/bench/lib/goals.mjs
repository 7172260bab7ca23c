import { ratios, summarize } from "./statistics.mjs";
import { readable } from "./table.mjs";

const FULL = "tutti-sqlite-full";
const BOUNDED = "tutti-sqlite-full-bounded";
const HTTP = "tutti-http";
const MEMORY = "tutti-memory";

const GOALS = [
  ...["restate", "dbos"].flatMap((peer) => againstPeer(peer)),
  atLeast("durable seq3 over HTTP, times Restate", HTTP, { peer: "restate", key: "seq3.perSecond", must: 8 }),
  atLeast("in-memory seq3, times Node-RED", MEMORY, { peer: "node-red", key: "seq3.perSecond", must: 3 }),
  atLeast("in-memory seq3, times Mastra", MEMORY, { peer: "mastra", key: "seq3.perSecond", must: 8 }),
  atLeast("durable seq3, executions/s", FULL, { key: "seq3.perSecond", must: 15_000, aim: 25_000 }),
  atLeast("durable fan20, executions/s", FULL, { key: "fan20.perSecond", must: 3300, aim: 5000 }),
  atMost("durable lat1 p50, ms", FULL, { key: "lat1.p50Ms", must: 0.9, aim: 0.6 }),
  atMost("durable lat1 p99, ms", FULL, { key: "lat1.p99Ms", must: 3, aim: 1.7 }),
  atMost("flushes per durable seq3", FULL, { key: "seq3.flushes", must: 0.1, aim: 0.03 }),
  atLeast("in-memory seq3, executions/s", MEMORY, { key: "seq3.perSecond", must: 48_000, aim: 100_000 }),
  atLeast("rate kept from 1k to 100k executions", FULL, { key: "growth.kept", must: 0.9, aim: 1 }),
  ...bothHeaps("memory at 100k executions, MiB", { key: "growth.memoryAtLastMb", must: 150, aim: 138 }),
  atMost("chain of 10,000 in memory, µs per action", MEMORY, { key: "chain.us", must: 30 }),
  atMost("fan of 10,000 in memory, µs per action", MEMORY, { key: "fan.us", must: 30 }),
  atMost("for_each of 100,000 in memory, µs per item", MEMORY, { key: "forEach.us", must: 30 }),
  ...bothHeaps("waiting for a signal, KiB each", { key: "signal.rssKib", must: 1 }),
  ...bothHeaps("waiting for hours, KiB each", { key: "timer.rssKib", must: 1 }),
  atMost("acknowledged executions lost by kill -9", FULL, { key: "resume.lost", must: 0 }),
  atMost("1,000 resumed after kill -9, ms", FULL, { key: "resume.allMs", must: 1000 }),
  atLeast("durable seq3 over HTTP, executions/s", FULL, { key: "http.perSecond", aim: 8000 }),
  atMost("cold start to the first action, ms", MEMORY, {
    key: "coldStart.firstActionMs",
    must: 250,
    aim: 150,
  }),
  atMost("call through the mesh, times got alone", MEMORY, { key: "mesh.timesGot", must: 1.25 }),
];

function againstPeer(peer) {
  const name = { restate: "Restate", dbos: "DBOS" }[peer];
  const [seq3, fan20] = { restate: [20, 15], dbos: [50, 60] }[peer];
  return [
    atLeast(`durable seq3, times ${name}`, FULL, { peer, key: "seq3.perSecond", must: seq3 }),
    atLeast(`durable fan20, times ${name}`, FULL, { peer, key: "fan20.perSecond", must: fan20 }),
    atMost(`durable lat1 p50, part of ${name}'s`, FULL, { peer, key: "lat1.p50Ms", must: 0.2 }),
    atMost(`durable lat1 p99, part of ${name}'s`, FULL, { peer, key: "lat1.p99Ms", must: 0.2 }),
  ];
}

/** What V8 does with all the memory of the machine, and with a heap that is bounded. */
function bothHeaps(label, goal) {
  return [atMost(label, FULL, goal), atMost("… with a heap of 256 MiB", BOUNDED, goal)];
}

function atLeast(label, subject, goal) {
  return { label, subject, ...goal, meets: (value) => value >= wanted(goal), sign: "≥" };
}

function atMost(label, subject, goal) {
  return { label, subject, ...goal, meets: (value) => value <= wanted(goal), sign: "≤" };
}

/** Where a ratio is what must be, a number of our own is an aim alone. */
function wanted({ must, aim }) {
  return must ?? aim;
}

/** Each goal with what was measured: ratios to peers from the peers' run, the others from ours. */
export function goalRows({ ours, peers }) {
  return [
    ["goal", "must", "aim", "measured", "met"],
    ...GOALS.map((goal) => {
      const value = measured(goal, { ours, peers });
      const met = value === undefined ? "not measured" : goal.meets(value) ? "yes" : "no";
      const shown = (number) => (number === undefined ? "" : `${goal.sign} ${readable(number)}`);
      return [goal.label, shown(goal.must), shown(goal.aim), readable(value), met];
    }),
  ];
}

function measured({ subject, key, peer }, { ours, peers }) {
  if (peer === undefined) return summarize(ours?.values[subject]?.[key] ?? [])?.median;
  return ratios(peers?.values[subject]?.[key] ?? [], peers?.values[peer]?.[key] ?? [])?.median;
}
