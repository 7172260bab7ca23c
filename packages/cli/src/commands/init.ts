import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CliError } from "../diagnostics/diagnostic";
import { PROJECT_FILES, withIgnored, withScripts } from "../init/files";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { type Line, span } from "../terminal/style";
import { version } from "../version";
import { type CommonOptions, lookOf, paintAll } from "./shared";

/** Options of `tutti init`. */
export type InitOptions = Omit<CommonOptions, "config">;

/** What was done with a file. */
interface Made {
  readonly file: string;
  readonly what: "created" | "extended" | "kept";
}

/** Begins a project in a folder. What is there stays: only lines and scripts that are missing are added. */
export function init(given: string | undefined, options: InitOptions, io: Io): Report {
  const folder = path.resolve(io.cwd, given ?? ".");
  const made = tellingWhy(folder, () => make(folder));
  const look = lookOf(io, options);
  const width = Math.max(...made.map(({ what }) => what.length));
  const lines = made.map(
    ({ file, what }): Line => [span(what.padEnd(width), what === "kept" ? "dim" : "green"), `  ${file}`],
  );
  const steps = [...(given === undefined ? [] : [`cd ${given}`]), ...STEPS];
  return {
    exitCode: EXIT.ok,
    json: { success: true, folder, files: made, next_steps: steps },
    out: paintAll([...lines, [""], ["Next steps:"], ...steps.map((step): Line => [`  ${step}`])], look.out),
    err: [],
  };
}

const STEPS = ["npm install", "npx tutti run workflows/hello.yaml --param who=Ada", "npm test", "npm start"];

function make(folder: string): Made[] {
  const files = PROJECT_FILES.map(({ name, text }): Made => {
    const file = path.join(folder, name);
    if (existsSync(file)) return { file: name, what: "kept" };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
    return { file: name, what: "created" };
  });
  const scripts = (before: string): string | undefined => withScripts(before, version);
  return [...files, extend(folder, ".gitignore", withIgnored), extend(folder, "package.json", scripts)];
}

function extend(folder: string, name: string, change: (before: string) => string | undefined): Made {
  const file = path.join(folder, name);
  const isThere = existsSync(file);
  const after = change(isThere ? readFileSync(file, "utf8") : "");
  if (after === undefined) return { file: name, what: "kept" };
  writeFileSync(file, after);
  return { file: name, what: isThere ? "extended" : "created" };
}

function tellingWhy<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError({
      code: "FILE_NOT_WRITTEN",
      message: isJson
        ? `The package.json of ${folder} is no JSON: ${reason}.`
        : `${folder} can't be used: ${reason}.`,
      fix: isJson ? "Correct it, and call tutti init again." : "Name a folder that you may write into.",
    });
  }
}
