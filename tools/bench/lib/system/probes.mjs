import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

const BLOCK = Buffer.alloc(4096, 1);
const SYNC_MS = 150;
const LOOP = 20_000_000;

/** How fast the machine is at this moment: it tells a noisy minute from a slow engine. */
export function probe(folder) {
  return {
    syncsPerSecond: Math.round(syncsPerSecond(path.join(folder, "probe"))),
    loopMs: Math.round(loopMs()),
  };
}

/** Appends of 4 KiB, each made durable, per second. */
function syncsPerSecond(file) {
  const handle = openSync(file, "w");
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < SYNC_MS) {
    writeSync(handle, BLOCK);
    fdatasyncSync(handle);
    done += 1;
  }
  const seconds = (performance.now() - started) / 1000;
  closeSync(handle);
  rmSync(file);
  return done / seconds;
}

/** What a fixed piece of computing takes. */
function loopMs() {
  const started = performance.now();
  let value = 1;
  for (let round = 0; round < LOOP; round++) value = (value * 1_103_515_245 + 12_345) & 0x7fffffff;
  if (value === 0) throw new Error("unreachable");
  return performance.now() - started;
}
