// The tests of a folder in this process, run one by one by jest's own runner of tests. What jest does around it, an
// environment and a module registry for each run, takes a thousand times as long as most tests.
const { readdirSync } = require("node:fs");
const path = require("node:path");
const { setImmediate } = require("node:timers/promises");
const { expect } = require("expect");
const circus = require("jest-circus");
require("../../checks/run-source.cjs");
require("./properties.cjs");

const GLOBALS = ["describe", "it", "test", "beforeAll", "beforeEach", "afterEach", "afterAll"];
for (const name of GLOBALS) globalThis[name] = circus[name];
globalThis.expect = expect;

// Tests of large inputs, and of time that really passes, take too long to run for each mutant. By their names:
const LEFT_OUT = new RegExp(
  [
    "\\d,\\d{3} (?:actions|nodes)",
    "(?:in|takes) linear time",
    "so many parts|many parts at once|a group on the left of a \\?\\? counts twice",
    "would cost too much|bears an expression that is (?:chained|with many)",
    "stops at (?:ranges|every item for)|for every two bytes",
    "time › stops|run in between|searches that take long|without end in sight",
  ].join("|"),
);

// Only the time limit of a mutant counts: a test's own would pass for a failure on a busy machine.
const NO_LIMIT_MS = 2 ** 31 - 1;

/** What nobody caught since it was last looked at; jest books that to a test as well. */
const uncaught = [];
process.on("uncaughtException", (error) => uncaught.push(error));
process.on("unhandledRejection", (error) => uncaught.push(error));

/**
 * Loads a folder's tests, and with them the sources, as if for the first time: no state of an earlier run is left.
 * Gives the tests by their names.
 */
function load(folder) {
  forget(process.cwd() + path.sep);
  circus.resetState();
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".test.ts"));
  for (const file of files.toSorted()) circus.describe(file, () => void require(path.join(folder, file)));
  const tests = new Map();
  for (const test of testsIn(circus.getState().rootDescribeBlock)) {
    const name = namesOf(test).join(" › ");
    if (!LEFT_OUT.test(name)) tests.set(tests.has(name) ? `${name} (${tests.size})` : name, test);
  }
  return tests;
}

/** Modules of the packages come anew; those of node_modules stay, for mutants do not change them. */
function forget(root) {
  const isOwn = (file) => file.startsWith(root) && !file.includes(`${path.sep}node_modules${path.sep}`);
  for (const file of Object.keys(require.cache).filter(isOwn)) delete require.cache[file];
  module.children = module.children.filter(({ filename }) => !isOwn(filename));
}

function testsIn(block) {
  return block.children.flatMap((child) => (child.type === "test" ? [child] : testsIn(child)));
}

/** A test's names from its file's on. */
function namesOf({ name, parent }) {
  return parent === undefined ? [] : [...namesOf(parent), name];
}

/** Runs a test with its hooks, and tells why it failed, if it did. */
async function failureOf(test) {
  circus.resetState();
  const state = circus.getState();
  state.testTimeout = NO_LIMIT_MS;
  state.rootDescribeBlock = onlyWith({ ...test, timeout: undefined, errors: [] });
  const { testResults, unhandledErrors } = await circus.run();
  // Errors that nobody catches are told after the promises have settled.
  await setImmediate();
  const errors = [...testResults[0].errors, ...unhandledErrors, ...uncaught.splice(0)];
  return errors.length > 0 ? String(errors[0]) : undefined;
}

/** Copies the blocks around a test, with nothing else in them. */
function onlyWith(child) {
  if (child.parent === undefined) return child;
  const parent = { ...child.parent, children: [child] };
  child.parent = parent;
  return onlyWith(parent);
}

module.exports = { load, failureOf };
