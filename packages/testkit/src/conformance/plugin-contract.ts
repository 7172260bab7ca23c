import assert from "node:assert/strict";
import {
  type ActionDescriptor,
  type ActionExecutor,
  type AnyAction,
  type Plugin,
  PLUGIN_CONTRACT_VERSION,
} from "@tutti/core";
import { turn } from "../clock";
import type { ContractCase } from "../contracts/contract";
import { describeContract, type TestRunner } from "../contracts/describe-contract";
import { actionCases } from "./action-cases";
import { pluginFixes } from "./fixes";
import type { PluginContractOptions } from "./options";
import { packageCases } from "./package-cases";
import { type Trial, tryPlugin } from "./run-example";

/**
 * Registers the conformance suite of a plugin with the test runner: its words and schemas, its examples, how
 * it ends, fails and is loaded. See {@link pluginContract}.
 *
 * @param runner see `describeContract`
 * @example
 * describePlugin(greetPlugin({ gateway: "https://sms.example" }), {
 *   parameters: { user_name: "Ada" },
 *   examples: [{ name: "no number", action: "greet", config: { message: "Hi", to: "" }, fails: "SMS_REJECTED" }],
 * });
 */
export function describePlugin(
  plugin: Plugin,
  options: PluginContractOptions = {},
  runner?: TestRunner,
): void {
  describeContract(`${plugin.name}: the plugin contract`, pluginContract(plugin, options), runner);
}

/**
 * The cases of the plugin contract, for `describeContract` and `runContract`.
 *
 * @example
 * const results = await runContract(pluginContract(greetPlugin(), { package: false }));
 */
export function pluginContract(plugin: Plugin, options: PluginContractOptions = {}): ContractCase[] {
  const trial: Trial = { plugin, options };
  const whole = [...plugInCases(trial), ...packageCases(trial)].map((one) => ({
    group: "the plugin",
    ...one,
  }));
  const all = [...whole, ...descriptorsOf(plugin).flatMap((descriptor) => actionCases(trial, descriptor))];
  return all.map((one) => ({ ...one, ...fixOf(one.name) }));
}

function fixOf(name: string): Pick<ContractCase, "fix"> {
  const fix = pluginFixes[name];
  return fix === undefined ? {} : { fix };
}

/** The descriptors of a plugin's actions; a class is built without its needs, which its descriptor can do without. */
function descriptorsOf({ actions }: Plugin): ActionDescriptor[] {
  return actions.flatMap((action) => descriptorOf(action) ?? []);
}

function descriptorOf(action: AnyAction): ActionDescriptor | undefined {
  if (typeof action !== "function") return action.descriptor;
  try {
    return Reflect.construct<[], ActionExecutor>(action, []).descriptor;
  } catch {
    return undefined;
  }
}

function describeThemselves({ actions }: Plugin): void {
  const silent = actions.filter((action) => descriptorOf(action) === undefined);
  const names = silent.map((action) => (typeof action === "function" ? action.name : "an action"));
  assert.deepEqual(
    names,
    [],
    `These can't be built without their needs to tell their descriptor: ${names.join(", ")}.`,
  );
}

function plugInCases(trial: Trial): Omit<ContractCase, "group">[] {
  const { name, version, contractVersion } = trial.plugin;
  return [
    {
      name: "has the name of an npm package",
      run: () =>
        asserted(/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/.test(name), `name: ${JSON.stringify(name)}`),
    },
    {
      name: "has a semantic version",
      run: () =>
        asserted(
          /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/.test(version),
          `version: ${JSON.stringify(version)}`,
        ),
    },
    {
      name: "keeps to this version of the plugin contract",
      run: () => asserted(contractVersion === PLUGIN_CONTRACT_VERSION, `contractVersion: ${contractVersion}`),
    },
    {
      name: "its actions describe themselves",
      run: async () => {
        await Promise.resolve();
        describeThemselves(trial.plugin);
      },
    },
    { name: "starts and stops, also in two orchestrators at once", run: () => startsTwice(trial) },
    { name: "leaves nothing open when it has stopped", run: () => leavesNothing(trial) },
  ];
}

async function asserted(holds: boolean, message: string): Promise<void> {
  await Promise.resolve();
  assert.ok(holds, message);
}

async function startsTwice(trial: Trial): Promise<void> {
  const running = await Promise.all([tryPlugin(trial), tryPlugin(trial)]);
  await Promise.all(running.map((test) => test.stop()));
  const warnings = running.flatMap(({ logs }) =>
    logs.filter(({ message }) => message.includes("did not stop")),
  );
  assert.deepEqual(
    warnings.map(({ fields }) => fields.error),
    [],
    "It does not stop cleanly.",
  );
}

const KEEPS_ALIVE = /^(Timeout|TCPSocketWrap|TCPServerWrap|PipeWrap|UDPWrap|FSEventWrap)$/;
const MOST_TURNS = 50;

async function leavesNothing(trial: Trial): Promise<void> {
  const before = openResources();
  const test = await tryPlugin(trial);
  await test.stop();
  for (let turns = 0; turns < MOST_TURNS && openResources().length > before.length; turns++) await turn();
  const left = openResources().slice(before.length);
  assert.ok(left.length === 0, `It keeps the process alive after its stop: ${left.join(", ")}.`);
}

function openResources(): string[] {
  return process.getActiveResourcesInfo().filter((resource) => KEEPS_ALIVE.test(resource));
}
