import { chain, fan, forEach } from "../definitions.mjs";
import { median } from "../statistics.mjs";
import { execute, openTutti, store } from "../subjects/tutti.mjs";

const ACTIONS = 10_000;
const ITEMS = 100_000;
const TIMES = 3;
/** How much smaller the execution is whose cost per action shows whether the cost is linear. */
const SMALLER = 10;

/** Executions of 10,000 actions, and a `for_each` of 100,000 items. */
export async function measure({ storage, folder, share = 1 }) {
  const tutti = await openTutti({ storage, folder });
  const actions = Math.max(SMALLER * 3, Math.ceil(ACTIONS * share));
  const items = Math.max(SMALLER, Math.ceil(ITEMS * share));
  const x = { x: 1 };
  const result = {
    chain: await linear(actions, (size) => costs(tutti, chain(size), { parameters: x, size })),
    // Together with the one before and the one after.
    fan: await linear(actions, (size) => costs(tutti, fan(size - 2), { parameters: x, size })),
    forEach: await linear(items, (size) => {
      const xs = Array.from({ length: size }, (_, index) => index);
      return costs(tutti, forEach(), { parameters: { xs }, size });
    }),
  };
  await tutti.stop();
  return result;
}

async function linear(size, costsOf) {
  const smaller = await costsOf(size / SMALLER);
  const { us, createMs } = await costsOf(size);
  return { us, createMs, growth: us / smaller.us };
}

/** What creating the workflow takes, and running it per action or item. */
async function costs(tutti, definition, { parameters, size }) {
  const before = performance.now();
  const id = await store(tutti, definition);
  const createMs = performance.now() - before;
  const runs = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    await execute(tutti, id, parameters);
    runs.push(((performance.now() - started) * 1000) / size);
  }
  return { us: median(runs), createMs };
}
