import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";

/** A plugin to look at from outside. */
export interface FoundPlugin {
  /** What it is loaded by: a package's name, or a path that begins with `./`. */
  readonly name: string;
  /** The folder from which it is looked for. */
  readonly from: string;
}

/**
 * Where a plugin is: a folder with a package, a file, or an installed package.
 *
 * A folder's package is loaded by its own name, as its users do, where it says what it exports.
 */
export function findPlugin(target: string, { cwd }: Pick<Io, "cwd">): FoundPlugin {
  const place = path.resolve(cwd, target);
  if (!existsSync(place)) {
    if (!/^\.{0,2}[/\\]/.test(target)) return { name: target, from: cwd };
    const message = `There is no ${target}.`;
    throw new CliError({ code: "PLUGIN_NOT_FOUND", message, fix: "Correct the path, or name a package." });
  }
  if (statSync(place).isFile()) return { name: `./${path.basename(place)}`, from: path.dirname(place) };
  const { exports: exported, name } = manifestIn(place, target);
  if (name !== undefined && exported !== undefined) return { name, from: place };
  return { name: mainIn(place, target), from: place };
}

interface Manifest {
  readonly name?: string;
  readonly exports?: unknown;
}

function manifestIn(folder: string, target: string): Manifest {
  const file = path.join(folder, "package.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing ? "has no package.json" : `has a package.json that can't be read`;
    const message = `${target} ${reason}.`;
    const fix = "Name the folder of the plugin's package, a file, or an installed package.";
    throw new CliError({ code: "PLUGIN_NOT_FOUND", message, fix });
  }
}

function mainIn(folder: string, target: string): string {
  try {
    const file = createRequire(path.join(folder, "package.json")).resolve("./");
    return `./${path.relative(folder, file).replaceAll("\\", "/")}`;
  } catch {
    const message = `The package in ${target} has no entry that is there.`;
    throw new CliError({
      code: "PLUGIN_NOT_FOUND",
      message,
      fix: "Build it, and correct main or exports in its package.json.",
    });
  }
}
