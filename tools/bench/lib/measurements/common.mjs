import { isDeepStrictEqual } from "node:util";
import { closedLoop } from "../closed-loop.mjs";
import { flushCount } from "../system/disk.mjs";
import { memoryOfChildren, ownMemory } from "../system/processes.mjs";
import { LONGEST_MS, TASKS } from "../tasks.mjs";

// V8 compiles for speed until some 20,000 executions are over. A slow engine does what it gets done in the time.
const WARM_UP = 20_000;
const LONGEST_WARM_UP_MS = 1500;

/**
 * The tasks, one after the other, on one engine. `subject` is the URL of a module with `open`; `share` takes
 * less than the usual count.
 */
export async function measure({ subject, share = 1, tasks = Object.keys(TASKS), ...options }) {
  const { open } = await import(subject);
  const engine = await open(options);
  const measured = {};
  for (const name of tasks) measured[name] = await measureTask(engine.tasks[name], TASKS[name], share);
  const memory = { memoryMb: ownMemory(), serverMb: memoryOfChildren() };
  // Not when something failed: the process ends then, and closing could hide why.
  await engine.close();
  return { ...measured, ...memory };
}

async function measureTask(run, { concurrency, count, expected }, share) {
  const once = async (x) => {
    const result = await run(x);
    if (isDeepStrictEqual(result, expected(x))) return;
    throw new Error(`wrong result for ${x}: ${JSON.stringify(result)}`);
  };
  await closedLoop({
    once,
    count: Math.ceil(WARM_UP * Math.max(share, 0.1)),
    concurrency,
    longestMs: LONGEST_WARM_UP_MS,
  });
  const flushes = flushCount();
  const loop = await closedLoop({
    once,
    count: Math.ceil(count * share),
    concurrency,
    longestMs: LONGEST_MS,
  });
  const flushed = flushCount();
  return { ...loop, flushes: flushes === undefined ? undefined : (flushed - flushes) / loop.done };
}
