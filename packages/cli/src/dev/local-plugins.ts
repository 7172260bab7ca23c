import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { LoadedConfig } from "../config/load-config";
import type { PluginEntry } from "../config/schema";

/** What a plugin is made of; its tests are nothing that it loads. */
const SOURCE = /(?<!\.test)\.(?:[cm]?[jt]s|json)$/;
/** Folders of a plugin that are not looked into. */
const SKIPPED = /^(?:node_modules|coverage|\..*)$/;

/** The folders of the plugins that a configuration names by a path. */
export function pluginFolders({ config, folder }: LoadedConfig): string[] {
  const names = (config.plugins ?? []).flatMap((entry) => nameOf(entry) ?? []);
  return names
    .filter((name) => /^\.{0,2}[/\\]/.test(name))
    .map((name) => packageFolder(path.resolve(folder, name), folder));
}

function nameOf(entry: PluginEntry): string | undefined {
  if (typeof entry === "string") return entry;
  return "register" in entry ? undefined : entry[0];
}

/** The folder of the plugin's package; of a file that belongs to the project itself, the folder it is in. */
function packageFolder(place: string, project: string): string {
  const start = existsSync(path.join(place, "package.json")) ? place : path.dirname(place);
  for (let folder = start; !contains(folder, project); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "package.json"))) return folder;
  }
  return start;
}

/** A folder and those in it that may hold sources. */
export function sourceFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED.test(entry.name))
    .flatMap((entry) => sourceFolders(path.join(folder, entry.name)));
  return [folder, ...inside];
}

/** Is it a source in one of the folders? */
export function isSource(file: string, folders: readonly string[]): boolean {
  return SOURCE.test(file) && folders.some((folder) => contains(folder, file));
}

function contains(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}
