// A test runner for Stryker that keeps to one process: sources and tests are loaded once, and for each mutant the
// tests that reach it run, the short ones first, until one fails.
import path from "node:path";
import { createRequire } from "node:module";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
} from "@stryker-mutator/api/test-runner";

/** What the instrumented sources look at: which mutant is on, and what to count. */
const switches = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class InProcessRunner {
  /** Tests by name; undefined: they have to be loaded. */
  #tests;
  /** How long tests took, in ms, by name. */
  #times = new Map();

  async init() {
    // Only now is the working directory Stryker's copy of the sources.
    this.folder = path.resolve("packages/core/src", process.env.TUTTI_MUTATION_FOLDER);
    this.runner = createRequire(import.meta.url)("./tests.cjs");
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const mutantCoverage = { static: {}, perTest: {} };
    switches.mutantCoverage = mutantCoverage;
    this.#tests = this.runner.load(this.folder);
    const tests = [];
    for (const id of this.#tests.keys()) {
      const failureMessage = await this.#failureOf(id, { currentTestId: id });
      const status = failureMessage === undefined ? TestStatus.Success : TestStatus.Failed;
      const fileName = path.join(this.folder, id.split(" › ")[0]);
      tests.push({ id, name: id, fileName, timeSpentMs: this.#times.get(id), status, failureMessage });
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
    switches.hitLimit = limitOfOne(hitLimit);
    const mutant = { id: activeMutant.id, isStatic: mutantActivation === "static" };
    // Tests are loaded with such a mutant on, and what was loaded then is of no use to the next.
    if (mutant.isStatic) this.#tests = undefined;
    try {
      return await this.#fateOf(mutant, testFilter);
    } finally {
      switches.hitLimit = undefined;
      if (mutant.isStatic) this.#tests = undefined;
    }
  }

  async #fateOf(mutant, ids) {
    const isFresh = this.#tests === undefined;
    const refused = isFresh ? this.#load(mutant) : undefined;
    if (refused !== undefined) return killed([], refused, 0);
    const tests = this.#shortFirst(ids ?? [...this.#tests.keys()]);
    for (const [index, test] of tests.entries()) {
      const failure = await this.#failureOf(test, { activeMutant: mutant.id });
      const timeout = determineHitLimitReached(switches.hitCount, switches.hitLimit);
      if (timeout !== undefined) return { ...timeout, status: MutantRunStatus.Timeout };
      if (failure === undefined) continue;
      if (!isFresh && (await this.#failureOf(test)) !== undefined) {
        // It fails without the mutant too: something changed what tests share. Tests loaded anew tell the fate.
        this.#tests = undefined;
        return this.#fateOf(mutant, ids);
      }
      // Some tests look at the clock, and the machine may have been busy: they have to fail twice.
      const again = await this.#failureOf(test, { activeMutant: mutant.id });
      if (again !== undefined) return killed([test], again, index + 1);
    }
    return { status: MutantRunStatus.Survived, nrOfTests: tests.length };
  }

  /** Loads the tests, with the mutant on when it changes what runs while modules load; gives why that failed. */
  #load({ id, isStatic }) {
    Object.assign(switches, { activeMutant: isStatic ? id : undefined, hitCount: undefined });
    try {
      this.#tests = this.runner.load(this.folder);
      return undefined;
    } catch (error) {
      if (!isStatic) throw error;
      return String(error);
    }
  }

  #shortFirst(ids) {
    const time = (id) => this.#times.get(id) ?? 0;
    return ids.toSorted((a, b) => time(a) - time(b));
  }

  async #failureOf(id, on = {}) {
    const hitCount = switches.hitLimit === undefined ? undefined : 0;
    Object.assign(switches, { activeMutant: undefined, hitCount, ...on });
    const started = performance.now();
    const failure = await this.runner.failureOf(this.#tests.get(id));
    this.#times.set(id, performance.now() - started);
    switches.currentTestId = undefined;
    return failure;
  }
}

/**
 * How often a test may meet the mutant. Stryker's limit is a hundred times what all tests together did; of much, twice
 * that is enough for one test, and met before an endless loop has filled the memory.
 */
function limitOfOne(hitLimit) {
  return hitLimit && Math.min(hitLimit, Math.max(hitLimit / 50, 10_000));
}

function killed(killedBy, failureMessage, nrOfTests) {
  return { status: MutantRunStatus.Killed, killedBy, failureMessage, nrOfTests };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
