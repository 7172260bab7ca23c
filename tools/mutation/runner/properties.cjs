// A mutant's fate must not depend on luck: properties are tried with the same seed each time. They are tried a
// tenth as often as by `npm test`, for every mutant meets them again, and a counterexample is not made small.
const properties = require("fast-check");

const MOST_RUNS = 100;
const { assert } = properties;

properties.configureGlobal({ seed: 20_261_122, endOnFailure: true });
properties.assert = (property, { numRuns = MOST_RUNS, ...parameters } = {}) =>
  assert(property, { ...parameters, numRuns: Math.min(numRuns, MOST_RUNS) });
