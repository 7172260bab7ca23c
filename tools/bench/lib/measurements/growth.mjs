import { chain } from "../definitions.mjs";
import { closedLoop } from "../closed-loop.mjs";
import { median } from "../statistics.mjs";
import { execute, openTutti, store } from "../subjects/tutti.mjs";
import { ownMemory } from "../system/processes.mjs";

const FIRST = 1000;
const LAST = 100_000;
const SLICES = 33;
/** So many slices at each end are compared: one of them may meet a noisy second. */
const COMPARED = 3;

/** Does an engine with 100,000 executions in its store still work as it did with 1,000? */
export async function measure({ storage, folder, share = 1 }) {
  const tutti = await openTutti({ storage, folder });
  const id = await store(tutti, chain(3));
  const slice = async (count) => {
    const once = (x) => execute(tutti, id, { x });
    return (await closedLoop({ once, count, concurrency: 128, longestMs: Number.POSITIVE_INFINITY }))
      .perSecond;
  };
  await slice(FIRST);
  const memoryAtFirstMb = ownMemory();
  const rates = [];
  const count = Math.ceil(((LAST - FIRST) / SLICES) * share);
  for (let index = 0; index < SLICES; index++) rates.push(await slice(count));
  const memoryAtLastMb = ownMemory();
  await tutti.stop();
  const kept = median(rates.slice(-COMPARED)) / median(rates.slice(0, COMPARED));
  return { growth: { kept, memoryAtFirstMb, memoryAtLastMb } };
}
