import { setTimeout as sleep } from "node:timers/promises";
import { closedLoop } from "../closed-loop.mjs";
import { waiting } from "../definitions.mjs";
import { openTutti, start, store } from "../subjects/tutti.mjs";

// By then the young generation of the heap has its full size, which has nothing to do with what waits.
const FIRST = 20_000;
const WAITING = 100_000;
const IDLE_MS = 1000;

/** What 100,000 executions cost while they wait, for a signal or for hours: memory, and work for nothing. */
export async function measure({ storage, folder, kind, share = 1 }) {
  const tutti = await openTutti({ storage, folder });
  const id = await store(tutti, waiting(kind));
  const starts = (count) =>
    closedLoop({
      once: (x) => start(tutti, id, { x }),
      count,
      concurrency: 128,
      longestMs: Number.POSITIVE_INFINITY,
    });
  await starts(FIRST);
  const before = await settledMemory();
  const count = Math.ceil(WAITING * share);
  await starts(count);
  const after = await settledMemory();
  const idle = await idleCpuMs();
  const kib = (name) => (after[name] - before[name]) / count / 1024;
  return { [kind]: { rssKib: kib("rss"), heapKib: kib("heapUsed"), idleCpuMs: idle } };
}

/** Memory when everything that can be freed is: the engine has settled and the garbage is collected. */
async function settledMemory() {
  for (let time = 0; time < 3; time++) {
    await sleep(100);
    globalThis.gc();
  }
  return process.memoryUsage();
}

/** Computing in a second in which nothing happens. */
async function idleCpuMs() {
  const before = process.cpuUsage();
  await sleep(IDLE_MS);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
