import type { Plugin } from "@tutti/core";
import type { NotificationOptions } from "@tutti/plugin-notification";
import type { ServiceCallOptions } from "@tutti/plugin-service-call";
import { z } from "zod";

/** A plugin of a configuration: a package's name or a path, alone or with options; in code also a plugin. */
export type PluginEntry = string | readonly [name: string, options: unknown] | Plugin;

/** What a configuration file can say; every key may be left out. */
export interface TuttiConfig {
  /** The services that `service_call` calls, by name. */
  readonly services?: NonNullable<ServiceCallOptions["services"]>;
  /** Plugins besides the three that come along. */
  readonly plugins?: readonly PluginEntry[];
  /** Options of `@tutti/plugin-notification`. */
  readonly notification?: NotificationOptions;
  /** Options of `@tutti/plugin-service-call`, but for the services. */
  readonly service_call?: Omit<ServiceCallOptions, "services">;
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// The plugins check their own options; here it is enough that there are some.
const options = z.custom<object>(isObject, "expected a map of options");

const pluginEntry = z.union(
  [
    z.string().min(1),
    z.tuple([z.string().min(1), z.unknown()]),
    z.custom<Plugin>((value) => isObject(value) && typeof (value as Plugin).register === "function"),
  ],
  { error: "expected a package's name, a path, [name, options], or what a plugin's factory returns" },
);

/** Checks a configuration. Unknown keys are errors. */
export const configSchema = z.strictObject({
  services: options.optional(),
  plugins: z.array(pluginEntry, "expected a list of plugins").optional(),
  notification: options.optional(),
  service_call: options
    .refine((given) => !("services" in given), "services stand at the top level, not in here")
    .optional(),
});

/** The keys of a configuration, for messages. */
export const CONFIG_KEYS: readonly string[] = Object.keys(configSchema.shape);

/**
 * Gives a configuration its type.
 *
 * @example
 * export default defineConfig({ services: { analysis_service: { url: "http://127.0.0.1:7001" } } });
 */
export function defineConfig(config: TuttiConfig): TuttiConfig {
  return config;
}
