import assert from "node:assert/strict";
import { ActionError, type ActionDescriptor, type JsonObject } from "@tutti/core";
import type { ContractCase } from "../contracts/contract";
import { matches } from "../contracts/check";
import { toJsonSchema, undescribed } from "./descriptions";
import { notJson } from "./not-json";
import type { PluginExample } from "./options";
import { type ExampleRun, runExample, type Trial, tryPlugin, workflowOf } from "./run-example";

/** What one action of a plugin has to keep to. */
export function actionCases(trial: Trial, descriptor: ActionDescriptor): ContractCase[] {
  const { type } = descriptor;
  const group = `the action "${type}"`;
  const own = (descriptor.examples ?? []).map(({ name, config }) => ({ name, action: type, config }));
  const given = (trial.options.examples ?? []).filter(({ action }) => action === type);
  const all: readonly PluginExample[] = [...own, ...given];
  const cases = [...wordCases(descriptor), ...exampleCases({ trial, descriptor, all, given })];
  return cases.map((one) => ({ group, ...one }));
}

type Case = Omit<ContractCase, "group">;

/** What the catalogue shows. */
function wordCases(descriptor: ActionDescriptor): Case[] {
  const { type, description, config, output } = descriptor;
  return [
    {
      name: "says in a sentence what it does",
      run: () =>
        checked(() =>
          assert.match(description, /^\S.*\s.*\.$/s, `description: ${JSON.stringify(description)}`),
        ),
    },
    {
      name: "has a type in lower case, with _",
      run: () => checked(() => assert.match(type, /^[a-z][a-z0-9_]*$/, `type: ${JSON.stringify(type)}`)),
    },
    {
      name: "describes each field of its config",
      run: () => checked(() => nothingUnsaid("config", undescribed(toJsonSchema(config, "input")))),
    },
    {
      name: "has a schema for its output",
      run: () =>
        checked(() =>
          assert.ok(output !== undefined, "It has no output schema, so nobody knows what it gives."),
        ),
    },
    {
      name: "describes each field of its output",
      run: () =>
        checked(() => {
          if (output !== undefined) nothingUnsaid("output", undescribed(toJsonSchema(output, "output")));
        }),
    },
  ];
}

function nothingUnsaid(what: string, fields: readonly string[]): void {
  assert.ok(fields.length === 0, `These fields of the ${what} say nothing: ${fields.join(", ")}.`);
}

interface Examples {
  readonly trial: Trial;
  readonly descriptor: ActionDescriptor;
  /** Those of the descriptor, and those of the test. */
  readonly all: readonly PluginExample[];
  readonly given: readonly PluginExample[];
}

function exampleCases({ trial, descriptor, all, given }: Examples): Case[] {
  const working = all.filter(({ fails }) => fails === undefined);
  const failing = given.filter(({ fails }) => fails !== undefined);
  const eachRun = (check: Check, list = working) =>
    each(list, (example) => checkRun({ trial, example, check }));
  const aborts = each(working, (example) =>
    checkRun({ trial, example, check: (run) => ends(run, trial), abort: true }),
  );
  return [
    { name: "has examples, each with a name of its own", run: () => checked(() => haveNames(working)) },
    { name: "its examples are valid", run: each(all, (example) => isValid(trial, example)) },
    { name: "refuses a field that it does not know", run: () => checked(() => refusesMore(descriptor, all)) },
    { name: "its examples run", run: eachRun(runs) },
    { name: "its outputs match", run: eachRun((run, { output }) => outputFits(run, descriptor, output)) },
    { name: "its outputs are JSON", run: eachRun(isJson) },
    { name: "leaves its config as it is", run: eachRun(leavesConfig) },
    { name: "ends soon when its signal aborts", run: aborts },
    {
      name: "its errors carry codes",
      ...(failing.length === 0 ? { notApplicable: "no example says how it fails" } : {}),
      run: eachRun((run, { fails }) => failsWith(run, fails), failing),
    },
    {
      name: "tells the errors that it fails with",
      ...(descriptor.errors === undefined ? { notApplicable: "it tells none" } : {}),
      run: each(failing, ({ fails }) => checked(() => isTold(descriptor, fails))),
    },
  ];
}

type Check = (run: ExampleRun, example: PluginExample) => void;

/** Does it for each example, and says which one it was. */
function each(list: readonly PluginExample[], check: (example: PluginExample) => Promise<void>) {
  return async (): Promise<void> => {
    for (const example of list) await named(example, () => check(example));
  };
}

interface CheckedRun {
  readonly trial: Trial;
  readonly example: PluginExample;
  readonly check: Check;
  readonly abort?: boolean;
}

/** What is not valid has its own case, and never begins to run. */
async function checkRun({ trial, example, check, abort = false }: CheckedRun): Promise<void> {
  const problems = await problemsOf(trial, example);
  if (problems.length === 0) check(await runExample(trial, example, abort), example);
}

function haveNames(examples: readonly PluginExample[]): void {
  assert.ok(examples.length > 0, "It has no example: add some to its descriptor.");
  const names = examples.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names, `Examples share a name: ${names.join(", ")}.`);
}

async function isValid(trial: Trial, example: PluginExample): Promise<void> {
  const problems = await problemsOf(trial, example);
  assert.ok(problems.length === 0, problems.join("\n"));
}

async function problemsOf(trial: Trial, example: PluginExample): Promise<readonly string[]> {
  const test = await tryPlugin(trial);
  try {
    const { errors } = await test.workflows.validateWorkflow(workflowOf(example, trial.options.parameters));
    return errors.map(({ message }) => message);
  } finally {
    await test.stop();
  }
}

function refusesMore(descriptor: ActionDescriptor, all: readonly PluginExample[]): void {
  for (const { config } of all) {
    const more: JsonObject = { ...config, not_a_field_of_it: 1 };
    const { error } = descriptor.config.safeParse(more);
    const isNoticed =
      error?.issues.some((issue) => JSON.stringify(issue).includes("not_a_field_of_it")) === true;
    assert.ok(isNoticed, "It takes any field, so a mistyped one is never noticed: use z.strictObject().");
  }
}

function runs({ thrown }: ExampleRun): void {
  if (thrown !== undefined) assert.fail(`It threw ${shown(thrown)}`);
}

function outputFits({ returned, thrown }: ExampleRun, descriptor: ActionDescriptor, expected: unknown): void {
  if (thrown !== undefined) return;
  const problem = descriptor.output?.safeParse(returned).error;
  if (problem !== undefined) assert.fail(`Its output does not fit its schema: ${problem.message}`);
  if (expected !== undefined) matches(returned, expected);
}

function isJson({ returned }: ExampleRun): void {
  const place = notJson(returned ?? null);
  assert.ok(place === undefined, `${place ?? ""} in its output is no JSON, so it can't be stored.`);
}

function leavesConfig({ config: [before, after] }: ExampleRun): void {
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
  assert.equal(is, was, `It changed its config from ${was} to ${is}.`);
}

function ends({ isSettled }: ExampleRun, { options }: Trial): void {
  const { abortWithinMs = 1000 } = options;
  assert.ok(
    isSettled,
    `It went on for ${abortWithinMs} ms after its signal aborted: pass context.signal on.`,
  );
}

function failsWith({ thrown, returned }: ExampleRun, code: string | undefined): void {
  if (thrown === undefined)
    assert.fail(`It was to fail with ${code ?? ""}, but gave ${JSON.stringify(returned)}.`);
  assert.ok(
    thrown instanceof ActionError,
    `It threw ${shown(thrown)}, which is no ActionError and so has no code.`,
  );
  assert.equal(
    thrown.code,
    code,
    `It failed with ${thrown.code} instead of ${code ?? ""}: ${thrown.message}`,
  );
}

function isTold({ errors = [] }: ActionDescriptor, code: string | undefined): void {
  const codes = errors.map((error) => error.code);
  assert.ok(
    code === undefined || codes.includes(code),
    `It tells ${codes.join(", ")}, but not ${code ?? ""}.`,
  );
}

function shown(error: unknown): string {
  const { name = "Error", message = String(error) } = error as Partial<Error>;
  return `${name}: ${message}`;
}

/** Says which example it was. */
async function named({ name }: PluginExample, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw new Error(`The example "${name}": ${(error as Error).message}`, { cause: error });
  }
}

/** A check that needs no time, as a promise. */
async function checked(check: () => void): Promise<void> {
  await Promise.resolve();
  check();
}
