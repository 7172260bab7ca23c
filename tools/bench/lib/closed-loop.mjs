import { percentile } from "./statistics.mjs";

/**
 * Keeps `concurrency` calls of `once` in flight until there were `count` of them or the time is up.
 * `once` gets the number of its call, from 0.
 */
export async function closedLoop({ once, count, concurrency, longestMs }) {
  const latencies = [];
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(concurrency, count) }, async () => {
      while (next < count && performance.now() - started < longestMs) {
        const before = performance.now();
        await once(next++);
        latencies.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return {
    done: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
