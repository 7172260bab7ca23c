// Keeps a server at full load for a while, and looks whether its memory stays flat: node soak.mjs [minutes]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closedLoop } from "../lib/closed-loop.mjs";
import { chain } from "../lib/definitions.mjs";
import { flatness } from "../lib/flatness.mjs";
import { startServer } from "../lib/subjects/http.mjs";

const CONCURRENCY = 128;
const SAMPLE_MS = 5000;

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) throw new Error(`"${process.argv[2]}" is no number of minutes`);
const folder = mkdtempSync(path.join(tmpdir(), "tutti-soak-"));
const server = await startServer({ storage: "full", folder, connections: CONCURRENCY + 1 });
const samples = [];
const errors = [];
const run = await server.run(chain(3));
const once = async (x) => {
  const result = await run(x).catch((error) => error.message);
  if (result !== x) errors.push(`${x}: ${result}`);
};
const sampling = setInterval(async () => samples.push(await server.memoryMb()), SAMPLE_MS);
const load = { once, count: Number.POSITIVE_INFINITY, concurrency: CONCURRENCY, longestMs: minutes * 60_000 };
const { done, p99Ms, perSecond } = await closedLoop(load);
clearInterval(sampling);
await server.stop();
rmSync(folder, { recursive: true, force: true });

const { isFlat, beforeMb, afterMb } = flatness(samples);
console.log(`${done} executions in ${minutes} min: ${Math.round(perSecond)}/s, p99 ${p99Ms.toFixed(1)} ms`);
console.log(
  `memory: ${Math.round(beforeMb)} MiB in the second quarter, ${Math.round(afterMb)} MiB in the last`,
);
console.log(`errors: ${errors.length}${errors.length === 0 ? "" : `, such as ${errors[0]}`}`);
if (!isFlat || errors.length > 0) process.exitCode = 1;
