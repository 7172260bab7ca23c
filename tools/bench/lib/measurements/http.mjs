import { closedLoop } from "../closed-loop.mjs";
import { chain } from "../definitions.mjs";
import { startServer } from "../subjects/http.mjs";
import { LONGEST_MS, TASKS } from "../tasks.mjs";

const WARM_UP = 2000;
const LONGEST_WARM_UP_MS = 1500;

/** `seq3` and `lat1` over HTTP: the server is a process of its own, and so is its client. */
export async function measure({ share = 1, ...options }) {
  const server = await startServer(options);
  const measured = {};
  for (const [name, length] of [
    ["seq3", 3],
    ["lat1", 1],
  ]) {
    const once = await server.run(chain(length));
    const { concurrency, count } = TASKS[name];
    const few = Math.ceil(WARM_UP * Math.max(share, 0.1));
    await closedLoop({ once, count: few, concurrency, longestMs: LONGEST_WARM_UP_MS });
    measured[name] = await closedLoop({
      once,
      count: Math.ceil(count * share),
      concurrency,
      longestMs: LONGEST_MS,
    });
  }
  await server.stop();
  return { http: { ...measured.seq3, lat1P50Ms: measured.lat1.p50Ms, lat1P99Ms: measured.lat1.p99Ms } };
}
