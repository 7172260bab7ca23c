import path from "node:path";
import { createPlugin, CreateError, folderOf, type PluginSpec } from "create-tutti-plugin";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import type { CommonOptions } from "./shared";

/** Options of `tutti new plugin`. */
export interface NewPluginOptions extends CommonOptions {
  readonly javascript?: boolean;
  readonly vitest?: boolean;
  readonly action?: string;
  readonly dir?: string;
}

/** Writes the project of a plugin, as `npm create tutti-plugin` does. */
export function newPlugin(name: string, options: NewPluginOptions, io: Io): Report {
  const folder = options.dir ?? folderOf(name);
  const spec: PluginSpec = {
    name,
    action: options.action ?? "greet",
    language: options.javascript === true ? "javascript" : "typescript",
    runner: options.vitest === true ? "vitest" : "jest",
  };
  const { files } = created(spec, path.resolve(io.cwd, folder));
  return {
    exitCode: EXIT.ok,
    json: { success: true, plugin: { ...spec, folder, files } },
    out: [
      `Created ${name} in ${folder}, ${files.length} files. Next:`,
      "",
      `  cd ${folder}`,
      "  npm install",
      "  npm test",
    ],
    err: [],
  };
}

function created(spec: PluginSpec, folder: string) {
  try {
    return createPlugin(spec, { folder, year: new Date().getFullYear() });
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    const { code, fix, message } = error;
    throw new CliError({ code, message, fix });
  }
}
