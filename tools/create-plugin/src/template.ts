import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ManifestPart, mergeManifests } from "./manifest";
import { camelCase, kebabCase, type PluginSpec } from "./spec";

/** The files of a project, by their paths in it, with / between folders. */
export type ProjectFiles = ReadonlyMap<string, string>;

/** What stands in a template's places, such as `action_type` for `__action_type__`. */
export type Values = Readonly<Record<string, string>>;

const PLACE = /__([a-zA-Z]+(?:[-_][a-zA-Z]+)*)__/g;
/** The part of a package.json that a folder of templates brings. */
const MANIFEST = "manifest.json";

/**
 * The files of a plugin's project: those of its language, of its test runner and of both together lie over
 * what all have.
 *
 * @param year of the licence
 */
export function projectFiles(spec: PluginSpec, year: number): ProjectFiles {
  const { language, runner } = spec;
  const layers = ["common", "standalone", language, runner, `${language}-${runner}`];
  return renderLayers(layers.map(templateFolder), valuesOf(spec, year));
}

/** A folder of this package's templates. */
export function templateFolder(name: string): string {
  return path.resolve(__dirname, "../templates", name);
}

/** What the places of the templates hold for a plugin. */
export function valuesOf({ name, action }: Pick<PluginSpec, "action" | "name">, year: number): Values {
  const { devDependencies: ranges } = readJson(path.resolve(__dirname, "../package.json")) as {
    readonly devDependencies: Values;
  };
  return {
    package_name: name,
    action_type: action,
    actionName: camelCase(action),
    "action-file": kebabCase(action),
    year: String(year),
    // The versions that this package is released and tested with.
    core_range: ranges["@tutti/core"] ?? "*",
    testkit_range: ranges["@tutti/testkit"] ?? "*",
  };
}

/** Folders of templates, each over the one before it: files replace files, and their manifests are merged. */
export function renderLayers(layers: readonly string[], values: Values): ProjectFiles {
  const files = new Map<string, string>();
  const manifests: ManifestPart[] = [];
  for (const layer of layers) {
    for (const file of filesIn(layer)) {
      const text = fill(readFileSync(path.join(layer, file), "utf8"), values);
      if (file === MANIFEST) manifests.push(JSON.parse(text) as ManifestPart);
      else files.set(targetOf(file, values), text);
    }
  }
  return new Map([["package.json", mergeManifests(manifests)], ...files]);
}

/** npm leaves .gitignore and the like out of a package, so that templates call them dot-gitignore. */
function targetOf(file: string, values: Values): string {
  return fill(file, values).replaceAll(/(^|\/)dot-/g, "$1.");
}

function fill(text: string, values: Values): string {
  return text.replaceAll(PLACE, (place: string, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A template has a place that nothing fills: ${place}`);
    return value;
  });
}

function filesIn(folder: string, within = ""): string[] {
  return readdirSync(path.join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const name = within === "" ? entry.name : `${within}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, name) : [name];
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
