import path from "node:path";
import type { LoadedConfig } from "../config/load-config";
import type { StorageConfig } from "../config/schema";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";

/** The file that a project's workflows and executions are stored in. */
export interface FileChoice {
  readonly kind: "file";
  /** Absolute. */
  readonly path: string;
  readonly settings: Pick<StorageConfig, "retention" | "synchronous">;
}

/** Where to store. */
export type StorageChoice = FileChoice | { readonly kind: "memory" };

/** The project's file, unless something else is named. */
const DEFAULT_FILE = "tutti.db";

/**
 * Where to store: as `--storage` says, else `TUTTI_STORAGE`, else the configuration, else in `tutti.db`
 * beside the configuration or, without one, in the working directory.
 *
 * What names another place than the configuration has none of its settings: the retention of a project
 * must not delete from a file that is not the project's.
 */
export function chooseStorage(given: string | undefined, loaded: LoadedConfig, io: Io): StorageChoice {
  const named = given ?? (io.env.TUTTI_STORAGE === "" ? undefined : io.env.TUTTI_STORAGE);
  if (named !== undefined) return namedStorage(named, io.cwd);
  const { memory, path: file = DEFAULT_FILE, ...settings } = loaded.config.storage ?? {};
  if (memory === true) return { kind: "memory" };
  return { kind: "file", path: path.resolve(loaded.folder, file), settings };
}

function namedStorage(name: string, cwd: string): StorageChoice {
  if (name === "memory" || name === ":memory:") return { kind: "memory" };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) {
    const message = `"${name}" is no storage: only files and memory are known.`;
    throw new CliError({ code: "USAGE", message, fix: "Give the path of a file, or memory." });
  }
  return { kind: "file", path: path.resolve(cwd, name), settings: {} };
}

/** The file, for a command that makes no sense without one. */
export function fileOf(choice: StorageChoice, command: string): FileChoice {
  if (choice.kind === "file") return choice;
  throw new CliError({
    code: "USAGE",
    message: `tutti ${command} needs a store, and the storage is memory, which keeps nothing.`,
    fix: "Name a file with --storage, or take memory out of the configuration and TUTTI_STORAGE.",
  });
}
