/**
 * What every engine is given to do, and what must come out: `x` passed on through three actions, through one
 * action to twenty and back to one, and through a single action. Each counts as done when its result is kept.
 */
export const TASKS = {
  seq3: { concurrency: 128, count: 10_000, expected: (x) => x },
  fan20: { concurrency: 32, count: 2000, expected: (x) => Array.from({ length: 20 }, () => x) },
  lat1: { concurrency: 1, count: 1000, expected: (x) => x },
};

/** The time after which a measurement ends, however many it has done. */
export const LONGEST_MS = 5000;
