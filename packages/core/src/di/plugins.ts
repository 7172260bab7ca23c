import { TuttiError } from "../errors";
import { reasonOf } from "../engine";
import { isControlAction } from "../plan";
import {
  type ActionExecutor,
  type AnyAction,
  isPlugin,
  type Plugin,
  PLUGIN_CONTRACT_VERSION,
} from "../plugin/index";
import type { Container } from "./container";

/** The executors of all plugins, by action type, each with the plugin that brings it. */
export type Executors = ReadonlyMap<string, { readonly executor: ActionExecutor; readonly plugin: string }>;

/** Checks the plugins and lets each register what it brings. Throws a `TuttiError` that names the plugin. */
export function registerPlugins(container: Container, plugins: readonly unknown[]): readonly Plugin[] {
  const names = new Set<string>();
  return plugins.map((candidate) => {
    const plugin = checkPlugin(candidate);
    if (names.has(plugin.name)) throw TuttiError.of("DUPLICATE_PLUGIN", { plugin: plugin.name });
    names.add(plugin.name);
    try {
      plugin.register(container);
    } catch (error) {
      throw TuttiError.of("PLUGIN_REGISTER_FAILED", { plugin: plugin.name, reason: reasonOf(error) }, error);
    }
    return plugin;
  });
}

/** Builds the executors, once everything is registered. */
export function buildExecutors(container: Container, plugins: readonly Plugin[]): Executors {
  const executors = new Map<string, { executor: ActionExecutor; plugin: string }>();
  for (const plugin of plugins) {
    for (const action of plugin.actions) {
      const executor = buildExecutor(container, action);
      const { type } = executor.descriptor;
      const first = isControlAction(type) ? "@tutti/core" : executors.get(type)?.plugin;
      if (first !== undefined) {
        throw TuttiError.of("DUPLICATE_ACTION_TYPE", { action_type: type, first, second: plugin.name });
      }
      executors.set(type, { executor, plugin: plugin.name });
    }
  }
  return executors;
}

function checkPlugin(candidate: unknown): Plugin {
  if (typeof candidate === "function") {
    const problem = "it is a function; a plugin is what its factory returns";
    throw TuttiError.of("INVALID_PLUGIN", { plugin: candidate.name, problem });
  }
  if (!isPlugin(candidate)) {
    throw TuttiError.of("INVALID_PLUGIN", {
      plugin: String(candidate),
      problem: "definePlugin() did not make it",
    });
  }
  if (candidate.contractVersion === PLUGIN_CONTRACT_VERSION) return candidate;
  const { name: plugin, contractVersion: wanted } = candidate;
  throw TuttiError.of("PLUGIN_CONTRACT_VERSION", { plugin, wanted, supported: PLUGIN_CONTRACT_VERSION });
}

function buildExecutor(container: Container, action: AnyAction): ActionExecutor {
  const executor =
    typeof action === "function" ? container.build(action) : (action.bind?.(container) ?? action);
  const problem = problemOf(executor);
  if (problem === null) return executor;
  const name = typeof action === "function" ? action.name : nameOf(executor);
  throw TuttiError.of("INVALID_ACTION", { action: name, problem });
}

/** What an executor written in plain JavaScript may lack. */
type Untrusted = {
  readonly execute?: unknown;
  readonly descriptor?: { readonly type?: unknown; readonly config?: { readonly safeParse?: unknown } };
};

function problemOf({ descriptor, execute }: Untrusted): string | null {
  if (typeof execute !== "function") return "it has no execute(config, context)";
  if (typeof descriptor?.type !== "string" || descriptor.type === "") return "its descriptor has no type";
  if (typeof descriptor.config?.safeParse !== "function") return "its descriptor has no zod schema as config";
  return null;
}

function nameOf({ descriptor }: Untrusted): string {
  return typeof descriptor?.type === "string" ? descriptor.type : "unnamed";
}
