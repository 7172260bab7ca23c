import type { ActionCall, ActionInterceptor, Execution, Json, JsonObject, Plugin } from "@tutti/core";
import { createTestOrchestrator, type TestOrchestrator } from "../orchestrator";
import type { PluginContractOptions, PluginExample } from "./options";

/** What is tried: a plugin, and how. */
export interface Trial {
  readonly plugin: Plugin;
  readonly options: PluginContractOptions;
}

/** What an action did with an example. */
export interface ExampleRun {
  readonly execution: Execution;
  /** What it returned, before anybody checked it. */
  readonly returned?: unknown;
  readonly thrown?: unknown;
  /** The config, before and after. */
  readonly config: readonly [before: unknown, after: unknown];
  /** Has it ended soon after its signal aborted? */
  readonly isSettled: boolean;
}

/** The id of the action that runs an example. */
const EXAMPLE = "example";

/** An orchestrator that has the plugin. Whoever asks for it stops it. */
export function tryPlugin(
  { plugin, options }: Trial,
  interceptors: ActionInterceptor[] = [],
): Promise<TestOrchestrator> {
  const { orchestrator = {} } = options;
  const more = [...interceptors, ...(orchestrator.interceptors ?? [])];
  const plugins = [plugin, ...(orchestrator.plugins ?? [])];
  return createTestOrchestrator({ ...orchestrator, realTime: true, plugins, interceptors: more });
}

/** The workflow that runs an example. */
export function workflowOf({ action, config }: PluginExample, parameters: JsonObject = {}): object {
  return {
    name: "example",
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, type: typeOf(value) })),
    actions: [{ action_id: EXAMPLE, action_type: action, config }],
  };
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "object" || typeof value === "boolean" || typeof value === "number"
    ? typeof value
    : "string";
}

/**
 * Runs an example in an orchestrator of its own.
 *
 * @param abort cancels it as soon as it has begun
 */
export async function runExample(trial: Trial, example: PluginExample, abort = false): Promise<ExampleRun> {
  const { services, parameters = {}, abortWithinMs = 1000 } = trial.options;
  const probe = new Probe();
  const test = await tryPlugin(trial, [(call, next) => probe.watch(call, next)]);
  services?.(test.mesh);
  try {
    const { execution_id: id } = await test.start(workflowOf(example, parameters), parameters);
    const begun = await Promise.race([probe.begun, test.finish(id).then(() => false)]);
    if (abort && begun) await test.workflows.cancelExecution(id, "the conformance suite");
    const isSettled = !abort || (await within(probe.settled, abortWithinMs));
    const { execution } = abort ? await test.workflows.getExecution(id) : await test.finish(id);
    return { ...probe.seen, execution: execution as Execution, isSettled };
  } finally {
    await stopped(test, abort);
  }
}

/** A call that nobody scripted is the example's failure; an aborted one may leave anything. */
async function stopped(test: TestOrchestrator, abort: boolean): Promise<void> {
  if (abort) test.mesh.clear();
  await test.stop();
}

/** Sees a call of the example from the inside. */
class Probe {
  seen: Omit<ExampleRun, "execution" | "isSettled"> = { config: [undefined, undefined] };
  readonly begun: Promise<true>;
  readonly settled: Promise<void>;
  private begin: (value: true) => void = () => undefined;
  private settle: () => void = () => undefined;

  constructor() {
    this.begun = new Promise((resolve) => (this.begin = resolve));
    this.settled = new Promise((resolve) => (this.settle = resolve));
  }

  async watch(call: ActionCall, next: (call: ActionCall) => unknown): Promise<unknown> {
    if (call.context.actionId !== EXAMPLE) return next(call);
    const before: unknown = structuredClone(call.config);
    this.begin(true);
    try {
      const returned = await next(call);
      this.seen = { returned, config: [before, call.config] };
      return returned;
    } catch (thrown) {
      this.seen = { thrown, config: [before, call.config] };
      throw thrown;
    } finally {
      this.settle();
    }
  }
}

function within(promise: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
