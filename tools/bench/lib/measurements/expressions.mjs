import { createRequire } from "node:module";
import { median } from "../statistics.mjs";

// Compiled expressions are for authors of plugins: they are what a plan holds.
const require = createRequire(import.meta.url);
const { compileExpression } = require("@tutti/core/plugin");

const TIMES = 5;
const EVALUATIONS = 200_000;
export const FAST = "customer.address.city";
/** The same path, written so that only the general evaluator takes it. */
export const GENERAL = "customer.(address.city)";

/** Evaluations per second of a plain path, which has a way of its own, and of the same path as JSONata. */
export async function measure({ share = 1 }) {
  const evaluations = Math.ceil(EVALUATIONS * share);
  const fast = await perSecond(FAST, evaluations * 10);
  const general = await perSecond(GENERAL, evaluations);
  return { expression: { fastPerSecond: fast, generalPerSecond: general, ratio: fast / general } };
}

/** An expression, compiled, with a function that evaluates it. */
export function evaluation(source) {
  const { ok, value, problem } = compileExpression(source);
  if (!ok) throw new Error(`${source}: ${problem.reason}`);
  const scope = {
    root: { customer: { name: "Ada", address: { city: "London" } } },
    now: () => 0,
    random: () => 0,
    monotonic: () => performance.now(),
  };
  return () => value.evaluate(scope);
}

async function perSecond(source, count) {
  const evaluate = evaluation(source);
  if ((await evaluate()) !== "London") throw new Error(`${source} does not give the city`);
  const rates = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    for (let done = 0; done < count; done++) {
      const value = evaluate();
      if (value instanceof Promise) await value;
    }
    rates.push((count / (performance.now() - started)) * 1000);
  }
  return median(rates);
}
