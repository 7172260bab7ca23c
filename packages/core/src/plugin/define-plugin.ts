import type { z } from "zod";
import { formatPath, TuttiError } from "../errors";
import type { ActionExecutor } from "./action";
import type { PluginContainer, Resolver } from "./container";

/** The version of the plugin contract that this package speaks. */
export const PLUGIN_CONTRACT_VERSION = 1;

const PLUGIN = Symbol.for("@tutti/core:Plugin");

/** A class that implements {@link ActionExecutor}; the container builds it. */
export type ActionClass = new (...args: never[]) => ActionExecutor;

/** An action in either form. */
export type AnyAction = ActionExecutor | ActionClass;

/** A plugin with its options given: what `createOrchestrator({ plugins })` takes. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly contractVersion: number;
  readonly actions: readonly AnyAction[];
  /** Registers what the plugin brings. Called once per orchestrator, before anything is resolved. */
  register(container: PluginContainer): void;
  /** Called once when the orchestrator starts, in the order of the plugins. */
  start(resolver: Resolver): void | Promise<void>;
  /** Called once when the orchestrator stops, in reverse order. */
  stop(resolver: Resolver): void | Promise<void>;
}

/** What an author of a plugin writes. */
export interface PluginDefinition<Options extends z.ZodType> {
  /** The npm package's name. */
  readonly name: string;
  readonly version: string;
  /** Checks the options; default: the plugin takes none. */
  readonly options?: Options;
  readonly actions?: readonly AnyAction[] | ((options: z.output<Options>) => readonly AnyAction[]);
  register?(container: PluginContainer, options: z.output<Options>): void;
  start?(resolver: Resolver, options: z.output<Options>): void | Promise<void>;
  stop?(resolver: Resolver, options: z.output<Options>): void | Promise<void>;
}

/** Makes the plugin from its options; they may be left out where the schema allows it. */
export type PluginFactory<Options extends z.ZodType> =
  undefined extends z.input<Options>
    ? (options?: z.input<Options>) => Plugin
    : Record<never, never> extends z.input<Options>
      ? (options?: z.input<Options>) => Plugin
      : (options: z.input<Options>) => Plugin;

/**
 * Defines a plugin and returns its factory.
 *
 * The factory throws `INVALID_OPTIONS` when the options do not fit the schema.
 *
 * @example
 * export const greetPlugin = definePlugin({ name: "acme-plugin-greet", version: "1.0.0", actions: [greet] });
 * createOrchestrator({ plugins: [greetPlugin()] });
 */
export function definePlugin<Options extends z.ZodType = z.ZodType<undefined, undefined>>(
  definition: PluginDefinition<Options>,
): PluginFactory<Options> {
  const factory = (given?: unknown): Plugin => {
    const options = parseOptions(definition, given);
    const { name, version, actions = [] } = definition;
    const plugin: Plugin = {
      name,
      version,
      contractVersion: PLUGIN_CONTRACT_VERSION,
      actions: typeof actions === "function" ? actions(options) : actions,
      register: (container) => definition.register?.(container, options),
      start: (resolver) => definition.start?.(resolver, options),
      stop: (resolver) => definition.stop?.(resolver, options),
    };
    return Object.freeze(Object.defineProperty(plugin, PLUGIN, { value: true }));
  };
  return factory;
}

/** True for what a factory of {@link definePlugin} returned, also in another copy of this package. */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === "object" && value !== null && PLUGIN in value;
}

function parseOptions<Options extends z.ZodType>(
  definition: PluginDefinition<Options>,
  given: unknown,
): z.output<Options> {
  const { name, options } = definition;
  if (options === undefined) {
    if (given === undefined) return undefined as z.output<Options>;
    throw TuttiError.of("INVALID_OPTIONS", {
      where: name,
      problem: "it takes none",
      fix: `Call ${name} without options.`,
    });
  }
  // Options may be left out altogether where each single one may.
  const parsed = options.safeParse(
    given === undefined && options.safeParse(undefined).success ? undefined : (given ?? {}),
  );
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues
    .map((one) => `${formatPath(one.path) || "options"}: ${one.message}`)
    .join("; ");
  throw TuttiError.of("INVALID_OPTIONS", {
    where: name,
    problem,
    fix: `Correct the options given to ${name}.`,
  });
}
