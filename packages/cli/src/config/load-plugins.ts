import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isPlugin, type Plugin, TuttiError } from "@tutti/core";
import { CliError, type Diagnostic } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { builtIns } from "./built-ins";
import { configPlace } from "./check-config";
import type { LoadedConfig } from "./load-config";
import type { PluginEntry } from "./schema";

/** What is needed of the plugins. */
export interface PluginWishes {
  /** The action types that will be used; undefined: all that there are. */
  readonly types?: ReadonlySet<string>;
  /** Takes what the notification channel `console` writes. */
  readonly print: (text: string) => void;
}

/**
 * Loads the plugins of a configuration, and those that come along.
 *
 * Of the latter only those that are needed, as loading all takes a fifth of a second; but all of them
 * beside others, which may build on them.
 *
 * Throws a `CliError` for one that can't be used.
 */
export async function loadPlugins(
  loaded: LoadedConfig,
  wishes: PluginWishes,
  io: Io,
): Promise<readonly Plugin[]> {
  const entries = loaded.config.plugins ?? [];
  const plugins: Plugin[] = [];
  for (const [index, entry] of entries.entries())
    plugins.push(await loadPlugin(entry, `plugins[${index}]`, { loaded, io }));
  const { print, types } = wishes;
  const isNeeded = ({ actionType, name }: (typeof builtIns)[number]): boolean => {
    if (plugins.some((plugin) => plugin.name === name)) return false;
    return entries.length > 0 || types === undefined || types.has(actionType);
  };
  const own = builtIns
    .filter(isNeeded)
    .map(({ key, make }) => withPlace(() => make(loaded.config, print), loaded, key));
  return [...own, ...plugins];
}

/** Where a plugin comes from: names and paths start from the folder of the configuration. */
interface Source {
  readonly loaded: LoadedConfig;
  readonly io: Io;
}

/**
 * Loads one plugin. Throws a `CliError` for one that can't be used.
 *
 * @param at the path of its entry in the configuration
 */
export async function loadPlugin(entry: PluginEntry, at: string, { io, loaded }: Source): Promise<Plugin> {
  if (typeof entry === "object" && "register" in entry) return entry;
  const [name, options] = typeof entry === "string" ? [entry, undefined] : entry;
  const exported = await importPlugin(name, { loaded, io }, at);
  const factory = exported.plugin ?? (exported.default as { readonly plugin?: unknown } | undefined)?.plugin;
  if (typeof factory !== "function") throw withoutFactory(name, exported, refusal(loaded, at));
  const plugin: unknown = withPlace(() => (factory as (options: unknown) => unknown)(options), loaded, at);
  if (isPlugin(plugin)) return plugin;
  throw refusal(loaded, at)(
    `Plugin "${name}": its factory returned no plugin.`,
    "Make plugins with definePlugin() of @tutti/core.",
  );
}

async function importPlugin(
  name: string,
  { io, loaded }: Source,
  at: string,
): Promise<Readonly<Record<string, unknown>>> {
  const refuse = refusal(loaded, at);
  let file: string;
  try {
    file = createRequire(path.join(loaded.folder, "tutti.config.js")).resolve(name);
  } catch (error) {
    throw unresolved(name, error as NodeJS.ErrnoException, refuse);
  }
  try {
    return (await io.importModule(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const failed = refuse(
      `Plugin "${name}" can't be loaded: ${reasonOf(error)}`,
      "Correct it, or report it to its author; TUTTI_DEBUG=1 shows where it failed.",
    );
    failed.cause = error;
    throw failed;
  }
}

type Refuse = (message: string, fix: string) => CliError;

function refusal(loaded: LoadedConfig, at: string): Refuse {
  const { data, file = "the configuration" } = loaded;
  const place = configPlace({ name: file, ...(data === undefined ? {} : { data }) }, at);
  return (message, fix) => new CliError({ code: "PLUGIN_NOT_LOADED", message, fix, path: at, place });
}

function unresolved(name: string, { code }: NodeJS.ErrnoException, refuse: Refuse): CliError {
  if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") {
    const message = `Plugin "${name}" can only be imported from an ES module.`;
    return refuse(message, `Import its factory in tutti.config.mjs: plugins: [plugin({ … })].`);
  }
  const isPath = /^\.{0,2}[/\\]/.test(name);
  const message = `There is no plugin "${name}"${isPath ? "" : " among the installed packages"}.`;
  return refuse(
    message,
    isPath
      ? "Correct the path; it starts from the configuration's folder."
      : `Install it: npm install ${name}.`,
  );
}

function withoutFactory(name: string, exported: Readonly<Record<string, unknown>>, refuse: Refuse): CliError {
  const names = Object.keys(exported).filter((one) => one !== "default" && one !== "module.exports");
  const message = `Plugin "${name}" has no function "plugin" among its exports: ${names.join(", ") || "none"}.`;
  return refuse(message, "A plugin package exports its factory under the name plugin.");
}

/** What a factory says of its options, with the place of these options. */
function withPlace<T>(make: () => T, loaded: LoadedConfig, at: string): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TuttiError))
      throw refusal(loaded, at)(
        `The plugin of ${at} failed: ${reasonOf(error)}`,
        "Correct its options, or report it to its author.",
      );
    const { code, fix, message } = error;
    const { diagnostics } = refusal(loaded, at)(message, fix);
    throw new CliError(...diagnostics.map((one): Diagnostic => ({ ...one, code })));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
