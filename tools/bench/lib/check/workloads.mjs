import { closedLoop } from "../closed-loop.mjs";
import { chain, fan, forEach } from "../definitions.mjs";
import { FAST, GENERAL, evaluation } from "../measurements/expressions.mjs";
import { execute, openTutti, store } from "../subjects/tutti.mjs";

const executions = (storage, definition, count) => async (folder) => {
  const tutti = await openTutti({ storage, folder });
  const id = await store(tutti, definition);
  const once = (x) => execute(tutti, id, { x });
  const longestMs = Number.POSITIVE_INFINITY;
  return { work: () => closedLoop({ once, count, concurrency: 64, longestMs }), stop: tutti.stop };
};

const evaluations = (source, count) => () => {
  const evaluate = evaluation(source);
  const work = async () => {
    for (let done = 0; done < count; done++) {
      const value = evaluate();
      if (value instanceof Promise) await value;
    }
  };
  return { work, stop: () => {} };
};

/** By name: opens what a workload needs, and gives the piece of work that is counted. */
export const WORKLOADS = {
  "memory seq3": executions("memory", chain(3), 2000),
  "memory fan20": executions("memory", fan(20), 300),
  "memory chain of 1,000": executions("memory", chain(1000), 8),
  "SQLite seq3": executions("full", chain(3), 1500),
  "for_each of 5,000": async (folder) => {
    const tutti = await openTutti({ storage: "memory", folder });
    const id = await store(tutti, forEach());
    const xs = Array.from({ length: 5000 }, (_, index) => index);
    return { work: () => execute(tutti, id, { xs }), stop: tutti.stop };
  },
  "create a workflow of 100": async (folder) => {
    const tutti = await openTutti({ storage: "memory", folder });
    const work = async () => {
      for (let time = 0; time < 20; time++) await store(tutti, chain(100));
    };
    return { work, stop: tutti.stop };
  },
  "expression, plain path": evaluations(FAST, 1_000_000),
  "expression, JSONata": evaluations(GENERAL, 10_000),
};
