import type { Plugin } from "@tutti/core";
import type { NotificationOptions } from "@tutti/plugin-notification";
import type { ServiceCallOptions } from "@tutti/plugin-service-call";
import { z } from "zod";

/** A plugin of a configuration: a package's name or a path, alone or with options; in code also a plugin. */
export type PluginEntry = string | readonly [name: string, options: unknown] | Plugin;

/** Where workflows and executions are stored: in a file, or with `memory: true` nowhere. */
export interface StorageConfig {
  /** The file, from the configuration's folder on. Default: `tutti.db`. */
  readonly path?: string;
  /** Keep everything in the process, for as long as it lives. */
  readonly memory?: true;
  /** `full` (the default) survives a power cut; `normal` is faster and survives the end of the process. */
  readonly synchronous?: "full" | "normal";
  /** Which ended executions are forgotten by themselves. Default: none. */
  readonly retention?: {
    readonly max_age_days?: number;
    readonly max_executions?: number;
  };
}

/** Where `$secrets` come from, besides plugins and the environment. */
export interface SecretsConfig {
  /** Holds one file per secret, from the configuration's folder on, such as `/run/secrets`. */
  readonly folder: string;
}

/** How `tutti serve` listens. */
export interface ServerConfig {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 5080; 0: any free one. */
  readonly port?: number;
  /** Origins whose pages may call the API. Default: none. */
  readonly cors?: readonly string[];
  /** Whether `X-Forwarded-For` is believed: true, or the proxies' addresses. Default: false. */
  readonly trust_proxy?: boolean | readonly string[];
}

/** What a configuration file can say; every key may be left out. */
export interface TuttiConfig {
  /** Where workflows and executions are stored. */
  readonly storage?: StorageConfig;
  readonly secrets?: SecretsConfig;
  /** How `tutti serve` listens. */
  readonly server?: ServerConfig;
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
export const options = z.custom<object>(isObject, "expected a map of options");

/** A plugin that is given as an object: only a configuration in code can do that. */
export const pluginInCode = z.custom<Plugin>(
  (value) => isObject(value) && typeof (value as Plugin).register === "function",
);

const pluginEntry = z.union(
  [
    z.string().min(1).describe("A package's name, or a path from the configuration's folder on."),
    z.tuple([z.string().min(1), z.unknown()]).describe("A package's name or a path, and its options."),
    pluginInCode,
  ],
  { error: "expected a package's name, a path, [name, options], or what a plugin's factory returns" },
);

const retention = z.strictObject({
  max_age_days: z
    .number()
    .positive("expected a number of days above 0")
    .optional()
    .describe("Ended executions are forgotten after this many days."),
  max_executions: z
    .int("expected a whole number")
    .min(0, "expected a whole number from 0 on")
    .optional()
    .describe("So many ended executions are kept, those that ended last."),
});

const storage = z
  .strictObject({
    path: z
      .string()
      .min(1, "expected a file's name")
      .optional()
      .describe("The file, from the configuration's folder on. Default: tutti.db."),
    memory: z
      .literal(true, "expected true")
      .optional()
      .describe("Keep everything in the process, for as long as it lives."),
    synchronous: z
      .enum(["full", "normal"], "expected full or normal")
      .optional()
      .describe(
        "full (the default) survives a power cut; normal is faster and survives the end of the process.",
      ),
    retention: retention
      .optional()
      .describe("Which ended executions are forgotten by themselves. Default: none."),
  })
  .refine(
    (given) => given.memory === undefined || Object.keys(given).length === 1,
    "memory: true takes no other keys",
  );

const secrets = z.strictObject({ folder: z.string("expected a folder").min(1, "expected a folder") });

const texts = z.array(z.string().min(1), "expected a list of texts");

const server = z.strictObject({
  host: z.string().min(1, "expected a host name or an address").optional(),
  port: z.int("expected a port").min(0, "expected a port").max(65_535, "expected a port").optional(),
  cors: texts.optional(),
  trust_proxy: z.union([z.boolean(), texts], "expected true, false or a list of addresses").optional(),
});

/** Checks a configuration. Unknown keys are errors. */
export const configSchema = z.strictObject({
  storage: storage.optional().describe("Where workflows and executions are stored."),
  secrets: secrets.optional().describe("Where secrets are read from."),
  server: server.optional().describe("How tutti serve listens."),
  services: options.optional().describe("The services that service_call calls, by name."),
  plugins: z
    .array(pluginEntry, "expected a list of plugins")
    .optional()
    .describe("Plugins besides the three that come along."),
  notification: options.optional().describe("Options of @tutti/plugin-notification."),
  service_call: options
    .refine((given) => !("services" in given), "services stand at the top level, not in here")
    .optional()
    .describe("Options of @tutti/plugin-service-call, but for the services."),
});

/** The keys of a configuration, for messages. */
export const CONFIG_KEYS: readonly string[] = Object.keys(configSchema.shape);

/** The keys that a part of a configuration can have, by its path. */
export const KEYS_AT: Readonly<Record<string, readonly string[]>> = {
  "": CONFIG_KEYS,
  storage: Object.keys(storage.shape),
  secrets: Object.keys(secrets.shape),
  server: Object.keys(server.shape),
  "storage.retention": Object.keys(retention.shape),
};

/**
 * Gives a configuration its type.
 *
 * @example
 * export default defineConfig({ services: { analysis_service: { url: "http://127.0.0.1:7001" } } });
 */
export function defineConfig(config: TuttiConfig): TuttiConfig {
  return config;
}
