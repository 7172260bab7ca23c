import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { checkConfig, type ConfigData } from "./check-config";
import type { TuttiConfig } from "./schema";

/** A configuration, and where it comes from. */
export interface LoadedConfig {
  readonly config: TuttiConfig;
  /** Its file as messages name it; undefined: there is none. */
  readonly file?: string;
  /** What relative paths in it start from. */
  readonly folder: string;
  readonly data?: SourceData;
}

/** The names of configuration files. */
export const CONFIG_NAMES = ["ts", "mjs", "js", "json", "yaml", "yml"].map(
  (extension) => `tutti.config.${extension}`,
);

/**
 * Loads the configuration: the given file, or the one that TUTTI_CONFIG names, or the nearest
 * `tutti.config.*` from the working directory upwards. There may be none.
 *
 * Throws a `CliError` for one that can't be used.
 */
export async function loadConfig(given: string | undefined, io: Io): Promise<LoadedConfig> {
  const named = given ?? (io.env.TUTTI_CONFIG === "" ? undefined : io.env.TUTTI_CONFIG);
  const file = named ?? findConfig(io.cwd);
  if (file === undefined) return { config: {}, folder: io.cwd };
  const folder = path.dirname(path.resolve(io.cwd, file));
  const loaded = /\.(?:ts|mjs|js)$/.test(file) ? await importConfig(file, io) : await parseConfig(file, io);
  const { data } = loaded;
  return { config: checkConfig(loaded), file, folder, ...(data === undefined ? {} : { data }) };
}

function findConfig(cwd: string): string | undefined {
  let folder = cwd;
  for (;;) {
    const found = CONFIG_NAMES.filter((name) => existsSync(path.join(folder, name)));
    if (found.length > 1) throw ambiguous(folder, found);
    if (found[0] !== undefined) return path.relative(cwd, path.join(folder, found[0]));
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

async function parseConfig(file: string, io: Io): Promise<ConfigData> {
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  return { name: file, value: parsed.data.value, data: parsed.data };
}

async function importConfig(file: string, io: Io): Promise<ConfigData> {
  const absolute = path.resolve(io.cwd, file);
  if (!existsSync(absolute)) await readSource(file, io);
  if (file.endsWith(".ts") && !stripsTypes()) throw noTypes(file);
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await io.importModule(pathToFileURL(absolute).href)) as { readonly default?: unknown };
  } catch (error) {
    throw broken(file, error);
  }
  if (loaded.default !== undefined) return { name: file, value: loaded.default };
  const message = `${file} has no default export.`;
  throw new CliError({
    code: "INVALID_CONFIG_FILE",
    message,
    fix: "Write: export default { … }.",
    place: { name: file },
  });
}

function stripsTypes(): boolean {
  return Boolean((process.features as { readonly typescript?: unknown }).typescript);
}

function noTypes(name: string): CliError {
  const message = `${name} needs Node.js 22.18 or newer, which reads TypeScript; this is ${process.version}.`;
  const fix = "Update Node.js, or write tutti.config.mjs.";
  return new CliError({ code: "INVALID_CONFIG_FILE", message, fix, place: { name } });
}

function broken(name: string, error: unknown): CliError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${name} can't be loaded: ${reason}`;
  const failed = new CliError({
    code: "INVALID_CONFIG_FILE",
    message,
    fix: "Correct the file; TUTTI_DEBUG=1 shows where it failed.",
    place: { name },
  });
  failed.cause = error;
  return failed;
}

function ambiguous(folder: string, names: readonly string[]): CliError {
  const message = `There are ${names.length} configurations: ${names.join(" and ")}.`;
  return new CliError({
    code: "INVALID_CONFIG_FILE",
    message,
    fix: "Keep one, or name one with --config.",
    place: { name: folder },
  });
}
